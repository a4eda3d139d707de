"""The page: every article word for word, every mark in its place, nothing that acts."""

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page import Page

import copydesk
from copydesk import sample
from copydesk.errors import CopydeskError
from copydesk.report import render, write
from copydesk.report.marks import Mark, mark_up
from copydesk.report.visible import visible, visible_markup
from hostile import PAYLOADS, storable

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
PIECES = ["<", ">", "&", "&amp;", '"', "'", "\r\n", "\r", "\n", "\x00", "\u202e", "\u2066", "\ud800", "</p>", "a ", "“"]
HOSTILE_TEXT = st.lists(st.sampled_from(PIECES)).map("".join)
ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


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
    page = Page(str(mark_up("one\ntwo", [Mark(0, 7, "quote", "here", 1, group=3), Mark(2, 5, "cue")])))
    assert page.values("id") == ["here"]
    assert page.values("data-n") == ["1"]
    assert page.values("data-g") == ["3", "3"]
    assert page.tags == ["p", "mark", "span", "span", "p", "mark", "span"]


def test_the_number_of_a_mark_leads_to_its_counterpart_and_is_read_out():
    page = Page(str(mark_up("one two", [Mark(0, 3, "told", "a", 1, "also in B", 7, "b")])))
    assert ("a", "href", "#b") in page.attributes
    assert ("a", "aria-label", "1, also in B") in page.attributes
    assert page.text == "one two"


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


def desk_of(articles, **options):
    """A desk of articles as dicts."""
    columns = {name: [article.get(name) for article in articles] for name in ("text", "id", "title", "source", "date")}
    return copydesk.analyze(
        columns["text"],
        ids=columns["id"],
        titles=columns["title"],
        sources=columns["source"],
        dates=columns["date"],
        **options,
    )


def everywhere(payload):
    """A page that holds the payload wherever text from outside can come to stand."""
    text = (
        f"“The pier {payload} will be closed until SEASON,” said Ida {payload} Brandt, the mayor of {payload}. "
        f"The storm killed NUMBER people in {payload} on Monday. Sign up to our newsletter {payload}.\n"
    )
    label = storable(payload)
    articles = [
        {
            "id": f"{label}-{number}",
            "title": payload,
            "source": payload,
            "text": text.replace("SEASON", season).replace("NUMBER", number),
        }
        for season, number in [("spring", "12"), ("summer", "14")]
    ]
    people = [{"name": f"Ida {payload} Brandt", "aliases": [label]}]
    return render(desk_of(articles, stories=[label] * 2, people=people), title=payload)


@pytest.mark.parametrize("name", PAYLOADS)
def test_text_from_outside_never_becomes_markup(name):
    payload = PAYLOADS[name]
    known, hostile = Page(render(desk_of(sample.articles()))), Page(everywhere(payload))
    assert set(hostile.tags) <= set(known.tags) | {"span"}
    assert {name for _, name, _ in hostile.attributes} <= {name for _, name, _ in known.attributes} | {"dir"}
    assert hostile.tags.count("script") == 1
    assert len(hostile.bodies) == 2
    assert all(body.count(visible(payload)) == 5 for body in hostile.bodies)


def test_the_page_asks_for_nothing_and_allows_nothing_but_its_own_style_and_script():
    page = everywhere("x")
    parsed = Page(page)

    def digest(tag):
        source = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'", source

    (style_hash, style), (script_hash, script) = digest("style"), digest("script")
    policy = next(value for tag, _, value in parsed.attributes if tag == "meta" and "default-src" in (value or ""))
    allowed = f"default-src 'none'; style-src {style_hash}; script-src {script_hash}"
    assert policy == f"{allowed}; base-uri 'none'; form-action 'none'"
    assert not {"link", "img", "iframe", "object", "base", "template"} & set(parsed.tags)
    assert not {"src", "style", "action", "srcset", "onclick"} & {name for _, name, _ in parsed.attributes}
    assert all(value.startswith("#") for value in parsed.values("href"))
    assert "url(" not in style
    assert "@import" not in style
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|XMLHttp", script)


# The page

