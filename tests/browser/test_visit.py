"""What a page does is noticed: each way of acting, on a page that does it."""

import pytest

from browser.accessibility import serious_faults
from browser.visit import computed, cut_off, ids, overflow, shown, turned, vocabulary

ACTING = {
    "asks for a picture": ('<img src="http://example.org/a.png">', "request: http://example.org/a.png"),
    "asks for another file": ('<img src="file:///other.png">', "request: file:///other.png"),
    "asks by style": ("<style>p{background:url(//example.org/a)}</style><p>a", "request: file://example.org/a"),
    "asks by script": (
        "<script>fetch('http://example.org/b').catch(() => 0)</script>",
        "request: http://example.org/b",
    ),
    "opens a socket": ("<script>new WebSocket('ws://example.org')</script>", "request: ws://example.org/"),
    "holds a page": ('<iframe src="data:text/html,a"></iframe>', "frame: a page inside the page"),
    "sends one away": ('<meta http-equiv="refresh" content="0;url=about:blank">', "gone to: about:blank"),
    "says something": ("<script>console.log('hello')</script>", "console: log hello"),
    "fails": ("<script>missing()</script>", "error: missing is not defined"),
    "shows a dialog": ("<script>alert('boo')</script>", "dialog: alert boo"),
    "opens a window": ("<script>open('about:blank')</script>", "window: about:blank"),
    "runs a text's script": ("<script>window.acted = 1</script>", "script: a text set window.acted"),
}
STRICT = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"


@pytest.mark.parametrize("act", ACTING)
def test_a_page_that_acts_is_noticed(visit, act):
    markup, complaint = ACTING[act]
    assert complaint in visit(f"<!doctype html><title>a</title>{markup}").complaints()


def test_a_breach_of_the_policy_is_noticed_though_nothing_happens(visit):
    complaints = visit(f"<!doctype html>{STRICT}<title>a</title><script>window.acted = 1</script>").complaints()
    assert any(line.startswith("policy: script-src-elem: inline") for line in complaints)
    assert any(line.startswith("console: error") for line in complaints)
    assert not any(line.startswith("script:") for line in complaints)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_page_that_only_shows_text_is_silent(visit, opened, javascript):
    page = f"<!doctype html>{STRICT}<title>a</title><p id=there>text <a href='#there'>link</a>"
    one = visit(page, javascript=javascript)
    one.page.click("a")
    assert one.complaints() == []
    assert opened(page).title() == "a"


def test_scripts_run_only_where_they_may(visit):
    page = "<!doctype html><title>a</title><script>document.title = 'b'</script>"
    assert [visit(page, javascript=may).page.title() for may in (True, False)] == ["b", "a"]


def test_a_page_is_seen_by_width_by_night_and_on_paper(opened):
    page = """<!doctype html><title>a</title><style>p { color: rgb(0, 0, 0) }
        @media (prefers-color-scheme: dark) { p { color: rgb(255, 255, 255) } }
        @media print { p { color: rgb(1, 1, 1) } }
        @media (max-width: 400px) { p { color: rgb(2, 2, 2) } }</style><p>a"""
    looks = [{}, {"dark": True}, {"media": "print"}, {"width": 390}]
    values = [computed(opened(page, **look), "p", "color") for look in looks]
    assert values == [["rgb(0, 0, 0)"], ["rgb(255, 255, 255)"], ["rgb(1, 1, 1)"], ["rgb(2, 2, 2)"]]


def test_a_turned_row_is_told_from_one_in_order(opened):
    row = "<!doctype html><title>a</title><p class=row><span>{}</span> <span>second</span> <span>third</span></p>"
    assert turned(opened(row.format("first")), ".row") == []
    assert turned(opened(row.format("\u202efirst")), ".row") == [
        "'second' before '\\u202efirst'",
        "'third' before 'second'",
    ]


def test_shown_leaves_out_what_cannot_be_seen(opened):
    page = "<!doctype html><title>a</title><p>one\n two<p hidden>three<p style='visibility:hidden'>four"
    assert shown(opened(page), "p") == ["one two"]


def test_names_and_tags_of_a_page_are_all_listed(opened):
    page = opened("<!doctype html><title>a</title><body><p id=x lang=en></p><a name=y></a><svg><rect width=1 /></svg>")
    assert ids(page) == ["x", "y"]
    assert {("p", "id"), ("p", "lang"), ("a", "name"), ("svg", ""), ("rect", "width")} < vocabulary(page)


def test_a_page_wider_than_its_window_is_noticed(opened):
    page = "<!doctype html><title>a</title><body style='margin:0'><div style='width:500px'>a</div>"
    assert [overflow(opened(page, width=width)) for width in (500, 390)] == [0, 110]


def test_a_text_that_is_cut_off_is_told_from_one_that_scrolls_or_waits_outside(opened):
    page = """<!doctype html><title>a</title><style>p { width: 900px } div { width: 300px }
        .off { position: absolute; left: -999px }</style><span class=off>skip</span>
        <div style="overflow:hidden"><p>cut {0}</div><div style="overflow-x:auto"><p>scrolls {0}</div>"""
    page = page.replace("{0}", "w" * 100)
    assert cut_off(opened(page, width=400)) == [f"cut {'w' * 36}"]
    assert cut_off(opened(page, width=1280)) == []


def test_serious_faults_are_found_under_a_strict_policy_and_lesser_ones_left(opened):
    page = f"<!doctype html><html lang=en>{STRICT}<title>a</title><main><h1>a</h1>{{}}</main>"
    assert serious_faults(opened(page.format("<h3>skips a level, which is moderate</h3>"))) == []
    faults = serious_faults(opened(page.format("<p style='color:#aaa;background:#fff'>pale</p><select></select>")))
    assert sorted(fault.split(":")[0] for fault in faults) == ["color-contrast at p", "select-name at select"]
