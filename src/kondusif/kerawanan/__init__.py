"""Indeks kerawanan and early warning: frameworks, structural score, incident risk, scans, forecasts, and how right they were.

Kept here: figures about areas, each with its interval, its coverage and the manifest that repeats it. Never kept here: what
is said about a person or a party, nor an incident (they are asked for); news never overwrites the structural score.
"""
