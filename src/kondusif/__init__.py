"""Kondusif, the open command centre of an Indonesian regional election."""
