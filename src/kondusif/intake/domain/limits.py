"""How much one input may ask of the machine."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

# A row or a single text above this is a mistake or an attack: the longest article we know has 60 kB.
ROW_BYTES = 5 * MEGABYTE
ROW_TOO_LONG = "baris lebih dari 5 MB"
TEXT_TOO_LONG = "teks lebih dari 5 MB"

# Office and PDF files are read whole.
WHOLE_FILE_BYTES = 100 * MEGABYTE
FILE_TOO_LARGE = "berkas lebih dari 100 MB"

# What a zip container (docx, xlsx) may unpack to.
UNPACKED_BYTES = 300 * MEGABYTE
