"""An index that was written at version 1 of the format opens in every later version and answers as it did.

`tests/golden/make.py` wrote the folders; the literals here say what is in them.
"""

import shutil
from pathlib import Path

import index_format
import pytest

from copydesk import Index

GOLDEN = Path(__file__).parent / "golden"

WALL = (
    "The council of Ardmere voted on Tuesday to tear down the old harbour wall. The mayor, Ida Pell, said that sixty "
    "boats have to leave by the first of April and that the work will cost four million crowns. Fishermen stood in the "
    "rain before the hall and called for a second survey."
)
RETOLD = (
    "Ardmere harbour loses its wall: on Tuesday councillors decided to have it pulled down for four million crowns. "
    "Boats must be gone in April, mayor Pell told the fishermen, who want another survey first."
)


@pytest.fixture
def partial():
    return Index.open(GOLDEN / "index-1")


@pytest.fixture
def story():
    return Index.open(GOLDEN / "index-1-story")


def records(found, *names):
    return [tuple(record[name] for name in names) for record in found]


def test_it_is_whole(partial, story):
    partial.verify()
    story.verify()
    for index in (partial, story):
        folder = index_format.read_folder(index.path)
        assert [row["id"] for row in folder.live()] == index.articles()["id"]


def test_it_knows_what_it_was_created_with(partial, story):
    chosen = ("level", "threshold", "size", "unit", "keep_text", "story_threshold", "window", "format")
    counted = ("articles", "removed", "segments", "shingles", "saves")
    assert [partial.info()[name] for name in chosen] == ["partial", 0.6, 3, "word", True, 0.5, None, 1]
    assert [partial.info()[name] for name in counted] == [8, 1, 3, 262, 4]
    assert [story.info()[name] for name in chosen] == ["story", 0.7, 5, "word", False, 0.5, 30.0, 1]
    assert [story.info()[name] for name in counted] == [3, 0, 3, 80, 3]


def test_it_has_the_articles_that_were_added(partial, story):
    assert partial.articles() == {
        "id": ["wall", "missing", "empty", "WALL", "tide", "wall-edited", "wall-longer", "tide-again"],
        "source": ["Ardmere Courier", "Ardmere Courier", None, None, "Ardmere Courier", "Post", "Post", None],
        "date": [
            *("2024-03-05T21:30:00Z", None, "1969-12-31T23:59:59.999999Z", None),
            *("2024-03-07T00:00:00Z", "2024-03-08T00:00:00Z", "2024-03-08T00:00:00Z", None),
        ],
    }
    assert partial.texts(["wall", "missing", "empty", "tide"]) == [WALL, None, "", "High tide at noon."]
    assert "wall/kürzer" not in partial
    assert story.articles() == {
        "id": [0, 1, 2],
        "source": [None] * 3,
        "date": ["2024-03-05T00:00:00Z", None, "2024-03-06T00:00:00Z"],
    }


def test_it_finds_what_it_found(partial):
    found = partial.query([WALL, WALL[: WALL.index(" Fishermen")], "High TIDE at noon", "Snow."])
    names = ("row", "match_id", "relation", "similarity", "jaccard", "containment_row", "containment_match")
    assert records(found, *names) == [
        (0, "wall", "exact", 1.0, 1.0, 1.0, 1.0),
        (0, "WALL", "exact", 1.0, 1.0, 1.0, 1.0),
        (0, "wall-edited", "near", 0.789473684, 0.789473684, 0.882352941, 0.882352941),
        (0, "wall-longer", "near", 0.75, 0.75, 1.0, 0.75),
        (1, "wall", "near", 0.725490196, 0.725490196, 1.0, 0.725490196),
        (1, "WALL", "near", 0.725490196, 0.725490196, 1.0, 0.725490196),
        (1, "wall-edited", "near", 0.62962963, 0.62962963, 0.918918919, 0.666666667),
        (1, "wall-longer", "partial", 1.0, 0.544117647, 1.0, 0.544117647),
        (2, "tide", "exact", 1.0, 1.0, 1.0, 1.0),
        (2, "tide-again", "exact", 1.0, 1.0, 1.0, 1.0),
    ]
    assert records(found[:4], "source", "date") == [
        ("Ardmere Courier", "2024-03-05T21:30:00Z"),
        (None, None),
        ("Post", "2024-03-08T00:00:00Z"),
        ("Post", "2024-03-08T00:00:00Z"),
    ]


def test_it_tells_its_stories(story):
    # How likely a story is may change with the models, not that these two are one.
    found = story.query([WALL, RETOLD], dates=["2024-03-20", None])
    assert records(found, "row", "match_id", "relation") == [
        (0, 0, "exact"),
        (0, 2, "rewrite"),
        (1, 0, "rewrite"),
        (1, 2, "exact"),
    ]
    assert records(story.query([RETOLD], dates=["2025-03-20"]), "match_id", "relation") == [(2, "exact")]


def test_it_groups_what_it_grouped(partial, story):
    assert records(partial.clusters(), "cluster", "members", "representative", "first", "relation", "link") == [
        (0, 4, 6, 0, "exact", 3),
        (None, None, None, None, None, None),
        (2, 1, 2, 2, None, None),
        (0, 4, 6, 0, "near", 6),
        (4, 2, 4, 4, None, None),
        (0, 4, 6, 0, "near", 3),
        (0, 4, 6, 0, None, None),
        (4, 2, 4, 4, "exact", 4),
    ]
    assert records(story.clusters(), "cluster", "relation") == [(0, None), (1, None), (0, "rewrite")]


@pytest.mark.parametrize("name", ["index-1", "index-1-story"])
def test_it_is_added_to_and_compacted(tmp_path, name):
    index = Index.open(shutil.copytree(GOLDEN / name, tmp_path / name))
    ids = ["new"] if name == "index-1" else None
    before = records(index.query([WALL, RETOLD]), "row", "match_id", "relation")
    found = index.add([WALL], ids=ids)
    assert records(found, "match_id", "relation") == [match[1:] for match in before if match[0] == 0]
    index.remove(index.articles()["id"][-1])
    index.compact()
    opened = Index.open(index.path)
    opened.verify()
    assert (opened.info()["segments"], opened.info()["removed"]) == (1, 0)
    assert records(opened.query([WALL, RETOLD]), "row", "match_id", "relation") == before
