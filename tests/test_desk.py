"""analyze and Desk: one call gives what the single functions give, and a notebook shows it safely."""

import copy
import os
import pickle
import signal
import threading

import pandas as pd
import pytest

import copydesk
from copydesk import ParameterError

TEXTS = [
    "Pier shut until spring\n\n“The pier will be closed until spring,” said Ida Brandt, the mayor of Saltmere. "
    "“Nobody has to fear for a job at the harbour,” she said. The storm killed 12 people on Friday.",
    "“The pier will be closed until spring,” she said. The storm that struck Saltmere on Friday killed 14 people. "
    "Jon Hale, a diver, said that the third pillar had moved long before the storm.",
    None,
    "Gulls return to the town hall\n\n“They eat the flags,” said Mia Olsen, the caretaker, on Tuesday.",
]
LABELS = ["pier", "pier", "pier", None]


@pytest.fixture(scope="module")
def desk():
    return copydesk.analyze(TEXTS, stories=LABELS)


def test_tables_are_those_of_the_single_functions(desk):
    quotes = copydesk.extract_quotes(TEXTS)
    assert desk.variants == copydesk.match_quotes(TEXTS, stories=LABELS, quotes=quotes).to_list()
    assert desk.discrepancies == copydesk.discrepancies(TEXTS, stories=LABELS, quotes=quotes).to_list()
    assert desk.credits == copydesk.credits(TEXTS).to_list()
    assert desk.boilerplate == copydesk.boilerplate(TEXTS).to_list()
    assert desk.speakers == copydesk.speakers(desk.quotes).to_list()
    known = ("speaker_name", "rule", "confidence")
    for one, alone in zip(desk.quotes, quotes, strict=True):
        assert {name: one[name] for name in one if name not in known} == {
            name: alone[name] for name in alone if name not in known
        }
    found = copydesk.analyze(TEXTS)
    assert found.stories == copydesk.cluster(TEXTS, level="story").to_list()
    assert found.variants == copydesk.match_quotes(TEXTS).to_list()
    assert found.discrepancies == copydesk.discrepancies(TEXTS).to_list()


def test_corroboration_names_a_pronoun_and_leaves_a_plain_name():
    texts = [
        "“The pier will be closed until spring,” said Ida Brandt, the mayor.",
        "“The pier will be closed until spring,” she said.",
        "“The pier will be closed until spring,” said Jon Hale, a diver.",
    ]
    quotes = copydesk.analyze(texts, stories=[1, 1, 1]).quotes
    assert quotes["speaker_name"] == ["Ida Brandt", "Ida Brandt", "Jon Hale"]
    assert quotes["rule"][1] == "corroborated"
    before = copydesk.extract_quotes(texts)
    for row in (0, 2):
        assert quotes[row] == before[row]


def test_labels_that_are_given_are_shown_as_clusters(desk):
    assert desk.stories["cluster"] == [0, 0, None, 3]
    assert desk.stories["members"] == [2, 2, None, 1]
    assert desk.stories["first"] == [None] * 4
    dated = copydesk.analyze(TEXTS, stories=LABELS, dates=["2024-01-02", "2024-01-01", None, None])
    assert dated.stories["first"] == [1, 1, None, None]


def test_ids_titles_sources_and_people_ride_along():
    names = ["a", "b", "c", "d"]
    titles = ["Pier shut", "Storm kills 15 people", None, None]
    people = [{"name": "Ida Brandt", "party": "Harbour List"}]
    desk = copydesk.analyze(
        pd.Series(TEXTS), stories=LABELS, ids=names, titles=titles, sources=["Gazette"] * 4, people=people
    )
    for table in (desk.stories, desk.quotes, desk.variants, desk.credits, desk.boilerplate):
        assert set(table["id"]) <= set(names)
    assert set(desk.discrepancies["left_id"]) <= set(names)
    assert "Harbour List" in desk.speakers["party"]
    assert "title" in desk.discrepancies["left_field"] + desk.discrepancies["right_field"]
    assert "Gazette" in desk._repr_html_()


