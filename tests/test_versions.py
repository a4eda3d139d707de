"""match_quotes and discrepancies: each status and each type on texts of our own, and what holds for any text."""

import itertools
import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import copydesk
from copydesk import ParameterError

FULL = (
    "Pier shut until spring\n\n"
    "“The pier will be closed until spring,” said Ida Brandt, the mayor of Saltmere. “Nobody has to fear for a job "
    "at the harbour while the repairs go on,” Brandt added. Storm Gudrun killed 12 people on Friday.\n\n"
    "“I saw the third pillar move long before the storm,” said Jon Hale, a diver."
)
OTHER = (
    "“The pier will be shut until the spring,” Ida Brandt told reporters. Nobody at the harbour has to fear for a job "
    "while the repairs go on, Brandt said. Storm Gudrun killed 14 people on Friday.\n\n"
    "“The third pillar moves again with every tide that comes in,” said Mia Olsen, an angler."
)
SHORT = (
    "“The pier will be closed,” said Ida Brandt. “I saw the third pillar move long before the storm,” said Ole Falk, "
    "a diver. The storm struck on Friday."
)
STORY = [FULL, OTHER, SHORT]

GERMAN = [
    "„Die Brücke bleibt bis zum Frühjahr gesperrt“, sagte Bürgermeisterin Ida Brandt. Drei Menschen wurden verletzt.",
    "„Die Brücke bleibt bis zum Sommer gesperrt“, sagte Ida Brandt am Montag. Fünf Menschen wurden verletzt.",
]
FRENCH = [
    "« Le pont restera fermé jusqu’au printemps », a déclaré Anne Morel, la maire. La tempête a fait trois morts.",
    "« Le pont restera fermé jusqu’à l’été », a déclaré Anne Morel lundi. La tempête a fait cinq morts.",
]

FAMILIES = [json.loads(line) for line in (Path(__file__).parent / "families.jsonl").read_text("utf-8").splitlines()]


def matched(texts, **options):
    return copydesk.match_quotes(texts, **{"stories": [1] * len(texts), **options})


def disagreed(texts, **options):
    return copydesk.discrepancies(texts, **{"stories": [1] * len(texts), **options})


def status_of(records, row, beginning):
    (status,) = [one["status"] for one in records if one["row"] == row and one["text"].startswith(beginning)]
    return status


def partition(records):
    """The groups as what stands in them, whatever the rows are numbered."""
    groups = {}
    for one in records:
        groups.setdefault(one["group"], []).append((one["id"], one["start"], one["text"], one["status"]))
    return sorted(sorted(group) for group in groups.values())


def pairs(records):
    """Discrepancies without sides, whatever the rows are numbered."""
    return Counter(
        (one["type"], one["relation"], one["severity"], frozenset([one["left_text"], one["right_text"]]))
        for one in records
    )


def test_each_status_is_told():
    records = matched(STORY)
    assert status_of(records, 0, "“The pier") == "reworded"
    assert status_of(records, 1, "“The pier") == "identical"  # the most words
    assert status_of(records, 2, "“The pier") == "reworded"
    assert status_of(records, 0, "“Nobody") == "identical"
    assert status_of(records, 1, "Nobody") == "quote_vs_paraphrase"
    assert status_of(records, 0, "“I saw") == "identical"
    assert status_of(records, 2, "“I saw") == "speaker_conflict"
    assert status_of(records, 1, "“The third") == "alone"
    (trimmed,) = [one for one in matched([FULL, SHORT]) if one["row"] == 1 and "pier" in one["text"]]
    assert (trimmed["status"], trimmed["diff"]) == ("trimmed", "The pier will be closed [-until spring-]")
    assert trimmed["similarity"] == round(5 / 7, 9)


def test_a_place_without_marks_is_found_though_no_record_quotes_it():
    texts = [STORY[0], "The pier will be closed until spring, it emerged on Monday."]
    (place,) = [one for one in matched(texts) if one["row"] == 1]
    assert (place["quote"], place["status"]) == (None, "quote_vs_paraphrase")
    assert place["text"] == "The pier will be closed until spring"


def test_two_statements_of_one_document_stay_two():
    twice = (
        "“We will rebuild the pier before the winter,” said Ida Brandt. The council met on Monday behind closed doors, "
        "and the meeting went on until midnight; nobody who came out of the hall wanted to talk about money or about "
        "the vote to come. “We will sell the tower after the winter,” Brandt said."
    )
    once = "“We will rebuild the pier before winter,” said Ida Brandt."
    records = matched([twice, once])
    groups = {one["text"]: one["group"] for one in records}
    assert len({group for text, group in groups.items() if text in twice}) == 2
    assert (
        groups["“We will rebuild the pier before winter,”"] == groups["“We will rebuild the pier before the winter,”"]
    )


