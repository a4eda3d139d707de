"""Promises of `copydesk.testing` that hold pass; those that do not say what breaks them, safely and in few lines."""

import inspect
import pickle
import re
import unittest

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import copydesk
from copydesk import sample, testing
from copydesk.testing import (
    CheckFailed,
    assert_no_boilerplate,
    assert_no_discrepancies,
    assert_no_near_duplicates,
    assert_quotes_attributed,
    assert_quotes_verbatim,
    assert_spans_hold,
)
from copydesk.testing import articles as of_articles
from copydesk.testing import quotes as of_quotes
from copydesk.word_diff import first_difference

WIRE = "The board sold the pier on Monday, after a vote that nobody in the harbour had been told of before."
OURS = WIRE.replace("Monday", "Friday")
QUOTED = "“We will not sell the pier,” said Ana Pell, the mayor. “It belongs to the town,” she said."
SAMPLE = [article["text"] for article in sample.articles()]
ASSERTS = [name for name in testing.__all__ if name.startswith("assert_")]


def failure(check, *arguments, **options):
    with pytest.raises(CheckFailed) as found:
        check(*arguments, **options)
    return found.value


def column_forms(texts):
    return [texts, tuple(texts), pd.Series(texts, index=range(7, 7 + len(texts))), pl.Series(texts), pa.array(texts)]


def test_what_keeps_a_promise_passes_in_silence():
    quotes = copydesk.extract_quotes([QUOTED])
    assert_no_near_duplicates([WIRE, "Rain.", None])
    assert_no_discrepancies([WIRE, None])
    assert_no_boilerplate([WIRE, None])
    assert_quotes_verbatim(quotes, [QUOTED], match="row")
    assert_quotes_attributed(quotes)
    assert_spans_hold(quotes, [QUOTED])


def test_an_empty_batch_keeps_every_promise():
    empty = copydesk.extract_quotes([])
    for check in (assert_no_near_duplicates, assert_no_discrepancies, assert_no_boilerplate):
        check([])
    assert_no_near_duplicates([], against=[WIRE])
    for quotes in (empty, [], empty.to_pandas()):
        assert_quotes_verbatim(quotes, [])
        assert_quotes_attributed(quotes)
        assert_spans_hold(quotes, [])


def test_a_failure_is_an_assertion_error_in_any_runner():
    class Batch(unittest.TestCase):
        def test(self):
            assert_no_near_duplicates([WIRE, WIRE])

    result = unittest.TestResult()
    Batch("test").run(result)
    assert len(result.failures) == 1
    assert result.errors == []


def test_a_failure_crosses_to_another_process():
    error = failure(assert_no_near_duplicates, [WIRE, WIRE])
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.check, copy.records) == (str(error), "assert_no_near_duplicates", error.records)


@pytest.mark.parametrize("form", range(5))
def test_near_duplicates_are_shown_where_they_differ(form):
    error = failure(assert_no_near_duplicates, column_forms([WIRE, "Rain.", OURS])[form], threshold=0.3)
    names = "row 0 (7) and row 2 (9)" if form == 2 else "row 0 and row 2"
    assert str(error).splitlines() == [
        "1 near-duplicate pair among 3 texts, expected none with a jaccard of 0.3 or more",
        f"  near, jaccard 0.52: {names}",
        "    The board sold the pier on [-Monday,-]{+Friday,+} after a vote that nobody in the",
        "      harbour had been told of before",
    ]
    assert error.records == copydesk.near_duplicates(column_forms([WIRE, "Rain.", OURS])[form], threshold=0.3)


def test_an_excerpt_that_was_built_into_a_longer_text_is_shown_where_they_agree():
    longer = "Nothing was to be heard of it for days. " * 3 + WIRE + " Then it rained." * 9
    error = failure(assert_no_near_duplicates, ["Rain.", WIRE], against=[longer], measure="containment", ids=["a", "b"])
    assert str(error).splitlines() == [
        "1 near-duplicate pair among 2 texts and 1 of `against`, expected none with a containment of 0.7 or more",
        "  partial, containment 1.00: row 1 ('b') and row 0 of `against`",
        "    both: The board sold the pier on Monday, after a vote that nobody in the harbour had",
        "      been told of before",
    ]


