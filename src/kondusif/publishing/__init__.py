"""What leaves the house: words for closed lists, sitreps, exports, feeds, redaction.

Never keeps: what is known (that is `incidents`), pages (that is `web`).
"""