@pytest.mark.parametrize(
    ("kind", "left", "right", "values"),
    [
        ("number", "The storm killed 12 people.", "The storm killed 14 people.", ("12", "14")),
        ("date", "The pier was closed on 3 March.", "The pier was closed on 5 March.", ("3 March", "5 March")),
        (
            "money",
            "The repairs of the pier will cost $3 million.",
            "The repairs of the pier will cost $4 million.",
            ("$3 million", "$4 million"),
        ),
        (
            "percent",
            "Fares on the ferry rise by 5 per cent in May.",
            "Fares on the ferry rise by 7 per cent in May.",
            ("5 per cent", "7 per cent"),
        ),
        (
            "name",
            "Ida Brandtner opened the pier. Brandtner spoke of the storm.",
            "Ida Brantner opened the pier. Brantner spoke of the storm.",
            ("Brandtner", "Brantner"),
        ),
        (
            "speaker",
            "“The third pillar moved long before the storm,” said Jon Hale.",
            "“The third pillar moved long before the storm,” said Ole Falk.",
            ("Jon Hale", "Ole Falk"),
        ),
        (
            "quote_wording",
            "“The pier will be closed until spring,” said Ida Brandt.",
            "“The pier will be closed until summer,” said Ida Brandt.",
            ("until spring", "until summer"),
        ),
        (
            "quote_vs_paraphrase",
            "“The pier will be closed until spring,” said Ida Brandt.",
            "Ida Brandt said the pier will be closed until spring.",
            ("“The pier", "the pier"),
        ),
        (
            "modality",
            "The council will sell the old pier to the ferry company.",
            "The council could sell the old pier to the ferry company.",
            ("will", "could"),
        ),
    ],
)
def test_each_type_is_told(kind, left, right, values):
    found = [one for one in disagreed([left, right]) if one["type"] == kind]
    assert len(found) == 1, disagreed([left, right]).to_list()
    assert values[0] in found[0]["left_text"]
    assert values[1] in found[0]["right_text"]
    assert (found[0]["left"], found[0]["right"]) == (0, 1)
    assert (found[0]["left_sentence"] in left, found[0]["right_sentence"] in right) == (True, True)
    assert 0 < found[0]["severity"] <= 1
    assert "1 version" in found[0]["detail"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The search took nine hours.", "The search took 9 hours."),
        ("The council voted 7 to 4.", "The council voted by seven votes to four."),
        ("The repairs will cost $3 million.", "The repairs will cost three million dollars."),
        ("“We won’t sell the pier,” said Ida Brandt.", "'We won't sell the pier', said Ida Brandt."),
    ],
)
def test_what_agrees_in_other_clothes_is_no_discrepancy(left, right):
    assert disagreed([left, right]).to_list() == []


def test_the_more_common_value_stands_left_at_its_earliest():
    texts = ["The storm killed 14 people.", "The storm killed 12 people.", "On Friday the storm killed 12 people."]
    (one,) = disagreed(texts)
    assert (one["left"], one["left_text"], one["right"]) == (1, "12", 0)
    assert "in 2 versions" in one["detail"]
    (one,) = disagreed(texts, dates=["2024-03-03", "2024-03-02", "2024-03-01"])
    assert (one["left"], one["right"]) == (2, 0)


def test_a_document_may_contradict_itself():
    text = "Storm kills 14 people\n\nThe storm killed 12 people on Friday, the council said."
    (one,) = copydesk.discrepancies([text])
    assert (one["left"], one["right"], one["type"]) == (0, 0, "number")
    (same,) = copydesk.discrepancies([text.split("\n\n")[1]], titles=["Storm kills 14 people"])
    assert {same["left_field"], same["right_field"]} == {"title", "body"}


@pytest.mark.parametrize(("texts", "language"), [(GERMAN, "de"), (FRENCH, "fr")])
@pytest.mark.parametrize("given", [True, False])
def test_german_and_french_are_compared_as_english_is(texts, language, given):
    options = {"language": language} if given else {}
    records = matched(texts, **options)
    assert [(one["row"], one["status"], one["documents"]) for one in records] == [
        (0, "identical", 2),
        (1, "reworded", 2),
    ]
    assert len(set(records["speaker_name"])) == 1
    assert {one["type"] for one in disagreed(texts, **options)} == {"number", "quote_wording"}