def test_copies_of_one_text_are_counted_once_each():
    error = failure(assert_no_near_duplicates, [WIRE] * 100, threshold=1)
    assert str(error).splitlines()[0].startswith("99 near-duplicate pairs among 100 texts")
    assert str(error).splitlines()[-1] == "  and 94 more; `records` of this error has all 99"
    assert len(error.records) == 99


def test_discrepancies_show_both_sentences_from_a_severity_on():
    versions = ["The ferry enters its fourth year.", "The ferry enters its eighth year."]
    error = failure(assert_no_discrepancies, versions, stories=[1, 1], ids=["a", "b"], types=["number"])
    assert str(error).splitlines()[1:] == [
        "  number conflicts, severity 0.84: row 0 ('a') and row 1 ('b')",
        "    left: The ferry enters its fourth year.",
        "    right: The ferry enters its eighth year.",
    ]
    assert_no_discrepancies(versions, stories=[1, 1], min_severity=0.9)
    assert_no_discrepancies(versions, stories=[1, 2])
    assert_no_discrepancies(versions, stories=[1, 1], types=["date", "money"])


def test_boilerplate_is_shown_with_its_place_and_kind():
    text = "Pier sold\n\nThe council sold the pier.\n\nRead more: Seven piers\n\n© Lantern Media"
    error = failure(assert_no_boilerplate, ["Fog.", text])
    assert str(error).splitlines() == [
        "2 blocks of boilerplate in 1 of 2 texts, expected none",
        "  read_more, by its form: row 1, 39 to 61",
        "    Read more: Seven piers",
        "  copyright, by its form: row 1, 63 to 78",
        "    © Lantern Media",
    ]
    assert len(failure(assert_no_boilerplate, [text], kinds=["copyright"]).records) == 1
    assert_no_boilerplate([text], kinds=["subscription"])


def test_a_quote_that_was_changed_by_hand_no_longer_stands_in_its_article():
    quotes = copydesk.extract_quotes(["Fog.", QUOTED], ids=["a", "b"]).to_pandas()
    quotes.loc[0, "text"] = "“We will never sell the pier,”"
    error = failure(assert_quotes_verbatim, quotes, ["Fog.", QUOTED], match="row")
    assert str(error).splitlines() == [
        "1 of 2 quotes does not stand in its text as it must, allowed: verbatim",
        "  edited, similarity 0.83: row 1 ('b'), quote 0, in text 1",
        "    We will [-not-]{+never+} sell the pier",
    ]
    assert_quotes_verbatim(quotes, ["Fog.", QUOTED], match="row", allowed=("verbatim", "edited"))


def test_marked_gaps_are_allowed_only_where_they_are_asked_for():
    speech = ["We will not sell the pier. It was built by our grandparents, and it belongs to the town."]
    quote = ["“We will not sell the pier … it belongs to the town.”"]
    assert failure(assert_quotes_verbatim, quote, speech).records[0]["status"] == "ellipsis"
    assert_quotes_verbatim(quote, speech, allowed=["verbatim", "ellipsis"])


def test_only_what_is_quoted_has_to_be_verbatim():
    article = "Ana Pell said that the pier is doomed. “It belongs to the town,” said Ana Pell."
    quotes = copydesk.extract_quotes([article])
    assert set(quotes["kind"]) == {"direct", "indirect"}
    speech = ["It belongs to the town."]
    assert_quotes_verbatim(quotes, speech)
    assert [record["text"] for record in failure(assert_quotes_verbatim, quotes, speech, kinds=None).records] == [
        "the pier is doomed"
    ]


