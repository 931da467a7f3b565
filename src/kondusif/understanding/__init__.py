"""From an Indonesian text to a `Reading`: what happened, where, when, who, and which words say so.

Plain Python: no Django, no database, no network, no clock of its own. Never kept here: anything about a person who reports.
"""
