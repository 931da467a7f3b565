"""What happened, as far as it is known: readings kept, texts of one event joined, judgements beside the guesses.

Never kept here: a verdict without a reason, or anything that overwrites what a machine or a person concluded before.
"""