def test_a_share_of_the_quotes_has_a_speaker():
    quotes = copydesk.extract_quotes(["“The pier is sold,” said Ana Pell.", *["“We will not sell the pier.”"] * 9])
    assert_quotes_attributed(quotes, min_share=0.1)
    assert_quotes_attributed(quotes.to_pandas(), min_share=0.1)
    assert_quotes_attributed(quotes.to_list(), min_share=0)
    error = failure(assert_quotes_attributed, quotes, min_share=0.2)
    assert str(error).splitlines()[:3] == [
        "9 of 10 quotes have no speaker, expected a share of 0.2 or more that have one",
        "  no cue: row 1, quote 1",
        "    “We will not sell the pier.”",
    ]
    assert len(failure(assert_quotes_attributed, quotes, min_share=0.1, min_confidence=0.9999).records) == 10


def test_records_no_longer_fit_texts_that_have_changed():
    titles = ["“Sold”, says Pell"]
    quotes = copydesk.extract_quotes([QUOTED], titles=titles)
    assert "title" in quotes["field"]
    assert_spans_hold(quotes, [QUOTED], titles=titles)
    assert len(failure(assert_spans_hold, quotes, [QUOTED]).records) == quotes["field"].count("title")
    error = failure(assert_spans_hold, copydesk.extract_quotes([QUOTED]), ["Ard. " + QUOTED])
    assert str(error).splitlines()[:4] == [
        "2 of 2 spans do not fit their texts, expected all to",
        "  row 0, quote 0, 0 to 28",
        "    the record has: “We will not sell the pier,”",
        "    the text has: Ard. “We will not sell the p",
    ]


@pytest.mark.parametrize("texts", [[], [None], [float("nan")]])
def test_a_record_without_its_text_does_not_fit(texts):
    error = failure(assert_spans_hold, copydesk.extract_quotes([QUOTED]), texts)
    assert [record["found"] for record in error.records] == [None, None]
    assert "    the text has: nothing" in str(error).splitlines()


def test_all_records_with_offsets_fit_their_texts():
    for records in (
        copydesk.extract_quotes(SAMPLE),
        copydesk.match_quotes(SAMPLE),
        copydesk.credits(SAMPLE),
        copydesk.boilerplate(SAMPLE),
    ):
        assert len(records) > 0
        for form in column_forms(SAMPLE):
            assert_spans_hold(records, form)


def test_half_of_a_surrogate_pair_is_no_difference():
    text = "“We \ud800 will not,” said Ana Pell."
    assert_spans_hold(copydesk.extract_quotes([text]), [text])


def test_articles_cannot_steer_the_terminal():
    acting = "\x1b[2J\x07\u202e\ud800\r"
    text = f"{acting} " + WIRE + f" “We {acting} will not sell,” said Ana Pell."
    quotes = copydesk.extract_quotes([text], ids=[f"{acting[:-2]}x"])
    errors = [
        failure(assert_no_near_duplicates, [text, text], ids=[f"{acting[:-2]}x", "y"]),
        failure(assert_quotes_verbatim, quotes, ["Fog."]),
        failure(assert_spans_hold, quotes, ["\x1b" * 900]),
        failure(assert_no_boilerplate, [f"Fog.\n\nRead more: {acting} Seven piers"]),
    ]
    for error in errors:
        assert all(line.isprintable() for line in str(error).split("\n"))
        assert r"\x1b[2J\x07\u202e" in str(error)