def test_nothing_and_one_text_make_a_desk():
    for texts in ([], [None], [""], ["One line."]):
        desk = copydesk.analyze(texts)
        assert len(desk.stories) == len(texts)
        assert "0 discrepancies" in desk._repr_html_()
        assert list(desk.tables()) == list(copydesk.Desk.TABLES)


def test_a_notebook_shows_no_markup_of_an_article():
    evil = "<script>alert(1)</script> & <img src=x onerror=y>"
    texts = [
        f"{evil}\n\n“The pier \u202e{evil} closed until spring,” said Ida Brandt, the mayor. "
        "The storm killed 12 people.",
        f"{evil}\n\n“The pier \u202e{evil} closed until summer,” said Ida Brandt, the mayor. "
        f"The storm killed 14 people. "
        f"“I saw it {evil} coming,” said Jon Hale.",
    ]
    page = copydesk.analyze(texts, stories=[1, 1], sources=[evil, evil], ids=[evil, evil + "2"])._repr_html_()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    # What turns the direction of writing is shown, not obeyed.
    assert "\u202e" not in page
    assert "[U+202E]" in page


def test_a_desk_is_copied_and_pickled(desk):
    for again in (copy.copy(desk), copy.deepcopy(desk), pickle.loads(pickle.dumps(desk))):
        assert {name: table.to_list() for name, table in again.tables().items()} == {
            name: table.to_list() for name, table in desk.tables().items()
        }
        assert again._repr_html_() == desk._repr_html_()
    assert repr(desk).startswith(f"<Desk: {len(desk.stories)} documents in ")


def test_threads_change_nothing(desk):
    for threads in (1, 3):
        again = copydesk.analyze(TEXTS, stories=LABELS, n_threads=threads)
        assert {name: table.to_list() for name, table in again.tables().items()} == {
            name: table.to_list() for name, table in desk.tables().items()
        }


def test_a_callback_hears_of_progress_and_ends_the_call():
    steps = []
    copydesk.analyze(TEXTS, progress=lambda done, total: steps.append((done, total)))
    assert len({total for _, total in steps}) == 1
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]

    class Enough(Exception):
        pass

    def stop(done, total):
        raise Enough

    with pytest.raises(Enough):
        copydesk.analyze(TEXTS, progress=stop)


def test_ctrl_c_ends_an_analysis():
    # Many small stories: seconds of work.
    texts = [
        f"“The pier number {n} will be closed until spring {n},” said Ida Brandt. The storm killed {n} people. " * 20
        for n in range(6000)
    ]
    timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
    # A shell has its background jobs ignore the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012 one call may end before the signal comes
            for _ in range(50):
                copydesk.analyze(texts, stories=[n // 3 for n in range(6000)])
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"stories": [1]}, ValueError, "`stories` must have one value for each of the 4 rows of `texts`, got 1"),
        ({"stories": [1, 2.5, 3, 4]}, TypeError, "row 1 of `stories` must be an int, a str or None"),
        ({"stories": ["a", "b\ud800", "c", "d"]}, ValueError, "row 1 of `stories` holds a lone surrogate"),
        ({"titles": ["a"]}, ValueError, "`titles`"),
        ({"sources": ["a"]}, ValueError, "`sources`"),
        ({"dates": ["2024-01-01"]}, ValueError, "`dates`"),
        ({"window": 3}, ParameterError, "`window`.*dates"),
        ({"n_threads": 0}, ParameterError, "`n_threads`"),
        ({"people": [{"nom": "Ida"}]}, ValueError, "`people`.*name"),
    ],
)
def test_errors_name_the_parameter(options, error, message):
    with pytest.raises(error, match=message):
        copydesk.analyze(TEXTS, **options)


@pytest.mark.parametrize("texts", ["one text", b"bytes", 3, iter(["a"])])
def test_what_is_no_column_is_refused(texts):
    with pytest.raises(TypeError, match="`texts`"):
        copydesk.analyze(texts)


def test_a_notebook_shows_the_first_quotes_of_a_speaker_of_thousands():
    texts = [" ".join(f"“The pier number {n} stays shut,” said Ida Brandt." for n in range(60)) for _ in range(5)]
    shown = copydesk.analyze(texts, stories=[1, 2, 3, 4, 5])._repr_html_()
    assert "first 10 of 300" in shown
    assert shown.count("number 59 stays") == 0
