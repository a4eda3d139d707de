"""A Chromium that is installed on this machine in, a browser driven by Playwright out.

Playwright's own downloads are never used: what a distribution keeps up to date is what readers have. The browser is
started so that nothing it does by itself can be taken for a request of a page.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: Names under which distributions install it; `COPYDESK_BROWSER` names another, or its path.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",  # containers often have 64 MB of it, and a long page needs more
    "--disable-sync",
    "--no-first-run",
    # No name resolves, so that even what no event tells of, such as a prefetched name, stays on this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    # The same edges of letters on every machine: pictures of the page change only where the page does.
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)


class NoBrowserError(RuntimeError):
    """There is no browser, or nothing to drive it with; the message says what to install."""


def browser_path() -> str:
    """The path of the browser.

    Raises:
        NoBrowserError: none is installed, or `COPYDESK_BROWSER` names none.
    """
    named = os.environ.get("COPYDESK_BROWSER")
    for name in (named,) if named else NAMES:
        if path := shutil.which(name):
            return path
    if named:
        raise NoBrowserError(f"COPYDESK_BROWSER is {named!r}, which is no program; name a Chromium or its path")
    raise NoBrowserError(
        f"no browser: install one of {', '.join(NAMES)} (Debian: apt install chromium), or name it in COPYDESK_BROWSER"
    )


@contextmanager
def browsing() -> Iterator[Browser]:
    """A running browser, which ends with the block.

    Raises:
        NoBrowserError: Playwright or the browser is missing, or the browser does not start.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise NoBrowserError("no Playwright: pip install '.[browser]'") from error
    path = browser_path()
    # Chromium refuses to run as root inside its sandbox.
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, chromium_sandbox=not as_root)
        except Error as error:
            raise NoBrowserError(f"{path} does not start: {error.message}") from error
        try:
            yield browser
        finally:
            browser.close()
