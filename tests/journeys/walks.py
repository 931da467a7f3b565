"""The six journeys, step by step, as the tests walk them and `tools/pictures.py` photographs them.

A walk asserts what the person sees at each step, in the language of the browser, and calls `show` where a picture tells
more than words. It knows pages alone: no tables, no settings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import expect

AMPLOP = "Penerimaan Laporan Dugaan Politik Uang di Kecamatan Ngunut"
RUMOUR = (
    "Jare mau bengi ana sing bagi amplop 50 ewu ning balai desa Ngunut Tulungagung. Coblosan tanggal 27 Oktober ta?"
)
_NEAREST = """(code) => {
  const middle = (each) => { const b = each.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; };
  const [ax, ay] = middle(document.activeElement);
  const [bx, by] = middle(document.querySelector(`svg a[data-code="${code}"]`));
  return Math.abs(bx - ax) > Math.abs(by - ay) ? (bx > ax ? "ArrowRight" : "ArrowLeft") : (by > ay ? "ArrowDown" : "ArrowUp");
}"""


@dataclass
class Walk:
    """One officer at a browser, in one language; a colleague can be called to a second one.

    `show(step, page, place)` is told of what is worth a picture, and which place of the page must be on it.
    """

    page: Any
    host: str
    language: str
    call_colleague: Callable[[], Any]
    show: Callable[..., None] = lambda *_: None

    def go(self, address: str, page: Any = None) -> None:
        """Open an address."""
        (page or self.page).goto(self.host + address)

    def either(self, indonesian: str, english: str) -> str:
        """What this officer reads."""
        return english if self.language == "en" else indonesian

    def sees(self, place: str, *words: str, page: Any = None) -> None:
        """The first such place is in sight and says all of these words."""
        found = (page or self.page).locator(place).first
        expect(found).to_be_visible()
        for each in words:
            expect(found).to_contain_text(each, use_inner_text=True, ignore_case=True)

    def count(self, place: str) -> int:
        """How many such places the page has."""
        return int(self.page.locator(place).count())

    def fits(self) -> None:
        """Nothing needs sideways scrolling."""
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url


def morning_briefing(walk: Walk) -> None:
    """Open, scope to Tulungagung, read the three things that matter, open the contradiction, print the sitrep."""
    page = walk.page
    walk.go("/")
    walk.sees("h1", walk.either("Situasi", "Situation"))
    page.fill("#wilayah", "tulungagung")
    page.locator("[role=option]", has_text="Kab. Tulungagung").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**wilayah=35.04**")
    walk.sees("h1", "Kab. Tulungagung")
    walk.sees(".needs h2", walk.either("Perlu Anda", "Needs you"))
    waiting = page.locator(".waiting > li")
    assert waiting.count() >= 3
    first = ".waiting > li >> nth=0"
    walk.sees(first, "Ngunut", walk.either("5 sumber", "5 sources"), walk.either("berat", "grave"))
    walk.sees(".due", "Masa tenang")
    walk.show("situasi", page)
    page.click(f"{first} >> a.opens")
    walk.sees("h1", AMPLOP)
    walk.sees(
        ".conflict-box", walk.either("Pertentangan", "Contradictions"), walk.either("sumber berbeda", "sources differ")
    )
    walk.show("kejadian", page, ".conflict-box")
    page.click(".conflict-box h2 a")
    walk.sees("h1", walk.either("Sumber berdampingan", "Sources side by side"))
    assert walk.count(".compare .heads .cell") >= 2
    walk.sees(".differs-row .flag", walk.either("sumber berbeda", "sources differ"))
    walk.show("banding", page, ".differs-row")
    walk.go("/sitrep/?wilayah=35.04")
    page.click(".sitrep-form .button")
    walk.sees(".sitrep-bar", walk.either("Pratinjau.", "Preview."))
    page.click(".sitrep-bar .button")
    walk.sees(".message", walk.either("Sitrep disimpan", "Sitrep kept"))
    walk.sees(
        ".paper",
        walk.either("Kabupaten Tulungagung", "Tulungagung"),
        walk.either("Situasi dalam angka", "The situation in figures"),
    )
    page.evaluate("() => { window.print = () => { document.documentElement.dataset.printed = 'yes' } }")
    page.click("[data-print]")
    assert page.get_attribute("html", "data-printed") == "yes"
    walk.show("sitrep", page)
    page.emulate_media(media="print")
    assert page.locator(".rail").is_hidden()
    assert page.locator(".top .find").is_hidden()
    walk.sees(".paper", walk.either("Situasi dalam angka", "The situation in figures"))
    page.emulate_media(media="screen")


def judging_by_keyboard(walk: Walk, judgements: int = 3) -> None:
    """Judge one after the other without touching the mouse, and take the last one back."""
    page, keyboard = walk.page, walk.page.keyboard
    walk.go("/nilai/")
    walk.sees(".progress", walk.either("0 dinilai hari ini", "0 judged today"))
    seen = [page.inner_text("#t-item")]
    keyboard.press("v")
    walk.sees(".ruling[open]", walk.either("Alasan sendiri", "A reason of your own"))
    walk.show("alasan", page, ".ruling[open]")
    keyboard.press("Escape")
    for number in range(judgements):
        keyboard.press("vxn"[number % 3])
        keyboard.press(str(1 + number % 2))
        page.wait_for_function("before => document.getElementById('t-item')?.innerText !== before", arg=seen[-1])
        seen.append(page.inner_text("#t-item"))
    assert len(set(seen)) == judgements + 1
    walk.sees(".progress", walk.either(f"{judgements} dinilai hari ini", f"{judgements} judged today"))
    walk.sees(".message", walk.either("Dicatat: ", "Recorded: "))
    assert walk.count(".message") == 1, "one undo at a time, that of the latest"
    keyboard.press("u")
    walk.sees(".progress", walk.either(f"{judgements - 1} dinilai hari ini", f"{judgements - 1} judged today"))
    walk.sees("#t-item", seen[-2])
    keyboard.press("v")
    keyboard.press("1")
    walk.sees(".progress", walk.either(f"{judgements} dinilai hari ini", f"{judgements} judged today"))
    walk.show("sesudah", page)


def two_officers(walk: Walk) -> None:
    """Two open the queue, each gets an item of their own; one who goes to the other's is told, and loses no word."""
    page = walk.page
    walk.go("/nilai/")
    mine, held = page.inner_text("#t-item"), page.get_attribute("#antrean", "data-claim")
    other = walk.call_colleague()
    walk.go("/nilai/", other)
    assert other.inner_text("#t-item") != mine
    walk.sees(".next-up", walk.either("dinilai ", "with "), page=other)
    walk.go(held.replace("pegang/", ""), other)
    walk.sees("h1", mine, page=other)
    walk.sees(".claimed", walk.either("Sedang dinilai oleh", "Being judged by"), page=other)
    other.keyboard.press("v")
    other.fill("#a-verify", "Sudah saya telepon.")
    other.keyboard.press("Enter")
    walk.sees(".problem", walk.either("Sedang dinilai oleh", "Being judged by"), page=other)
    assert other.input_value("#a-verify") == "Sudah saya telepon."
    walk.show("ditahan", other, ".problem")
    page.keyboard.press("x")
    page.keyboard.press("1")
    page.wait_for_function("before => document.getElementById('t-item')?.innerText !== before", arg=mine)
    walk.go("/nilai/", other)
    assert other.inner_text("#t-item") != mine


