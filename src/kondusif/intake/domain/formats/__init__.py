"""One module per format, each with `documents(source) -> Iterator[Item]`. The table of formats is in `registry`."""
