"""The pages of the command centre: a door that calls queries, policy and actions of the rooms below.

Kept here: addresses, templates, what a page says and how it is laid out. Never kept here: a table, or a decision about
an incident.
"""