def one_kepala_desa(walk: Walk) -> None:
    """Find every text on one kepala desa, whose name three outlets spell in three ways."""
    page = walk.page
    walk.go("/")
    page.keyboard.press("/")
    page.keyboard.type("marsudi wiratno")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cari/**")
    walk.sees(".found-places", "Marsudi Wiratno", "Kepala Desa")
    walk.sees(".found-text mark", "Marsudi")
    walk.show("cari", page)
    page.click(".found-places a >> text=Marsudi Wiratno")
    walk.sees("h1", "Marsudi Wiratno")
    walk.sees(".office-now", "Tanggulturus")
    assert walk.count(".variants > li") == 2
    assert walk.count(".appearances > li") == 3
    page.click("summary >> text=" + walk.either("Gabungkan dengan tokoh lain", "Join with another person"))
    page.select_option("#other", index=1)
    page.fill("#why-join", "Salah ketik: desa dan jabatannya sama.")
    page.click(".button >> text=" + walk.either("Gabungkan", "Merge"))
    walk.sees(".variants", "Marsudi Wiratna", "Marsudi Wirotno")
    assert walk.count(".variants > li") == 3
    assert walk.count(".appearances > li") == 4
    walk.sees(".appearances mark", "Marsudi")
    walk.show("tokoh", page)


def by_keyboard_to_a_desa(walk: Walk) -> None:
    """From Indonesia to Sumberingin Kulon with Tab, arrows and Enter alone."""
    page, keyboard = walk.page, walk.page.keyboard
    walk.go("/peta/")
    for _ in range(60):
        keyboard.press("Tab")
        if _focused(page):
            break
    for code in ("35", "35.04", "35.04.11"):
        _reach(page, code)
        walk.sees("[data-map-card]", walk.either("insiden", "incident"))
        if code == "35.04":
            walk.show("jawa-timur", page, "svg.map")
        keyboard.press("Enter")
        page.wait_for_url(f"**/peta/{code}/**")
        page.wait_for_function("document.activeElement?.dataset?.code")
    _reach(page, "35.04.11.2007")
    walk.show("desa", page, "svg.map")
    keyboard.press("Enter")
    page.wait_for_url("**/wilayah/35.04.11.2007/**")
    walk.sees("h1", "Sumberingin Kulon")


def _focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement?.dataset?.code || ''"))


def _reach(page: Any, code: str) -> None:
    """Walk with the arrows towards an area, as a person who looks at the map would."""
    for _ in range(60):
        if _focused(page) == code:
            return
        page.keyboard.press(page.evaluate(_NEAREST, code))
    raise AssertionError(f"{code} was not reached")


def on_the_road(walk: Walk) -> None:
    """One hand, a phone: read what waits, judge by thumb, ask what a rumour amounts to. Nothing scrolls sideways."""
    page = walk.page
    walk.go("/?wilayah=35.04")
    walk.sees(".waiting > li", "Ngunut", walk.either("5 sumber", "5 sources"))
    walk.fits()
    walk.show("situasi", page)
    page.tap(".waiting a.opens >> nth=0")
    walk.sees("h1", AMPLOP)
    walk.fits()
    page.tap(".rail a.primary >> nth=2")
    walk.sees(".progress", walk.either("0 dinilai hari ini", "0 judged today"))
    walk.fits()
    before = page.inner_text("#t-item")
    page.tap(".r-verify > summary")
    walk.sees(".r-verify .quick button")
    walk.show("nilai", page, ".ruling[open]")
    page.tap(".r-verify .quick button >> nth=0")
    walk.sees(".message", walk.either("Dicatat: Terverifikasi", "Recorded: Verified"))
    assert page.inner_text("#t-item") != before
    page.tap(".rail .more > summary")
    page.tap(".rail .more .card a >> text=" + walk.either("Tempel teks", "Paste a text"))
    page.fill("#teks", RUMOUR)
    page.fill("#diterima", "2024-11-20")
    page.tap("#tempel .button")
    walk.sees(".machine-box", "Ngunut", "27 Oktober", "PKPU 2/2024")
    assert "[T" not in page.inner_text(".machine-box"), "keys of sources are for the rule base"
    walk.sees(".machine-box", walk.either("Politik uang", "Money politics"))
    walk.fits()
    walk.show("tempel", page, "#dua")


JOURNEYS: dict[str, Callable[[Walk], None]] = {
    "pagi": morning_briefing,
    "papan-ketik": judging_by_keyboard,
    "dua-petugas": two_officers,
    "kepala-desa": one_kepala_desa,
    "peta": by_keyboard_to_a_desa,
    "jalan": on_the_road,
}
