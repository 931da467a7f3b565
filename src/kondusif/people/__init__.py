"""Officials in the texts: who appears where and in which office, spellings joined with a reason, offices over time.

Never kept here: private persons (they are masked wherever a text is shown), and whoever stands for election.
"""
