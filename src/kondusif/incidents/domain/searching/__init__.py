"""Searching the texts: words as they are compared, what was typed, near spellings, columns to count by, excerpts."""
