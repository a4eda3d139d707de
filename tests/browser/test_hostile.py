"""Hostile texts do nothing on the page, are shown as they are, and turn nothing around them; each can act elsewhere."""

import re
from contextlib import suppress

import pytest
import report_page

from browser.visit import Visit, computed, cut_off, ids, overflow, shown, turned, vocabulary
from copydesk import sample
from copydesk.report.visible import visible
from hostile import INERT_ANYWAY, PAYLOADS, storable

#: Wherever a page can put a text, without a thought of what it holds.
CARELESS = """<!doctype html><meta charset=utf-8><title>{0}</title><body><main id=main>
<style>p::after {{ content: "{0}" }}</style><style>.row {{ color: {0} }}</style>
<p class=row><span>{0}</span> <span>12</span> <span>third</span></p>
<table><tr class=row><td>{0}</td><td>12</td></tr></table>
<p title="{0}">a<p lang='{0}'>b<p><a href="{0}">c</a>
<!-- {0} --><script>var text = "{0}"</script><script>var text = `{0}`</script><p>the end</main>"""
HARMLESS = "harmless"

# Every field is hostile, the date too.
pytestmark = pytest.mark.filterwarnings("ignore:.*are no ISO 8601 dates:RuntimeWarning")


def press_everything(page, links="a"):
    """Follows each link, opens each detail and enters each field."""
    page.evaluate(
        """links => {
            for (const detail of document.querySelectorAll("details")) detail.open = true
            for (const field of document.querySelectorAll("input, select, button, summary")) field.focus()
            for (const link of document.querySelectorAll(links)) link.click()
        }""",
        links,
    )


def versions(payload):
    """Two versions of a story that hold the payload in every field and on both sides of every mark."""
    said = f"“The harbour wall {payload} is closed until spring,” said Ida {payload} Brandt, the mayor of Saltmere."
    more = f"Sixty boats lie behind the wall, which the storm broke. {payload}\r\n\r\nThe council meets on Monday."
    fields = {"title": payload, "source": payload, "date": payload}
    return [
        {"id": storable(payload) + number, "text": f"{payload}\n\n{text}", **fields}
        for number, text in (("1", f"{said} {more}"), ("2", f"{more} {said} “{payload}”"))
    ]


def report(path, articles, title=HARMLESS, **more):
    report_page.desk_of(articles, **more).report(path, title=title)
    return path


def people(payload):
    return [{"name": f"Ida {payload} Brandt", "role": payload}]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


def elements(page):
    return page.evaluate("document.querySelectorAll('*').length"), vocabulary(page)


@pytest.fixture(scope="module")
def careless_elements(browser, folder):
    path = folder / "careless.html"
    path.write_text(CARELESS.format(HARMLESS), encoding="utf-8")
    return elements(Visit(browser, path).page)


@pytest.fixture(scope="module")
def own_words(browser, folder):
    """The tags and attributes of the templates, from pages that hold nothing hostile."""
    known = set()
    for name, articles in (("plain", versions(HARMLESS)), ("nul", versions("\0")), ("sample", sample.articles())):
        for javascript in (True, False):
            visit = Visit(browser, report(folder / f"{name}.html", articles), javascript=javascript)
            press_everything(visit.page)
            known |= vocabulary(visit.page)
            visit.close()
    return known


@pytest.fixture(scope="module")
def all_at_once(folder):
    """A page of every payload, two versions of a story each."""
    articles = [article for payload in PAYLOADS.values() for article in versions(payload)]
    return report(folder / "all.html", articles, title=" ".join(PAYLOADS.values()))


def folded(text):
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_hostile_text_acts_on_a_careless_page(visit, careless_elements, name):
    """Else it would prove nothing that it does not act on ours."""
    from playwright.sync_api import Error

    careless = visit(CARELESS.format(storable(PAYLOADS[name])))
    page = careless.page
    # Any other text in its place would be the address of a file beside the page.
    with suppress(Error):  # a page that is left in the middle
        press_everything(page, "a[href^=java], a[href^=data]")
    complaints = careless.complaints()
    if not any(line.startswith("gone to") for line in complaints):
        complaints += turned(page, ".row")
        complaints += ["wide"] if overflow(page) else []
        complaints += ["other elements"] if elements(page) != careless_elements else []
    assert bool(complaints) != (name in INERT_ANYWAY)


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_hostile_text_is_shown_and_nothing_else(opened, folder, own_words, name):
    payload = PAYLOADS[name]
    articles = [*versions(payload), {"id": "alone", "title": payload, "text": f"{payload} It rained in Saltmere."}]
    labels = [storable(payload), storable(payload), None]
    page = opened(report(folder / "one.html", articles, title=payload, stories=labels, people=people(payload)))
    press_everything(page)
    assert vocabulary(page) <= own_words
    assert turned(page, *report_page.ROWS) == []
    assert overflow(page) == 0
    assert cut_off(page) == []
    assert folded(visible(payload)) in folded(page.title())
    for selector in (report_page.BODY, report_page.HEADING):
        texts = shown(page, selector)
        assert len(texts) == 2
        assert all(folded(visible(payload)) in text for text in texts)


@pytest.mark.parametrize("look", [{}, {"dark": True, "width": 390}, {"media": "print"}, {"javascript": False}], ids=str)
def test_hostile_texts_together_leave_the_page_what_it_is(opened, own_words, all_at_once, look):
    page = opened(all_at_once, **look)
    press_everything(page)
    assert vocabulary(page) <= own_words
    names = ids(page)
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(report_page.OWN_ID, name)] == []
    assert turned(page, *report_page.ROWS) == []
    assert overflow(page) == 0
    assert cut_off(page) == []
    assert set(computed(page, "body, main, section", "display")) == {"block"}
