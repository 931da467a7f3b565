"""A process that keeps texts, to be killed or to meet another one: first text, one past the last, texts at once."""

from __future__ import annotations

import sys

from kondusif.config.django import setup

setup()

from factories.readings import NOW, a_document, a_reading  # noqa: E402

from kondusif.incidents.actions import keep_readings  # noqa: E402

_WORDS = "amplop baliho sembako kaos undangan mobil pasar balai masjid sekolah sungai jembatan".split()


def pair(index: int) -> tuple[object, object]:
    """Text number `index`: every third one tells of the event of the one before."""
    event = index - index % 3
    words = " ".join(_WORDS[(event * 7 + step * step) % len(_WORDS)] for step in range(6))
    document = a_document(f"{words} dilaporkan warga nomor {event}", id=f"t{index}", source=f"sumber-{index % 5}")
    return document, a_reading(document, places=(f"35.{1 + event % 30:02}.{1 + event % 9:02}",))


def main(first: int, end: int, together: int) -> None:
    for start in range(first, end, together):
        keep_readings([pair(index) for index in range(start, min(end, start + together))], now=NOW)  # type: ignore[misc]
        print(start, flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
