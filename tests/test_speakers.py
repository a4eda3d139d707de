"""`speakers`: who is quoted across documents; and the tables that it takes."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import copydesk
from copydesk.quote_table import quote_table
from copydesk.tables import read_columns

TEXTS = [
    "“The harbour stays open,” said Ana Pell, the mayor. “We won’t sell it,” Pell said.",
    "“Not one stone,” Mayor Ana Pell told the council. “It is a ruin,” said Imre Coe. An official said it was safe.",
    "“It will fall,” Mr Coe said. An official said that the wall was cracked. “No,” she said.",
    None,
]
IDS = ["kestrel-1", "lantern-1", "wire-1", "wire-2"]
ROSTER = pd.DataFrame(
    {
        "name": ["Ana Pell", "Imre Coe", "Otto Zell"],
        "aliases": [["Mayor of Ardal"], None, None],
        "party": ["Harbour List", None, "Reform"],
        "born": [1961, 1974, None],
        "elected": [True, False, True],
    }
)


@pytest.fixture(scope="module")
def quotes():
    return copydesk.extract_quotes(TEXTS, ids=IDS)


def numbers_of(quotes, name):
    return [one["quote"] for one in quotes if name in (one["speaker_name"] or "")]


def test_a_person_is_one_record_over_documents(quotes):
    found = {one["speaker_id"]: one for one in copydesk.speakers(quotes)}
    pell = found["ana-pell"]
    assert (pell["name"], pell["quotes"], pell["documents"]) == ("Ana Pell", 3, 2)
    assert pell["quote_numbers"] == numbers_of(quotes, "Pell")
    assert found["imre-coe"]["documents"] == 2
    assert found["imre-coe"]["aliases"] == "Coe"


def test_an_unnamed_speaker_is_another_one_in_each_document(quotes):
    found = [one for one in copydesk.speakers(quotes) if one["kind"] == "anonymous"]
    assert sorted(one["speaker_id"] for one in found) == ["official@lantern-1", "official@wire-1"]


def test_every_quote_with_a_speaker_who_is_known_is_in_a_record(quotes):
    numbers = {number for one in copydesk.speakers(quotes) for number in one["quote_numbers"]}
    named = {n for n, name in zip(quotes["quote"], quotes["speaker_name"], strict=True) if name is not None}
    assert named <= numbers <= set(quotes["quote"])


def test_any_form_of_the_quotes_gives_the_same_people(quotes):
    expected = copydesk.speakers(quotes, people=ROSTER)
    forms = [
        quotes[:],
        quotes.to_pandas(),
        pd.DataFrame(quotes.to_list()),
        quotes.to_polars(),
        quotes.to_arrow(),
        quotes.to_list(),
        quotes.to_dict(),
    ]
    for form in forms:
        assert copydesk.speakers(form, people=ROSTER) == expected


def test_the_order_of_the_quotes_changes_nothing(quotes):
    frame = quotes.to_pandas()
    assert copydesk.speakers(frame.iloc[::-1]).to_list() == copydesk.speakers(frame).to_list()


def test_the_rosters_columns_ride_along_typed(quotes):
    found = copydesk.speakers(quotes, people=ROSTER)
    assert found.columns[-3:] == ["party", "born", "elected"]
    by_id = {one["speaker_id"]: one for one in found}
    pell = by_id["ana-pell"]
    assert (pell["party"], pell["born"], pell["elected"]) == ("Harbour List", 1961, True)
    assert by_id["official@wire-1"]["born"] is None
    assert "otto-zell" not in by_id
    frame = found.to_pandas()
    assert frame.groupby("party")["words"].sum()["Harbour List"] == by_id["ana-pell"]["words"]
    assert str(frame["born"].dtype) == "Int64"


@pytest.mark.parametrize(
    "people",
    [
        [{"name": "Pell, Ana", "aliases": "Mayor of Ardal; A. P.", "side": 1.5}],
        {"name": ["Mrs Ana Pell"], "side": [1.5]},
        pa.table({"name": ["ANA PELL"], "side": [1.5]}),
        [{"name": "Somebody Else", "aliases": ("Ana Pell",), "side": np.float64(1.5)}],
    ],
)
def test_a_roster_comes_in_any_form(quotes, people):
    found = copydesk.speakers(quotes, people=people)
    assert [one["quotes"] for one in found if one["side"] == 1.5] == [3]


def test_an_empty_roster_and_no_quotes_give_typed_columns(quotes):
    assert copydesk.speakers([]).columns == copydesk.speakers(quotes).columns
    assert copydesk.speakers(quotes, people=[]) == copydesk.speakers(quotes)
    empty = copydesk.speakers(quotes[:0], people=ROSTER).to_pandas()
    assert len(empty) == 0
    assert list(empty.columns)[-3:] == ["party", "born", "elected"]


def test_quotes_are_found_again_from_their_speakers(quotes):
    whose = copydesk.speakers(quotes).to_pandas().explode("quote_numbers").set_index("quote_numbers")["speaker_id"]
    joined = quotes.to_pandas().join(whose, on="quote")
    assert len(joined) == len(quotes)
    assert set(joined.loc[joined["speaker_id"] == "ana-pell", "row"]) == {0, 1}


@pytest.mark.parametrize(
    ("people", "error", "message"),
    [
        ("Ana Pell", TypeError, "`people` must be Records, a DataFrame"),
        (["Ana Pell"], TypeError, "row 0 of `people` must be a dict, got str"),
        ([{"nom": "Ana"}], ValueError, "`people` lacks the column 'name'; it has nom"),
        ([{"name": None}], ValueError, "row 0 of `people` has no 'name'"),
        ([{"name": "…"}], copydesk.ParameterError, "row 0 has none"),
        ([{"name": 3}], TypeError, "'name' in row 0 of `people` must be a string, got 3"),
        ([{"name": "A", "aliases": 3}], TypeError, "'aliases' in row 0"),
        ([{"name": "A", "kind": "x"}], copydesk.ParameterError, "no column 'kind'"),
        ([{"name": "Ana Pell"}, {"name": "B", "aliases": ["ana pell"]}], copydesk.ParameterError, "rows 0 and 1"),
        ([{"name": "A", "born": dt.date(1961, 1, 1)}], TypeError, "'born' in row 0 of `people`"),
        ([{"name": "A", "x": 1}, {"name": "B", "x": "y"}], TypeError, "'x' in row 1 of `people`"),
        (pd.DataFrame([["A", "B"]], columns=["name", "name"]), ValueError, "two columns 'name'"),
        ({"name": ["A", "B"], "x": [1]}, ValueError, "equally long, got 1 rows in 'x' and 2 in 'name'"),
    ],
)
def test_a_roster_that_does_not_fit_is_refused_with_the_place(quotes, people, error, message):
    with pytest.raises(error, match=message):
        copydesk.speakers(quotes, people=people)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda frame: frame.drop(columns="speaker_name"), ValueError, "`quotes` lacks the column 'speaker_name'"),
        (lambda frame: frame.assign(row="x"), TypeError, "'row' in row 0 of `quotes` must be a whole number"),
        (lambda frame: frame.assign(speaker=3), TypeError, "'speaker' in row 0 of `quotes` must be a string"),
        (lambda frame: frame.assign(words=None), ValueError, "row 0 of `quotes` has no 'words'"),
        (lambda frame: iter([]), TypeError, "got an iterator"),
        (lambda frame: frame["text"], TypeError, "`quotes` must be"),
        (lambda frame: None, TypeError, "`quotes` must be Records"),
        (lambda frame: copydesk.similarity(["a"], ["a"]), ValueError, "lacks the column"),
    ],
)
def test_quotes_that_are_none_are_refused_by_name(quotes, change, error, message):
    with pytest.raises(error, match=message):
        copydesk.speakers(change(quotes.to_pandas()))


def test_records_of_quotes_are_not_copied(quotes):
    assert quote_table(quotes, needed=("row", "text")) is quotes._table


def test_hostile_names_have_a_record_and_no_error():
    names = ["\0", "…", "‮Pell", "a" * 100_000, "; ;", "Pell " * 5_000, "\ud800", "Mr", "von", ""]
    made = copydesk.extract_quotes(["“The harbour stays open,” said Ana Pell."]).to_list()
    table = [made[0] | {"speaker_name": name, "speaker": name, "quote": number} for number, name in enumerate(names)]
    for one in copydesk.speakers(table):
        assert one["speaker_id"]
        assert one["quotes"] == len(one["quote_numbers"])


def test_columns_of_any_table_are_read_alike():
    for table in (
        {"a": np.array([1, 2])},
        pd.DataFrame({"a": [1, 2]}),
        pa.table({"a": [1, 2]}),
        [{"a": 1}, {"a": 2}],
    ):
        assert read_columns("t", table) == {"a": [1, 2]}
    assert read_columns("t", pd.DataFrame({"a": [1.5, None], "b": [pd.NA, "x"]})) == {
        "a": [1.5, None],
        "b": [None, "x"],
    }
