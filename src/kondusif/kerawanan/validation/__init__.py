"""What the methods promise, held against simulated worlds whose truth is known: `python -m kondusif.kerawanan.validation`.

Kept here: the worlds and the goals of methods.md §6. Never kept here: a method, nor a figure about a real area.
"""