def test_messages_stay_short_whatever_the_texts_hold():
    long = "“" + "pier " * 50_000 + "”"
    for error in (
        failure(assert_no_near_duplicates, [long] * 50, ids=["x" * 10_000 + str(row) for row in range(50)]),
        failure(assert_quotes_verbatim, [long] * 50, ["Fog."]),
        failure(assert_spans_hold, copydesk.extract_quotes([long] * 50), ["Fog."] * 50),
    ):
        lines = str(error).splitlines()
        assert len(lines) <= 40
        assert max(map(len, lines)) <= 120


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("a b", "a, B.", None),
        ("", "", None),
        ("", "a", "{+a+}"),
        ("a b c", "a c", "a [-b-] c"),
        ("a b – c", "a b c", "a b [-–-] c"),
        ("x " * 30 + "a", "x " * 30 + "b", "… x x x x x x [-a-]{+b+}"),
        ("x " * 30_000 + "a", "x " * 30_000 + "b", None),
        (
            "z " + " ".join(map(str, range(40))),
            " ".join(map(str, range(40))),
            "[-z-] " + " ".join(map(str, range(23))) + " …",
        ),
    ],
)
def test_the_first_difference_is_shown_with_a_few_words_around(left, right, expected):
    assert first_difference(left, right) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: assert_no_near_duplicates(WIRE), "`texts`"),
        (lambda: assert_no_discrepancies([WIRE], min_severity=65), "`min_severity` must be in [0, 1], got 65"),
        (lambda: assert_no_discrepancies([WIRE], types="number"), '`types` must be a list of words such as ["number"]'),
        (lambda: assert_no_boilerplate([WIRE], kinds=["footer"]), '`kinds` must be "advertisement" or'),
        (lambda: assert_quotes_verbatim([WIRE], [WIRE], allowed=["exact"]), '`allowed` must be "verbatim" or'),
        (lambda: assert_quotes_verbatim([WIRE], [WIRE], allowed=[]), "`allowed` must hold one of verbatim, ellipsis,"),
        (
            lambda: assert_quotes_attributed([], min_share=90),
            "`min_share` must be in [0, 1], got 90; for 90 % pass 0.9",
        ),
        (lambda: assert_quotes_attributed([{"row": 0, "text": "a"}]), "lacks the column 'speaker'"),
        (lambda: assert_spans_hold([{"row": 0, "start": 0, "text": "a"}], [WIRE]), "lacks the column 'end'"),
        (lambda: assert_spans_hold([], WIRE), "`texts` must be a column of strings, got str; pass [text] for one"),
    ],
)
def test_a_wrong_argument_is_an_error_and_no_failure(call, message):
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        call()


def test_the_words_that_are_known_are_those_of_the_functions():
    def documented(function, column):
        described = inspect.getdoc(function).split(f"\n    - {column}: ", 1)[1]
        return re.findall(r'"(\w+)"', re.split(r"\n    - ", described)[0])

    assert list(of_articles.TYPES) == documented(copydesk.discrepancies, "type")
    assert list(of_articles.KINDS) == documented(copydesk.boilerplate, "kind")
    assert (
        list(of_quotes.STATUSES)
        == re.findall(r'^ +- "(\w+)": ', inspect.getdoc(copydesk.verify_quotes), re.MULTILINE)[:6]
    )
    assert list(of_quotes.KINDS) == documented(copydesk.extract_quotes, "kind")


@pytest.mark.parametrize(
    ("check", "function"),
    [
        ("assert_no_near_duplicates", copydesk.near_duplicates),
        ("assert_no_discrepancies", copydesk.discrepancies),
        ("assert_no_boilerplate", copydesk.boilerplate),
        ("assert_quotes_verbatim", copydesk.verify_quotes),
    ],
)
def test_parameters_have_the_names_and_defaults_of_the_functions(check, function):
    own = inspect.signature(getattr(testing, check)).parameters
    theirs = inspect.signature(function).parameters
    shared = [name for name in own if name in theirs]
    assert len(shared) >= 5
    for name in shared:
        assert own[name].default == theirs[name].default


@pytest.mark.parametrize("check", ASSERTS)
def test_a_docstring_names_every_argument_and_the_failure(check):
    doc = inspect.getdoc(getattr(testing, check))
    arguments = doc.split("Args:")[1].split("Raises:")[0]
    names = re.findall(r"^    (\w+):", arguments, re.MULTILINE)
    assert names == list(inspect.signature(getattr(testing, check)).parameters)
    assert "    CheckFailed: " in doc.split("Raises:")[1].split("Example:")[0]
