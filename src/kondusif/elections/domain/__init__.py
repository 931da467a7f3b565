"""Values in, values out; `now` is passed in."""