VERSIONS = [
    {
        "id": "a",
        "title": "Pier shut",
        "source": "Courier",
        "date": "2025-03-04",
        "text": "“The pier will be closed until spring,” said Ana Pell, the mayor. The ferry enters its fourth year. "
        "The board met on Monday behind closed doors and voted five to four for the repairs.",
    },
    {
        "id": "b",
        "title": "Mayor shuts pier",
        "source": "Wire",
        "date": "2025-03-05",
        "text": "“The pier will be shut until spring,” said Ana Pell, the mayor. The ferry enters its eighth year. "
        "“Nobody asked the fishermen,” said Jon Hale, who keeps the lighthouse.",
    },
    {"id": "c", "title": "Rain", "source": "Lantern", "date": "2025-03-06", "text": "It rained. “Again,” said Bo Ash."},
    {"id": "d", "text": None},
]


@pytest.fixture(scope="module")
def desk():
    return desk_of(VERSIONS, stories=[1, 1, 2, None])


@pytest.fixture(scope="module")
def page(desk):
    return Page(render(desk, title="Three"))


@pytest.fixture(scope="module")
def words(page):
    return " ".join(page.text.split())


@pytest.mark.parametrize(
    "articles", [sample.articles(), VERSIONS, [], [{"id": "x", "text": ""}], [{"id": "y", "text": "One line."}]]
)
def test_every_link_on_the_page_leads_somewhere_and_every_id_is_there_once(articles):
    parsed = Page(render(desk_of(articles)))
    ids = parsed.values("id")
    links = {value.removeprefix("#") for value in parsed.values("href")}
    named = {value for name in ("aria-labelledby", "aria-controls") for value in parsed.values(name)}
    assert len(ids) == len(set(ids))
    assert (links | named) <= set(ids)


def test_every_article_stands_on_the_page_word_for_word():
    articles = sample.articles()
    desk = desk_of(articles)
    copies = {record["row"] for record in desk.stories if record["relation"] == "exact"}
    shown = sorted(visible(article["text"]) for row, article in enumerate(articles) if row not in copies)
    assert copies
    assert sorted(Page(render(desk)).bodies) == shown


def test_the_page_says_at_a_glance_what_the_pile_holds(words):
    assert "4 articles, 1 story told more than once, 4 quotes by 3 speakers, 2 discrepancies." in words
    assert "2 of 4 articles tell one story" in words
    assert "2 articles stand alone" in words
    assert "ferry enters its fourth year. against ferry enters its eighth year." in words
    assert "1 quote told differently, 1 in one version alone" in words


def test_a_discrepancy_shows_both_sentences_and_marks_what_disagrees(page, words):
    assert "conflicts number severity" in words
    disagreeing = "".join(c for c, styles in page.marked if "fact" in styles and "said" in styles)
    assert "fourth" in disagreeing
    assert "eighth" in disagreeing


def test_the_words_that_disagree_are_marked_in_the_articles_too(page):
    marked = "".join(c for c, styles in page.marked if "fact" in styles and "body" in styles)
    assert "fourth" in marked
    assert "eighth" in marked


def test_a_variant_is_shown_as_a_word_diff_and_a_quote_that_stands_alone_is_said_to(page, words):
    out = "".join(c for c, styles in page.marked if "words" in styles)
    assert "will be closedshut until" in out.replace(" shut", "shut")
    assert page.tags.count("del") >= 1
    assert "“Nobody asked the fishermen,” stands alone 1 article, 1 outlet" in words


