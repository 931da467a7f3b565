"""Reads of what leaves the house, and of what was kept of it."""
