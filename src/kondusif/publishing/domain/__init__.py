"""Deciding what may leave the house and in which form: redaction, suppression, writers. Plain Python."""
