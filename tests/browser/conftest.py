"""A browser for the tests of this folder; they skip where there is none, unless COPYDESK_BROWSER_REQUIRED is set."""

import itertools
import os
import sys
from pathlib import Path

import pytest

# The scripts that measure and draw the report start the same browser.
sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from chromium import NoBrowserError, browsing

from browser.visit import Visit


@pytest.fixture(scope="package")
def browser():
    """Closed after the last test of this folder: while it runs, no other event loop can."""
    running = browsing()
    try:
        started = running.__enter__()
    except NoBrowserError as error:
        if os.environ.get("COPYDESK_BROWSER_REQUIRED"):
            pytest.fail(f"COPYDESK_BROWSER_REQUIRED is set, but there is {error}")
        pytest.skip(str(error))
    yield started
    running.__exit__(None, None, None)


@pytest.fixture
def visit(browser, tmp_path):
    """Opens a page, given as HTML or as the path of a file, and lets it do what it does."""
    visits, numbers = [], itertools.count()

    def visit(page, **look):
        path = page
        if isinstance(page, str):
            path = tmp_path / f"page-{next(numbers)}.html"
            path.write_text(page, encoding="utf-8")
        visits.append(Visit(browser, path, **look))
        return visits[-1]

    yield visit
    for one in visits:
        one.close()


@pytest.fixture
def opened(visit):
    """Opens a page as `visit` does and returns it; when the test ends, the page must have done nothing at all."""
    visits = []

    def opened(page, **look):
        visits.append(visit(page, **look))
        return visits[-1].page

    yield opened
    for one in visits:
        assert one.complaints() == []
