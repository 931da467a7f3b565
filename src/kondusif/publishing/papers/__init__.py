"""Papers in their formats: HTML, PDF, Word."""