def all_places(texts, titles, variants, discrepancies):
    def text_of(row, field):
        return titles[row] if titles is not None and field == "title" else texts[row]

    for one in variants:
        yield text_of(one["row"], one["field"])[one["start"] : one["end"]], one["text"]
    for one in discrepancies:
        for side in ("left", "right"):
            text = text_of(one[side], one[f"{side}_field"])
            yield text[one[f"{side}_start"] : one[f"{side}_end"]], one[f"{side}_text"]
            assert one[f"{side}_sentence"] in text
            assert one[f"{side}_text"]


def test_spans_slice_back_in_body_and_in_a_headline_apart():
    titles = ["😀 Brandt: “Pier closed until spring”", "Storm Gudrun kills 15 people", None]
    texts = ["😀 \u202b" + text for text in STORY]
    for heads in (None, titles):
        options = {"titles": heads} if heads else {}
        found = matched(texts, **options), disagreed(texts, **options)
        if heads:
            assert "title" in found[0]["field"]
            assert "title" in found[1]["left_field"] + found[1]["right_field"]
        for slice_, text in all_places(texts, heads, *found):
            assert slice_ == text


def family_texts():
    return [one["text"] for one in FAMILIES]


def test_groups_of_the_families_keep_what_is_promised():
    texts = family_texts()
    quotes = copydesk.extract_quotes(texts)
    clusters = copydesk.cluster(texts, level="story")
    records = copydesk.match_quotes(texts, quotes=quotes, stories=clusters)
    # Every quote stands in one group, once.
    numbers = [one["quote"] for one in records if one["quote"] is not None]
    assert sorted(numbers) == quotes["quote"]
    groups = {}
    for one in records:
        groups.setdefault(one["group"], []).append(one)
    assert sorted(groups) == list(range(len(groups)))
    for members in groups.values():
        rows = [one["row"] for one in members]
        assert rows == sorted(rows)
        assert len({one["story"] for one in members}) == 1
        assert {one["documents"] for one in members} == {len(set(rows))}
        assert {one["status"] == "alone" for one in members} == {len(set(rows)) == 1}
        for one in members:
            assert 0.0 <= one["similarity"] <= 1.0
            if one["status"] == "identical":
                assert one["diff"] is None
                assert one["similarity"] == 1.0
    for slice_, text in all_places(texts, None, records, copydesk.discrepancies(texts, quotes=quotes)):
        assert slice_ == text


def test_threads_and_the_order_of_rows_change_nothing():
    texts = family_texts()
    names = [one["id"] for one in FAMILIES]
    label = copydesk.cluster(texts, level="story")["cluster"]
    one_thread = copydesk.match_quotes(texts, stories=label, ids=names, n_threads=1)
    assert copydesk.match_quotes(texts, stories=label, ids=names, n_threads=3) == one_thread.to_list()
    found = copydesk.discrepancies(texts, stories=label, ids=names, n_threads=1)
    assert copydesk.discrepancies(texts, stories=label, ids=names, n_threads=3) == found.to_list()
    order = list(range(len(texts)))
    random.Random(5).shuffle(order)
    # What is earliest goes by the dates, not by the rows.
    dates = [f"2024-01-{day + 1:02}" if day < 31 else f"2024-02-{day - 30:02}" for day in range(len(texts))]
    first = {"stories": label, "ids": names, "dates": dates}
    mixed = {key: [column[row] for row in order] for key, column in first.items()}
    shuffled = [texts[row] for row in order]
    assert partition(copydesk.match_quotes(shuffled, **mixed)) == partition(copydesk.match_quotes(texts, **first))
    assert pairs(copydesk.discrepancies(shuffled, **mixed)) == pairs(copydesk.discrepancies(texts, **first))


def test_ids_sources_and_dates_ride_along():
    names = ["x", "y", "z"]
    records = matched(STORY, ids=names, sources=["Gazette", "Gazette", None])
    assert [one["id"] for one in records] == [names[one["row"]] for one in records]
    pier = [one for one in records if "The pier" in one["text"]]
    assert {(one["documents"], one["sources"]) for one in pier} == {(3, 1)}
    assert set(matched(STORY)["sources"]) == {None}
    series = pd.Series(STORY, index=[7, 8, 9])
    assert set(copydesk.match_quotes(series, stories=[1, 1, 1])["id"]) == {7, 8, 9}
    # Of equally full versions the earliest is the fullest.
    same = ["“The pier will be shut now,” said Ida Brandt.", "“The pier will be closed now,” said Ida Brandt."]
    for dates, expected in ((None, "identical"), (["2024-03-02", "2024-03-01"], "reworded")):
        assert matched(same, dates=dates)["status"][0] == expected


