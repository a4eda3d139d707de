"""What a notebook shows: its own styles and those of the output leave each other alone, and no text acts in it."""

import json

import pytest
import report_page

import copydesk
from browser.visit import vocabulary
from copydesk import sample
from hostile import PAYLOADS, storable

#: What an output must not take over from the notebook around it.
LOOKS = (
    "display",
    "visibility",
    "color",
    "background-color",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "line-height",
    "text-align",
    "text-transform",
    "text-decoration-line",
    "white-space",
    "vertical-align",
    "list-style-type",
    "max-width",
    "padding",
    "margin",
    "border-width",
)
PLAIN = "html { color-scheme: light }"
#: Rules of the kind that JupyterLab has for what a cell puts out, with its selectors.
JUPYTER = """
.jp-RenderedHTMLCommon { color: #333; font-family: serif; font-size: 14px; line-height: 1.6; padding-right: 20px }
.jp-RenderedHTMLCommon :is(h1, h2, h3, h4, h5, h6) { line-height: 1; font-weight: 500; margin: 1.2em 0 0.8em }
.jp-RenderedHTMLCommon h1:first-child, .jp-RenderedHTMLCommon h3:first-child { margin-top: 0.6em }
.jp-RenderedHTMLCommon h3 { font-size: 1.3em }
.jp-RenderedHTMLCommon a:link { color: blue; text-decoration: none }
.jp-RenderedHTMLCommon ul:not(.list-inline), .jp-RenderedHTMLCommon ol:not(.list-inline) { padding-left: 2em }
.jp-RenderedHTMLCommon ul { list-style: disc; margin-bottom: 1em }
.jp-RenderedHTMLCommon ul ul { list-style: square }
.jp-RenderedHTMLCommon table { border-collapse: collapse; border: none; color: #333; font-size: 12px;
    table-layout: fixed; margin: 0 auto 1em }
.jp-RenderedHTMLCommon thead { border-bottom: 1px solid #ccc; vertical-align: bottom }
.jp-RenderedHTMLCommon :is(td, th, tr) { vertical-align: middle; padding: 0.5em; line-height: normal;
    white-space: normal; max-width: none; border: none }
:not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon :is(td, th, tr) { text-align: right }
.jp-RenderedHTMLCommon th { font-weight: bold }
.jp-RenderedHTMLCommon tbody tr:nth-child(even) { background: #f5f5f5 }
.jp-RenderedHTMLCommon tbody tr:hover { background: #def }
.jp-RenderedHTMLCommon p { text-align: left; margin: 0 0 1em }
.jp-RenderedHTMLCommon blockquote { margin: 1em 2em; padding: 0 1em; border-left: 5px solid #ccc }
.jp-ThemedContainer .jp-RenderedHTMLCommon :not(pre) > code { background: #eee; padding: 1px 5px; font-family: fantasy }
.jp-RenderedHTMLCommon svg { max-width: 100%; height: auto }
.jp-RenderedHTMLCommon > *:last-child { margin-bottom: 0.5em }
"""
#: What a notebook's author may have written for the whole of it.
RUDE = """
table, details, summary, mark, svg, figure, blockquote, ul, ol { display: none }
td, th, h3, h4, p, li, b, span { text-transform: uppercase; font: italic 40px fantasy; color: red; background: lime;
    text-align: right; padding: 30px; margin: 30px; border: 9px solid; white-space: pre; visibility: hidden }
#output td, #output p { letter-spacing: 9px }
"""

HOST = """<!doctype html><html lang=en><meta charset=utf-8><title>notebook</title><style>{css}</style>
<body class=jp-ThemedContainer data-jp-theme-light="{light}"><h1>Title</h1><p id=text>Text <a href="#text">link</a></p>
<div class="jp-OutputArea-output jp-RenderedHTMLCommon jp-RenderedHTML" id=output></div>
<table id=other><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>
<script>document.getElementById("output").innerHTML = {html}</script>"""


def notebook(html, css=PLAIN, *, light=True):
    """A notebook with one output, put there as notebooks do."""
    text = json.dumps(html).replace("<", "\\u003c")
    return HOST.format(css=css, light=str(light).lower(), html=text)


def looks(page, selector):
    """Of each element its tag and how it looks."""
    return page.evaluate(
        """([selector, names]) => [...document.querySelectorAll(selector)].map(element => {
            const style = getComputedStyle(element)
            return [element.localName, element.className.baseVal ?? element.className,
                ...names.map(name => `${name}: ${style.getPropertyValue(name)}`)]
        })""",
        [selector, list(LOOKS)],
    )


@pytest.fixture(scope="module")
def outputs():
    desk = report_page.desk_of(sample.articles())
    return {"desk": desk._repr_html_(), "stories": desk.stories._repr_html_(), "quotes": desk.quotes._repr_html_()}


@pytest.mark.parametrize("css", [JUPYTER, RUDE], ids=["JupyterLab", "a rude notebook"])
@pytest.mark.parametrize("name", ["desk", "stories", "quotes"])
def test_an_output_looks_the_same_whatever_the_notebook_says(opened, outputs, name, css):
    inside = "#output > * *:not(style)"
    alone = looks(opened(notebook(outputs[name])), inside)
    among = looks(opened(notebook(outputs[name], css)), inside)
    assert len(alone) > 20
    assert len(alone) == len(among)
    different = [
        f"{' '.join(one[:2])}: {look}, not {other}"
        for one, two in zip(alone, among, strict=True)
        for look, other in zip(two, one, strict=True)
        if look != other
    ]
    assert sorted(set(different)) == []


@pytest.mark.parametrize("name", ["desk", "stories", "quotes"])
def test_a_notebook_looks_the_same_whatever_an_output_says(opened, outputs, name):
    outside = "body, h1, #text, #text a, #other, #other *"
    without = looks(opened(notebook("", JUPYTER)), outside)
    assert looks(opened(notebook(outputs[name], JUPYTER)), outside) == without


def test_an_output_follows_the_theme_of_the_notebook(opened, outputs):
    colours = [
        opened(notebook(outputs["desk"], JUPYTER, light=light)).evaluate(
            "getComputedStyle(document.querySelector('#output > *')).backgroundColor"
        )
        for light in (True, False)
    ]
    assert colours[0] != colours[1]


def test_no_text_acts_in_an_output(opened, outputs):
    known = vocabulary(opened(notebook("".join(outputs.values()))))
    said = [f"“The wall {one} is closed,” said Ida {one} Brandt. It killed 12 in {one}." for one in PAYLOADS.values()]
    fields = {"titles": list(PAYLOADS.values()) * 2, "sources": list(PAYLOADS.values()) * 2}
    ids = [f"{storable(one)}{copy}" for copy in range(2) for one in PAYLOADS.values()]
    texts = [*said, *(text.replace("12", "14").replace("closed", "shut") for text in said)]
    stories = [storable(one) for one in PAYLOADS.values()] * 2
    desk = copydesk.analyze(texts, stories=stories, ids=ids, **fields)
    page = opened(notebook("".join(one._repr_html_() for one in (desk, desk.stories, desk.quotes))))
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert {pair for pair in vocabulary(page) - known if pair != ("details", "open")} <= {("span", "title")}
