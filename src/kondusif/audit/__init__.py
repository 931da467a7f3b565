"""What was done in the office itself: append-only facts, each chained to the one before, and who hears of them.

Never kept here: the content of a report, or anything that could name a reporter; facts carry ids, hashes, decisions.
"""
