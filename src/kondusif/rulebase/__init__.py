"""What the law, the calendar, the language and the map say, as data with a source: one immutable `Rulebase`.

Never kept here: anything about a candidate, a party or a person, and anything that one text or one report says.
"""
