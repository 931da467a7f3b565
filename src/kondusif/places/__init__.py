"""Administrative areas of Indonesia: codes, names, ancestry, search, boundaries.

Kept here: what the Kemendagri tree says and the outlines a user loads. Never kept here: what happened at a place.
"""
