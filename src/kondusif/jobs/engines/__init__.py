"""How batches reach processors: on this machine, or on many. Only these modules know an engine."""
