"""The pictures of the README and the documentation, taken from the demo's articles: `docs/images/*.png`.

    pip install '.[browser,docs]'
    python benchmarks/screenshots.py

The installed Chromium draws them. Letters depend on the machine's fonts, so they are taken on one machine when the page
has changed, and looked at before they are committed.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import report_page
from chromium import NoBrowserError, browsing

from copydesk import sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
#: Bytes of a picture at most: a clone brings them all.
LARGEST = 150_000
#: Colours of a picture. Text in few colours needs no more, and a palette takes a third of the room.
COLOURS = 128


@dataclass(frozen=True)
class Picture:
    """A window onto the page: what is brought to its top, how large it is, and what is done before."""

    top: str | None
    height: int
    width: int = 1280
    dark: bool = False
    before: Callable[[Page], None] = lambda page: None


def _second_story_wording(page: Page) -> None:
    """Points at a wording that both versions have, which lights up in each."""
    page.locator(report_page.STORY).first.locator(report_page.SHARED).nth(3).hover()


PICTURES = {
    "report-glance": Picture(None, 780),
    "report-versions": Picture("#stories .side", 860, before=_second_story_wording),
    "report-discrepancies": Picture("#discrepancies", 760),
    "report-quotes-dark": Picture("#quotes", 820, dark=True),
}
NOTEBOOK = """<!doctype html><html lang=en><meta charset=utf-8><title>notebook</title>
<style>body {{ margin: 16px; font: 14px monospace }}</style><body>{output}"""


def taken(browser: Browser, path: Path, picture: Picture) -> bytes:
    """The picture of a page as PNG."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
        offline=True,
    )
    page = context.new_page()
    page.goto(path.resolve().as_uri())
    if picture.top:
        # Twice: what comes near the window is laid out only then, and moves the rest.
        for _ in range(2):
            page.locator(picture.top).first.evaluate("one => one.scrollIntoView({block: 'start'})")
            page.wait_for_timeout(200)
    picture.before(page)
    page.wait_for_timeout(200)
    png = page.screenshot()
    context.close()
    return png


def with_palette(png: bytes) -> bytes:
    """The same picture in few colours."""
    from PIL import Image

    out = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=IMAGES)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    desk = report_page.desk_of(sample.articles())
    try:
        with browsing() as browser, tempfile.TemporaryDirectory() as folder:
            report, notebook = Path(folder) / "report.html", Path(folder) / "notebook.html"
            desk.report(report, title="The Saltmere papers")
            notebook.write_text(NOTEBOOK.format(output=desk._repr_html_()), encoding="utf-8")
            shots = {name: taken(browser, report, picture) for name, picture in PICTURES.items()}
            shots["notebook"] = taken(browser, notebook, Picture(None, 560, width=1060))
    except NoBrowserError as error:
        sys.exit(str(error))
    for name, shot in shots.items():
        small = with_palette(shot)
        if len(small) > LARGEST:
            sys.exit(f"{name}.png would have {len(small):,} bytes, more than {LARGEST:,}; show less of the page")
        (options.out / f"{name}.png").write_bytes(small)
        print(f"{name}.png {len(small) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
