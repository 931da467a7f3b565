"""Texts as they arrive: files, tables, chat exports, each read or refused by name.

Never kept here: who reported. A sender's name or number does not leave the reader of its format.
"""
