"""Plain Python: from paths to documents."""
