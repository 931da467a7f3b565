"""Values and decisions of what is published; plain Python."""
