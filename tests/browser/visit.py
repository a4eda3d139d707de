"""A page and how to look at it in, an opened page and everything that it did out.

Requests, messages on the console, errors, breaches of its policy, dialogs, further windows: a page of ours does none of
these, a hostile text on it must not make it.
"""

import re
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

# Milliseconds in which a page may still act after it has loaded; a refresh after no time at all takes about ten.
SETTLING = 50

LISTENS = """
document.addEventListener("securitypolicyviolation", event =>
    (window.breaches ??= []).push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`))
"""


class Visit:
    """One page, opened in a context of its own; `complaints` tells what it did."""

    def __init__(self, browser, path, *, width=1280, height=900, dark=False, javascript=True, media="screen"):
        self.address = Path(path).resolve().as_uri()
        self._happened = []
        self._context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
            offline=True,
        )
        self._context.add_init_script(LISTENS)
        self.page = self._context.new_page()
        self.page.emulate_media(media=media)
        self._listen()
        self.page.goto(self.address, wait_until="load")

    def _listen(self):
        def note(kind, what):
            self._happened.append(f"{kind}: {what}")

        def request(asked):
            if asked.url.partition("#")[0] != self.address or not asked.is_navigation_request():
                note("request", asked.url)

        def dialog(opened):
            note("dialog", f"{opened.type} {opened.message}")
            opened.dismiss()

        self._context.on("request", request)
        self._context.on("page", lambda page: note("window", page.url) if page != self.page else None)
        # A frame may hold a page without a request: one of data, or of an attribute.
        self.page.on("frameattached", lambda _: note("frame", "a page inside the page"))
        self.page.on("websocket", lambda socket: note("request", socket.url))
        self.page.on("console", lambda message: note("console", f"{message.type} {message.text}"))
        self.page.on("pageerror", lambda error: note("error", error))
        self.page.on("dialog", dialog)
        self.page.on("download", lambda download: note("download", download.url))
        self.page.on("crash", lambda _: note("error", "the page crashed"))

    def complaints(self):
        """One line for each thing that the page did, in order, after it has had time to do it."""
        self.page.wait_for_timeout(SETTLING)
        found = list(self._happened)
        if self.page.url.partition("#")[0] != self.address:
            return [*found, f"gone to: {self.page.url}"]
        found += [f"policy: {breach}" for breach in self.page.evaluate("window.breaches ?? []")]
        # What a hostile text sets where its script runs.
        found += ["script: a text set window.acted"] if self.page.evaluate("'acted' in window") else []
        return found

    def close(self):
        """Ends the context; a page that is already gone is no error."""
        from playwright.sync_api import Error

        with suppress(Error):
            self._context.close()


def vocabulary(page):
    """Every tag with each of its attributes, as (tag, attribute) pairs; ("p", "") for the tag itself."""
    pairs = page.evaluate(
        """() => [...document.querySelectorAll("*")].flatMap(element =>
            ["", ...element.getAttributeNames()].map(name => [element.localName, name]))"""
    )
    return {tuple(pair) for pair in pairs}


def ids(page):
    """Every id, and every name that a form or an anchor has, which a script sees as `document.name`."""
    return page.evaluate(
        """() => [...document.querySelectorAll("[id], [name]:not(meta)")].map(element => element.id || element.name)"""
    )


def turned(page, *selectors):
    """Pieces that do not stand after the piece before them: each element of `selectors` is a row of pieces.

    Pieces on one line must follow from left to right; a piece on a later line may start anywhere.
    """
    rows = page.evaluate(
        """selectors => [...document.querySelectorAll(selectors.join())].map(row =>
            [...row.children].filter(piece => piece.getClientRects().length).map(piece => {
                const rects = [...piece.getClientRects()].map(rect => [rect.left, rect.bottom])
                return {text: piece.textContent.trim(), first: rects[0], last: rects.at(-1)}
            }))""",
        list(selectors),
    )
    return [
        f"{piece['text']!r} before {previous['text']!r}"
        for row in rows
        for previous, piece in pairwise(row)
        if abs(piece["first"][1] - previous["last"][1]) < 2 and piece["first"][0] < previous["last"][0]
    ]


def shown(page, selector):
    """The texts of the elements that have a size on the page, as a reader sees them: white space folded."""
    texts = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter(element => {
            const box = element.getBoundingClientRect();
            return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility === "visible"
        }).map(element => element.textContent)""",
        selector,
    )
    return [re.sub(r"\s+", " ", text).strip() for text in texts]


def count(page, selector):
    """How many elements are there to be seen, also those that are not laid out before they come near the window."""
    return page.locator(selector).evaluate_all("all => all.filter(one => one.checkVisibility()).length")


def computed(page, selector, name):
    """The value of a CSS property of each element."""
    return page.evaluate(
        """([selector, name]) => [...document.querySelectorAll(selector)].map(element =>
            getComputedStyle(element).getPropertyValue(name))""",
        [selector, name],
    )


def overflow(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def cut_off(page):
    """The starts of texts that reach over the side of the window, and that no part of the page scrolls to."""
    return page.evaluate(
        """() => {
            const scrolls = element => element && (/auto|scroll/.test(getComputedStyle(element).overflowX)
                || scrolls(element.parentElement))
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = []
            const range = document.createRange()
            while (texts.nextNode()) {
                const text = texts.currentNode
                range.selectNodeContents(text)
                const box = range.getBoundingClientRect(), outside = box.right <= 0
                if ((box.right > innerWidth + 1 || box.left < -1 && !outside) && !scrolls(text.parentElement)) {
                    found.push(text.data.trim().slice(0, 40))
                }
            }
            return found
        }"""
    )
