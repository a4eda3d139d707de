"""The report measured: what it costs to make, how large it is, and how soon it opens and filters in a browser.

    python benchmarks/report.py
    python benchmarks/report.py --articles 300 --threads 2 --out report.html

Reads `news/bbc.docs.jsonl` under `--data` or COPYDESK_DATA; where it is absent, it says so and ends. The collection
names no outlets and no days, so ten invented outlets take turns. The browser is the installed Chromium; times are the
median of five openings from disk, each in a new profile.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import report_page
from blocks import table
from chromium import NoBrowserError, browsing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OUTLETS = 10
OPENINGS = 5

#: Milliseconds from the start of the navigation.
MOMENTS = """() => new Promise(done => requestAnimationFrame(() => setTimeout(() => {
    const [opened] = performance.getEntriesByType("navigation")
    const paint = Object.fromEntries(performance.getEntriesByType("paint").map(one => [one.name, one.startTime]))
    done({"parsed (DOMContentLoaded)": opened.domContentLoadedEventEnd, "loaded": opened.loadEventEnd,
        "first text painted": paint["first-contentful-paint"]})
}, 100)))"""
#: From a choice to the first frame that shows the answer; the page says how many it found.
ANSWER = """([choice, found]) => new Promise(done => {
    const field = document.querySelector(choice), output = document.querySelector(found), start = performance.now()
    new MutationObserver((_, observer) => {
        observer.disconnect()
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)))
    }).observe(output, {childList: true, characterData: true, subtree: true})
    field.value = field.options[1].value
    field.dispatchEvent(new Event("input", {bubbles: true}))
})"""


def read(folder: Path, count: int) -> list[dict[str, Any]]:
    """The first articles of the collection, each with an outlet."""
    path = folder / "news" / "bbc.docs.jsonl"
    if not path.is_file():
        sys.exit(f"there is no {path}; name the folder with news/ in --data or COPYDESK_DATA")
    with path.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line, _ in zip(lines, range(count), strict=False)]
    return [article | {"source": f"Outlet {row % OUTLETS + 1}", "date": None} for row, article in enumerate(articles)]


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """A result, and the CPU and wall seconds that it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, time.process_time() - cpu, time.perf_counter() - wall


def opening(browser: Browser, path: Path) -> dict[str, float]:
    """Milliseconds of one opening and one choice."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    page.goto(path.resolve().as_uri(), wait_until="load")
    moments: dict[str, float] = page.evaluate(MOMENTS)
    choice = report_page.CHOICES["outlet"][0]
    moments["an outlet is chosen, and the answer shown"] = page.evaluate(ANSWER, [choice, report_page.FOUND])
    context.close()
    return moments


def in_browser(path: Path) -> None:
    """The table of what a reader waits for."""
    try:
        with browsing() as browser:
            openings = [opening(browser, path) for _ in range(OPENINGS)]
            version = browser.version
    except NoBrowserError as error:
        print(f"Not opened: {error}")
        return
    times = {moment: [one[moment] for one in openings] for moment in openings[0]}
    rows = [(moment, f"{statistics.median(found):.0f}", f"{max(found):.0f}") for moment, found in times.items()]
    table((f"Chromium {version}", "ms, median", "ms, most"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("COPYDESK_DATA", "data")))
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, help="keep the page there")
    options = parser.parse_args()

    articles = read(options.data, options.articles)
    with tempfile.TemporaryDirectory() as folder:
        path = options.out or Path(folder) / "report.html"
        desk, *analysed = timed(lambda: report_page.desk_of(articles, n_threads=options.threads))
        _, *written = timed(lambda: desk.report(path))
        both = [one + other for one, other in zip(analysed, written, strict=True)]
        steps = {"analyze": analysed, "the page": written, "both": both}
        rows = [(step, f"{cpu:.2f}", f"{wall:.2f}") for step, (cpu, wall) in steps.items()]
        print()
        threads = f"{options.threads} thread{'s' * (options.threads != 1)}"
        table((f"bbc, {len(articles):,} articles, {threads}", "CPU s", "wall s"), rows)
        print(f"The page has {path.stat().st_size / 1e6:.2f} MB and shows {len(desk.quotes):,} quotes.\n")
        in_browser(path)


if __name__ == "__main__":
    main()
