"""Long work cut into batches, and the engines that run it. Never kept here: what the work is about."""