def test_a_missing_text_takes_part_in_nothing():
    texts = [FULL, None, SHORT]
    assert partition(matched(texts)) == partition([{**one, "id": 2 * one["id"]} for one in matched([FULL, SHORT])])
    assert {row for row in disagreed(texts)["left"]} <= {0, 2}
    assert matched([None, float("nan"), pd.NA]).to_list() == []
    assert disagreed([None, None]).to_list() == []


@pytest.mark.parametrize(
    "label",
    [
        [4, 4, None],
        ["a", "a", None],
        np.array([4, 4, 9], dtype=np.int32),
        np.array(["a", "a", "b"]),
        pd.Series([4, 4, pd.NA], dtype="Int64"),
        pd.Series(["a", "a", None], dtype="string"),
        [4.0, 4.0, float("nan")],
        (np.int64(4), 4, None),
        pd.Series(["a", "a", "b"], dtype="category"),
    ],
)
def test_labels_come_in_every_type(label):
    records = copydesk.match_quotes(STORY, stories=label)
    assert partition(records) == partition(copydesk.match_quotes(STORY, stories=[1, 1, None]))
    first = next(one["story"] for one in records if one["row"] == 0)
    assert first in ("a", 4)
    found = copydesk.discrepancies(STORY, stories=label)
    assert set(found["story"]) <= {first, None}


def test_records_of_cluster_are_labels():
    texts = [*STORY, STORY[0]]
    clusters = copydesk.cluster(texts, level="near")
    for form in (clusters, clusters.to_pandas(), clusters.to_polars(), clusters["cluster"]):
        assert copydesk.match_quotes(texts, stories=form) == copydesk.match_quotes(texts, stories=clusters).to_list()


def test_quotes_come_in_every_form_and_are_those_that_would_be_extracted():
    quotes = copydesk.extract_quotes(STORY)
    expected = matched(STORY)
    for form in (quotes, quotes.to_pandas(), quotes.to_polars(), quotes.to_arrow(), quotes.to_list(), quotes.to_dict()):
        assert matched(STORY, quotes=form) == expected.to_list()
        assert disagreed(STORY, quotes=form) == disagreed(STORY).to_list()
    frame = quotes.to_pandas()
    direct = matched(STORY, quotes=frame[frame["kind"] == "direct"])
    assert set(direct["quote"]) - {None} == set(frame["quote"][frame["kind"] == "direct"])
    assert matched(STORY, quotes=frame[:0]).to_list() == []


def test_empty_input_and_one_document():
    assert copydesk.match_quotes([]).to_list() == []
    assert copydesk.discrepancies([]).to_list() == []
    assert matched([""]).to_list() == []
    alone = copydesk.match_quotes([FULL])
    assert set(alone["status"]) == {"alone"}
    assert set(alone["documents"]) == {1}
    assert len(set(alone["group"])) == len(alone)


def test_a_story_of_many_copies_is_one_group_a_quote():
    copies = [FULL] * 300
    records = matched(copies)
    assert Counter(records["status"]) == {"identical": 900}
    assert set(records["documents"]) == {300}
    assert disagreed(copies).to_list() == []


def test_many_values_of_one_fact_are_held_against_the_most_common():
    texts = [f"The storm killed {n} people on Friday." for n in [40, *range(40, 140)]]
    found = disagreed(texts)
    # Any two of the hundred would be 4,950.
    assert 99 <= len(found) < 300
    assert ("40", 0) in {(one["left_text"], one["left"]) for one in found}


