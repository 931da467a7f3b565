"""Writes of what was published."""
