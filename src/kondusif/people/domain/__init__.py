"""Deciding: who is an official, which spellings are one person, what an office is. Plain values."""
