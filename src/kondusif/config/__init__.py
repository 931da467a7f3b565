"""Settings, urls and wiring of the command centre.

Kept here: what ties the rooms together. Never kept here: a decision about an election.
"""
