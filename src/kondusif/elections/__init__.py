"""Elections and their calendars: which stage stands on a day, what comes next, what is allowed and forbidden.

Never keeps: what happened (that is `incidents`), the dates and provisions themselves (those are `rulebase`). Plain Python.
"""
