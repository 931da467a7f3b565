"""How facts are written down and chained; plain Python."""
