"""The page: every article word for word, every mark in its place, nothing that acts."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import copydesk
from copydesk.errors import ParameterError
from copydesk.report import render, write
from copydesk.report.marks import Mark, mark_up
from copydesk.report.people import fold_names, name_of
from copydesk.report.visible import visible, visible_markup
from hostile import PAYLOADS

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
PIECES = ["<", ">", "&", "&amp;", '"', "'", "\r\n", "\r", "\n", "\x00", "\u202e", "\u2066", "\ud800", "</p>", "a ", "“"]
HOSTILE_TEXT = st.lists(st.sampled_from(PIECES)).map("".join)
ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Page(HTMLParser):
    """What a browser makes of a page, as far as these tests ask."""

    VOID = frozenset({"meta", "rect"})

    def __init__(self, page):
        super().__init__()
        self.tags, self.stack, self.classes, self.pieces, self.marked = [], [], [], [], []
        self.bodies, self.attributes = [], []
        self.feed(page)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        classes = (dict(attrs).get("class") or "").split()
        if tag not in self.VOID:
            self.stack.append((tag, classes))
        if classes == ["body"]:
            self.bodies.append("")

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        self.pieces.append(data)
        inside = [name for _, classes in self.stack for name in classes]
        self.marked += [(character, frozenset(inside)) for character in data]
        if "body" in inside:
            self.bodies[-1] += data

    @property
    def text(self):
        return "".join(self.pieces)


def quote(row, start, end, text, **fields):
    record = {
        "row": row,
        "id": row,
        "quote": 0,
        "start": start,
        "end": end,
        "text": text[start:end],
        "kind": "direct",
        "closed": True,
        **dict.fromkeys(("speaker", "speaker_start", "speaker_end", "cue", "cue_start", "cue_end")),
    }
    return record | fields


def member(row, cluster, members, representative, relation=None, similarity=None, link=None):
    return {
        "row": row,
        "id": row,
        "cluster": cluster,
        "members": members,
        "representative": representative,
        "relation": relation,
        "similarity": similarity,
        "link": link,
    }


# Marks


@given(st.one_of(ANY_TEXT, HOSTILE_TEXT), st.lists(st.tuples(st.integers(-2, 30), st.integers(-2, 30))))
def test_the_text_of_the_page_is_the_text_of_the_article_for_any_marks(text, spans):
    marks = [Mark(start, end, f"style{number}", number=number) for number, (start, end) in enumerate(spans)]
    assert Page(str(mark_up(text, marks))).text == visible(text)


@given(st.text("ab \n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_each_character_carries_exactly_the_marks_that_cover_it(text, spans):
    marks = [Mark(start, end, f"style{number}") for number, (start, end) in enumerate(spans)]
    expected = [
        (character, frozenset(mark.style for mark in marks if mark.start <= place < mark.end))
        for place, character in enumerate(text)
    ]
    assert Page(str(mark_up(text, marks))).marked == expected


def test_a_mark_that_is_cut_has_its_anchor_once():
    page = Page(str(mark_up("one\ntwo", [Mark(0, 7, "quote", "here", 1), Mark(2, 5, "cue")])))
    assert [value for _, name, value in page.attributes if name == "id"] == ["here"]
    assert page.tags == ["p", "mark", "span", "p", "mark", "span"]


def test_offsets_count_code_points():
    text = "😀 “hé” é"
    marked = Page(str(mark_up(text, [Mark(2, 6, "quote")]))).marked
    assert "".join(character for character, styles in marked if styles) == "“hé”"


def test_many_marks_take_linear_time():
    text = "“x” " * 50_000
    marks = [Mark(start, start + 3, "quote", number=start) for start in range(0, len(text), 4)]
    assert str(mark_up(text, marks)).count("<mark") == 50_000


# Hostile text


@given(st.one_of(ANY_TEXT, HOSTILE_TEXT))
def test_visible_text_holds_nothing_that_acts_and_markup_shows_the_same(text):
    shown = visible(text)
    assert not ACTING.search(shown)
    assert Page(str(visible_markup(text))).text == shown
    shown.encode()


def everywhere(payload):
    """A page that holds the payload wherever text from outside can come to stand."""
    articles = [{"id": payload, "title": payload, "source": payload, "date": payload, "text": payload + " x"}] * 2
    clusters = [member(0, 0, 2, 0), member(1, 0, 2, 0, payload, 0.5, 0) | {"why": payload}]
    fields = {"speaker": payload, "cue": payload, "kind": payload, "closed": False}
    quotes = [
        quote(0, 0, len(payload), payload, **fields, speaker_start=0, speaker_end=1, cue_start=0, cue_end=2),
        quote(1, 0, len(payload), payload, **fields),
        quote(1, 0, len(payload), payload, kind="scare"),
    ]
    return render(articles, clusters, quotes, title=payload)


@pytest.mark.parametrize("name", PAYLOADS)
def test_text_from_outside_never_becomes_markup(name):
    payload = PAYLOADS[name]
    plain, hostile = Page(everywhere("harmless")), Page(everywhere(payload))
    # The labels of control characters, and what line ends cut.
    tags, expected = ([tag for tag in page.tags if tag not in ("span", "p", "mark")] for page in (hostile, plain))
    assert tags == expected
    assert {name for _, name, _ in hostile.attributes} == {name for _, name, _ in plain.attributes}
    assert hostile.bodies == [visible(payload) + " x"] * 2


def test_the_page_asks_for_nothing_and_allows_nothing_but_its_own_style():
    page = everywhere("x")
    parsed = Page(page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(value for tag, _, value in parsed.attributes if tag == "meta" and "default-src" in (value or ""))
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not {"script", "link", "img", "iframe", "form", "object", "base"} & set(parsed.tags)
    assert not {"src", "style", "action", "srcset"} & {name for _, name, _ in parsed.attributes}
    assert all(value.startswith("#") for _, name, value in parsed.attributes if name == "href")
    assert "url(" not in style
    assert "@import" not in style


# The page

TEXT = "“Stay,” said Ana Pell. “Go,” she said."
ARTICLES = [
    {"id": "a", "title": "First", "source": "Courier", "date": "2025-03-04", "text": TEXT},
    {"id": "b", "title": "Second", "source": "Wire", "date": "2025-03-05", "text": TEXT},
    {"id": "c", "title": "Third", "source": "Lantern", "date": "2025-03-06", "text": None},
]
CLUSTERS = [member(0, 0, 2, 0), member(1, 0, 2, 0, "near", 0.8125, 0), member(2, None, None, None)]
SAID = {"speaker": "Ana Pell", "speaker_start": 13, "speaker_end": 21, "cue": "said", "cue_start": 8, "cue_end": 12}
QUOTES = [quote(row, 0, 7, TEXT, quote=2 * row, **SAID) for row in (0, 1)]


def test_every_link_on_the_page_leads_somewhere_and_every_id_is_there_once():
    parsed = Page(render(ARTICLES, CLUSTERS, QUOTES))
    ids = [value for _, name, value in parsed.attributes if name == "id"]
    links = {value.removeprefix("#") for _, name, value in parsed.attributes if name == "href"}
    described = {value for _, name, value in parsed.attributes if name == "aria-labelledby"}
    assert len(ids) == len(set(ids))
    assert (links | described) <= set(ids)


def test_the_page_shows_how_a_member_is_tied_and_who_is_quoted():
    page = Page(render(ARTICLES, CLUSTERS, QUOTES, title="Three")).text
    words = " ".join(page.split())
    assert "3 articles, 1 group of the same text, 2 quotes by 1 named speaker." in words
    assert "near 0.81" in words
    assert "1 article stands alone" in words
    assert "Ana Pell 2 quotes 2 articles" in words
    assert "This row has no text." in words


TIES = {
    "rewrite": ("rewrite 97 % likely", 0.9799),
    "story": ("story 97 % likely", 0.9799),
    "partial": ("partial 0.98", 0.98),
}


@pytest.mark.parametrize("relation", TIES)
def test_a_probability_is_told_from_a_share_of_wording_and_says_why(relation):
    shown, similarity = TIES[relation]
    why = "<b>harbour</b> & wall" if relation != "partial" else None
    clusters = [CLUSTERS[0], member(1, 0, 2, 0, relation, similarity, 0) | {"why": why}, CLUSTERS[2]]
    page = render(ARTICLES, clusters, QUOTES)
    words = " ".join(Page(page).text.split())
    assert shown in words
    if why:
        assert f"{shown} {why}" in words
        assert "3 articles, 1 story told more than once, 2 quotes" in words
        assert "how likely it is that the two belong together" in words
        assert "ame text" not in words
        assert 'class="bar"' not in page
    else:
        assert "1 group of the same text" in words
        assert "how likely" not in words
        assert 'class="bar"' in page


def test_ties_of_different_scales_stand_in_the_order_of_their_relations():
    articles = [ARTICLES[0] | {"source": str(row)} for row in range(5)]
    ties = [("rewrite", 0.99), ("partial", 0.95), ("near", 0.8), ("near", 0.9)]
    clusters = [member(0, 0, 5, 0), *(member(row, 0, 5, 0, *tie, 0) for row, tie in enumerate(ties, 1))]
    words = " ".join(Page(render(articles, clusters, [])).text.split())
    places = [words.index(shown) for shown in ("fullest", "near 0.90", "near 0.80", "partial 0.95", "rewrite 99 %")]
    assert places[1:] == sorted(places[1:])


def test_headings_speak_of_the_level_also_where_no_tie_shows_it():
    def words(level):
        return " ".join(Page(render(ARTICLES, CLUSTERS, QUOTES, level=level)).text.split())

    assert "1 story told more than once" in words("story")
    assert "with the same words in the same order" in words("exact")
    assert "No two articles tell the same story." in render(ARTICLES, [], [], level="story")
    with pytest.raises(ParameterError, match="`level` must be exact or near or partial or story, got 'soft'"):
        words("soft")


def test_quote_speaker_and_cue_are_marked_in_the_text():
    marked = Page(render(ARTICLES, CLUSTERS, QUOTES)).marked
    for style, expected in (("quote", "“Stay,”"), ("speaker", "Ana Pell"), ("cue", "said")):
        found = "".join(character for character, styles in marked if style in styles and "body" in styles)
        assert found == expected * 2


def test_the_same_words_in_other_marks_are_one_wording():
    other = TEXT.replace("“", '"').replace("”", '"').replace("Stay", "STAY")
    articles = [ARTICLES[0], ARTICLES[1] | {"text": other}]
    quotes = [QUOTES[0], QUOTES[1] | {"text": other[0:7]}]
    page = render(articles, CLUSTERS[:2], quotes)
    assert page.count('<td class="words') == 1
    assert page.count('href="#quote-1-2"') == 2  # in the table and in the margin


def test_an_article_without_a_title_is_headed_by_its_first_line_or_its_id():
    articles = [
        {"id": "x1", "text": "A headline\n\nIt rained."},
        {"id": "x2", "text": "It rained.\nAgain."},
        {"text": ""},
    ]
    headings = re.findall(r'<h3 id="article-\d+-heading" dir="auto">(.*?)</h3>', render(articles, [], []))
    assert headings == ["A headline", "x2", "Article 2"]


def test_an_empty_pile_is_a_page_too():
    text = " ".join(Page(render([], [], [])).text.split())
    assert "0 articles" in text
    assert "No quotes were found." in text


def test_the_same_input_gives_the_same_page():
    assert render(ARTICLES, CLUSTERS, QUOTES) == render(ARTICLES, CLUSTERS, QUOTES)


@pytest.mark.parametrize("name", ["clusters", "quotes"])
def test_records_of_other_articles_are_refused(name):
    records = {"clusters": CLUSTERS, "quotes": QUOTES, "articles": ARTICLES[:1]}
    records["quotes" if name == "clusters" else "clusters"] = []
    with pytest.raises(ParameterError, match=f"`{name}` names row 1, but there are 1 articles"):
        render(**records)


def test_the_page_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "report.html"
    write(path, ARTICLES, CLUSTERS, QUOTES)
    page = path.read_text("utf-8")
    assert page == render(ARTICLES, CLUSTERS, QUOTES)
    with pytest.raises(ParameterError):
        write(path, [], CLUSTERS, QUOTES)
    assert path.read_text("utf-8") == page
    assert list(tmp_path.iterdir()) == [path]


# Names


def test_a_surname_joins_the_only_longer_name_that_ends_in_it():
    names = fold_names(["Castellan", "Imre Castellan", "Cllr Imre Castellan"])
    assert set(names.values()) == {"Cllr Imre Castellan"}


def test_a_speaker_is_listed_under_the_name_that_the_article_gives():
    text = "Head librarian Pascal Denholm spoke. “It is quiet,” he said. “Too quiet,” Mr Denholm said."
    quotes = [quote for quote in copydesk.extract_quotes([text]) if quote["kind"] == "direct"]
    assert [(quote["speaker"], name_of(quote)) for quote in quotes] == [
        ("he", "Pascal Denholm"),
        ("Mr Denholm", "Pascal Denholm"),
    ]
    assert name_of({"speaker": "she"}) is None
    assert name_of({"speaker": "the board", "speaker_name": None}) == "the board"


def test_a_surname_that_two_people_have_stays_alone():
    assert fold_names(["Holm", "Ada Holm", "Ben Holm"])["Holm"] == "Holm"


@given(st.lists(st.text("aB .", max_size=8)))
def test_folding_names_gives_each_name_a_name_of_the_list(names):
    folded = fold_names(names)
    assert set(folded) == set(names)
    assert set(folded.values()) <= set(names)