def test_versions_share_a_number_a_colour_and_a_link(page):
    groups = [value for value in page.values("data-g")]
    assert sorted(groups) == sorted(groups[: len(groups) // 2] * 2)
    linked = [value for value in page.values("href") if value.startswith("#told-")]
    assert len(linked) == len(groups)


def test_what_one_version_alone_tells_is_marked(page, words):
    alone = "".join(c for c, styles in page.marked if "only" in styles and "body" in styles)
    assert "behind closed doors" in alone
    assert "keeps the lighthouse" in alone
    assert "pier" not in alone
    assert "1 of 3 sentences only here" in words


def test_a_row_without_text_is_said_to_have_none(words):
    assert "This row has no text." in words


def test_quote_speaker_and_cue_are_marked_in_the_text(page):
    for style, expected in (("quote", "“Again,”"), ("speaker", "Bo Ash"), ("cue", "said")):
        found = "".join(c for c, styles in page.marked if style in styles and "sentence" in styles)
        assert found == expected


def test_the_same_words_in_other_marks_are_one_wording():
    articles = [
        VERSIONS[0],
        VERSIONS[0] | {"id": "e", "text": '"THE PIER will be closed until spring", said Ana Pell.'},
    ]
    parsed = render(desk_of(articles, stories=[1, 1]))
    assert len(re.findall(r'<p class="words direct">', parsed)) == 1
    assert "same words" in parsed


def test_entries_carry_what_they_are_found_by(page):
    options = dict(zip(["Courier", "Lantern", "Wire"], "012", strict=True))
    assert set(page.values("data-o")) >= {f"{options['Courier']} {options['Wire']}", options["Lantern"]}
    assert set(page.values("data-t")) == {"alone", "differs", "single"}


def test_an_article_without_a_title_is_headed_by_its_first_line_or_its_opening():
    texts = ["A headline\n\nIt rained.", "It rained.\nAgain.", "", "word " * 40]
    headings = re.findall(r"<summary><bdi>(.*?)</bdi>", render(copydesk.analyze(texts)))
    assert headings == ["A headline", "It rained. Again.", "Article 2", f"{'word ' * 18}…"]


def test_a_story_of_many_near_copies_has_columns_for_some_and_shows_the_rest_below():
    story = (
        VERSIONS[0]["text"]
        + " "
        + " ".join(f"Sentence {n} says what the council of town {n} decided." for n in range(30))
    )
    articles = [{"id": f"n{n}", "text": f"{story} Copy number {n} ends so."} for n in range(30)]
    articles += [{"id": "x", "text": articles[0]["text"]}, {"id": "y", "text": articles[29]["text"]}]
    parsed = Page(render(desk_of(articles)))
    assert parsed.values("class").count("version") == 10
    assert len(parsed.bodies) in (30, 31)  # a copy of an article that has no column is shown too
    assert "32 versions" in parsed.text


def test_an_empty_pile_is_a_page_too():
    text = " ".join(Page(render(copydesk.analyze([]))).text.split())
    assert "0 articles" in text
    assert "No quotes were found." in text


def test_the_same_input_gives_the_same_page(desk):
    assert render(desk) == render(desk_of(VERSIONS, stories=[1, 1, 2, None], n_threads=2))


def test_the_page_says_its_own_size_and_no_text_can_pose_as_it():
    page = render(copydesk.analyze(["\x00size\x00"]))
    assert f"{len(page.encode()) / 1e3:.0f} KB in one file" in page
    assert "[U+0000]size[U+0000]" in Page(page).text


def test_the_page_is_written_whole_or_not_at_all(desk, tmp_path):
    path = tmp_path / "report.html"
    desk.report(path, title="Three")
    page = path.read_text("utf-8")
    assert page == render(desk, title="Three")
    with pytest.raises(CopydeskError):
        write(tmp_path / "missing" / "report.html", desk)
    assert list(tmp_path.iterdir()) == [path]


def test_the_articles_may_be_any_column_and_gone_since(desk):
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    texts = [article["text"] for article in VERSIONS]
    pages = {
        render(copydesk.analyze(column))
        for column in (texts, pd.Series(texts, index=[9, 8, 7, 6]), pl.Series(texts), pa.array(texts))
    }
    ids = {re.sub(r"\b[6-9]\b", "", page) for page in pages}
    assert len(pages) == 2  # a pandas index gives the ids
    assert len(ids) <= 2
    gone = copydesk.analyze(texts)
    texts.clear()
    assert "This row has no text." in render(gone)


def test_a_page_too_large_for_a_browser_is_said_to_be(desk, monkeypatch):
    monkeypatch.setattr("copydesk.report.LARGE", 1000)
    with pytest.warns(RuntimeWarning, match="KB, more than browsers open well; analyze fewer articles"):
        render(desk)


def test_an_edited_word_in_a_shared_passage_is_not_filled():
    start = "The board of Saltmere Water will repair the old harbour wall before the winter storms come, it said"
    texts = [f"{start} on Monday at noon.", f"{start.replace('repair', 'mend')} on Monday at noon."]
    page = Page(render(copydesk.analyze(texts, stories=[1, 1])))
    filled = "".join(c for c, styles in page.marked if "same" in styles and "body" in styles)
    assert "harbour wall before the winter storms" in filled
    assert "repair" not in filled
    assert "mend" not in filled


def test_texts_of_few_words_in_turn_take_no_minutes():
    texts = ["a b " * 1500 + ". x", "a b " * 700 + "q " + "b a " * 700 + ". y", "a " * 3000]
    assert len(Page(render(copydesk.analyze(texts, stories=[1, 1, 1]))).bodies) == 3
