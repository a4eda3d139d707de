"""The scorer of quotes gives full marks to the truth and none to nothing."""

import importlib
import sys
from pathlib import Path

import pytest

import copydesk

HOME = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(HOME))
scorer, segments, quotes = (importlib.import_module(name) for name in ("quotes_scorer", "quotes_segments", "quotes"))

TEXT = (
    "Ana Pell rose. “We wait here tonight,” she said. Ole Vik said that the pier was “beyond repair” by now. "
    "The board sold it, according to Vik. The ‘silent fleet’ never lands."
)


@pytest.fixture(scope="module")
def found():
    return scorer.scorer_quotes([TEXT], copydesk.extract_quotes([TEXT]))[0]


@pytest.fixture(scope="module")
def gold(found):
    kept = [dict(quote) for quote in found]
    for quote in kept:
        if quote["kind"] == "mixed":
            quote["start"], quote["end"] = quote["content_start"], quote["content_end"]
    return {"doc_id": "a", "lang": "en", "text": TEXT, "quotes": kept}


def test_the_truth_has_full_marks_and_nothing_has_none(gold, found):
    full = scorer.rates(scorer.tallies(gold, found))
    shares = {name: rate for name, rate in full.items() if name != "kind"}
    assert shares == dict.fromkeys(shares, 100)
    none = scorer.rates(scorer.tallies(gold, []))
    assert set(none.values()) == {0}


def test_a_wrong_speaker_costs_the_end_and_not_the_span(gold, found):
    wrong = [dict(quote, speaker_text="Nobody Else", speaker_start=None) for quote in found]
    rates = scorer.rates(scorer.tallies(gold, wrong))
    assert (rates["span"], rates["end to end"], rates["speaker head"]) == (100, 0, 0)


def test_judgements_say_of_each_speaker_whether_it_is_right(gold):
    (judged,) = scorer.judged([gold], copydesk.extract_quotes([TEXT]))
    assert judged
    assert all(right for _, right in judged)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One.” “Two.”", ["“One.”", "“Two.”"]),
        ("He said ‘the crews’ boats sank’ twice.", ["‘the crews’ boats sank’"]),
        ('It is "so", he said.', ['"so"']),
        ("“Open,\n\nclosed.” End.", ["“Open,\n\nclosed.”"]),
    ],
)
def test_marks_are_cut_pair_by_pair(text, expected):
    cuts = segments.quote_segments(text, german=False, single=True)
    assert [text[start:end] for start, end in cuts] == expected


def test_calibration_is_the_distance_from_the_share_of_right_answers():
    assert quotes.calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == 0
    assert quotes.calibration_error([(0.9, False)]) == pytest.approx(0.9)
