"""Charts as inline SVG, made on the server: values in, markup out. Colours come from classes, lengths across from percents."""