@pytest.mark.parametrize("function", [copydesk.match_quotes, copydesk.discrepancies])
@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"stories": [1, 2]}, ValueError, "`stories` must have one value for each of the 3 rows of `texts`, got 2"),
        ({"stories": [1, 2.5, 3]}, TypeError, r"row 1 of `stories` must be an int, a str or None, got 2.5"),
        ({"stories": [1, True, 3]}, TypeError, r"row 1 of `stories`"),
        ({"stories": ["a", 1, None]}, TypeError, r"mixes ints and strings; use one of the two"),
        ({"stories": "abc"}, TypeError, r"`stories` must be one label per row"),
        ({"stories": 2**64}, TypeError, r"`stories` must be one label per row"),
        ({"titles": ["a"]}, ValueError, r"`titles`"),
        ({"sources": ["a"]}, ValueError, r"`sources`"),
        ({"dates": ["2024-01-01"]}, ValueError, r"`dates`"),
        ({"ids": [1]}, ValueError, r"`ids`"),
        ({"language": "xx"}, ValueError, r"`language`"),
        ({"n_threads": 0}, ParameterError, r"`n_threads` must be in \[1, 1024\], got 0"),
        ({"quotes": [{"row": 0}]}, ValueError, r"`quotes`"),
        ({"quotes": "quotes"}, TypeError, r"`quotes`"),
    ],
)
def test_errors_name_the_parameter_and_the_way_out(function, options, error, message):
    with pytest.raises(error, match=message):
        function(STORY, **{"stories": [1, 1, 1], **options})


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("row", 3, r"`quotes` must be .*row in \[0, 3\).*got 3 in record 0"),
        ("row", -1, r"got -1 in record 0"),
        ("start", -4, r"start and end of 0 or more"),
        ("kind", "shouted", r"kind direct, mixed, indirect or scare.*\"shouted\" in record 0"),
    ],
)
def test_quotes_of_other_texts_are_told_with_their_record(column, value, message):
    frame = copydesk.extract_quotes(STORY).to_pandas()
    frame.loc[0, column] = value
    with pytest.raises(ParameterError, match=message):
        matched(STORY, quotes=frame)


def test_quotes_beyond_their_text_are_left_out():
    quotes = copydesk.extract_quotes(STORY)
    assert matched(["short", "", "x"], quotes=quotes).to_list() == []


@pytest.mark.parametrize(("texts", "message"), [("text", "`texts`"), (b"text", "`texts`"), ([1], "row 0 of `texts`")])
def test_what_is_no_text_is_refused(texts, message):
    for function in (copydesk.match_quotes, copydesk.discrepancies):
        with pytest.raises(TypeError, match=message):
            function(texts)


HOSTILE = [
    "",
    " ",
    "“",
    "”“”“",
    "“" * 3000,
    "a" * 30_000,
    "“" + "a" * 3000 + "”, said Ida Brandt.",
    "“ ”, said Ida Brandt. “…” he said. “!” she said.",
    "0" * 4000 + " people. 12,,,3 €€€ 9999999999999999999999 per cent per cent",
    "\x00“We\x00 will” \x00said Ida\x00 Brandt.\x00",
    "“\u202eWe will sell\u202d,” said \u2067Ida Brandt\u2069.",
    "\ud800“We will sell the pier,” said Ida \udfffBrandt.",
    "“We will sell the pier,” said “he said “she said” ‘it said’.",
    ", ; : – — " * 500,
    "“We,” said Ida Brandt. " * 300,
    "a, that and but " + " " * 4000 + "b will pier closed until spring",
    *STORY,
]


def test_hostile_texts_of_one_story_are_compared():
    whole = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in HOSTILE]
    for language in ("auto", "none", "en"):
        found = matched(HOSTILE, language=language), disagreed(HOSTILE, language=language)
        for slice_, text in all_places(whole, None, *found):
            assert slice_ == text
    for one, other in itertools.combinations(HOSTILE[:14], 2):
        matched([one, other])
        disagreed([one, other])


PIECE = st.sampled_from(
    [
        *("“", "”", '"', "‘", "’", "«", "»", " ", "\n\n", ",", ".", "?", "…", "-", "\x00", "\u202e", "😀"),
        *("said ", "Ida Brandt ", "she ", "the mayor ", "told ", "according to "),
        *("pier ", "will ", "could ", "be ", "closed ", "until ", "spring ", "nine ", "12 ", "14 ", "people "),
        *("killed ", "$3 million ", "5 per cent ", "on Friday ", "on 3 March ", "not "),
    ]
)


@settings(max_examples=60)
@given(st.lists(st.lists(PIECE, max_size=40).map("".join), min_size=2, max_size=4), st.data())
@example(["“a”", "“a” a"], None)
def test_any_texts_are_compared_and_their_order_does_not_matter(texts, data):
    records, found = matched(texts, language="en"), disagreed(texts, language="en")
    for slice_, text in all_places(texts, None, records, found):
        assert slice_ == text
    numbers = [one["quote"] for one in records if one["quote"] is not None]
    assert sorted(numbers) == copydesk.extract_quotes(texts, language="en")["quote"]
    severities = found["severity"]
    assert severities == sorted(severities, reverse=True)
    assert all(one["left_text"] != one["right_text"] or one["type"] == "speaker" for one in found)
    assert matched(texts, language="en", n_threads=2) == records.to_list()


def test_progress_reaches_its_end():
    for function in (copydesk.match_quotes, copydesk.discrepancies):
        steps = []
        function(STORY, progress=lambda done, total, steps=steps: steps.append((done, total)))
        assert steps[-1][0] == steps[-1][1]
