"""A door for programs: the figures and lists of the pages as JSON under `/api/v1/`.

Never keeps: anything; tokens are `publishing`'s, figures `incidents`'.
"""
