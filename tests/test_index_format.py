"""The files of an index are what docs/index.md says: a parser that follows the page reads what the library wrote."""

import datetime as dt
import math
import re
import shutil

import index_format
import pytest
import xxhash

import copydesk
from copydesk import sample

STORY = [article["text"] for article in sample.articles()]
TITLES = [article["title"] for article in sample.articles()]
LONG = " ".join(f"w{number * number % 10_007}" for number in range(9000))
TEXTS = [
    "The council said no to the new harbour, and the mayor left the room.",
    "THE COUNCIL said no to the new harbour — and the mayor left the room!",
    None,
    "",
    "…",
    "Rain.",
    "Rain.",
    *STORY,
    LONG,
    LONG + " and an end of its own",
]
SOURCES = ["Herald", None, "Post", "Herald", "", "Ünïted «Press»", "Herald", *["Lantern", None] * 6, "Post", None]
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
DATES = [
    None,
    *[EPOCH + dt.timedelta(days=19_800 + n, microseconds=n) for n in range(len(TEXTS) - 3)],
    "1066-10-14",
    None,
]


def make(path, *, ids, split, remove=(), **options):
    """An index of all texts, in segments of so many rows."""
    with copydesk.Index(path, **options) as index:
        start = 0
        for count in split:
            rows = slice(start, start + count)
            index.add(TEXTS[rows], ids=ids and ids[rows], sources=SOURCES[rows], dates=DATES[rows])
            start += count
        if remove:
            index.remove(remove)
    return copydesk.Index.open(path)


def sets_of(texts, size):
    return [sorted(set(shingles or [])) for shingles in copydesk.shingle(texts, size=size)["shingles"]]


@pytest.fixture(params=["exact", "near", "partial", "story"], scope="module")
def level(request):
    return request.param


@pytest.fixture(scope="module")
def made(level, tmp_path_factory):
    path = tmp_path_factory.mktemp(level) / "index"
    ids = [f"id {n} é" for n in range(len(TEXTS))] if level in ("near", "story") else None
    options = {"window": 3.5, "story_threshold": 0.6} if level == "story" else {}
    removed = [ids[4], ids[17]] if ids else [4, 17]
    options |= {"keep_text": level != "near", "threshold": 0.6, "size": 3}
    index = make(path, ids=ids, split=[len(TEXTS) - 5, 3, 2], remove=removed, level=level, **options)
    return index, index_format.read_folder(path), removed


def test_the_manifest_says_what_the_index_was_created_with(made, level):
    index, folder, removed = made
    info, manifest = index.info(), folder.manifest
    assert (manifest.level, manifest.unit, manifest.size, manifest.threshold) == (level, "word", 3, 0.6)
    assert manifest.story_threshold == info["story_threshold"]
    assert manifest.window == (3.5 * 86_400_000_000 if level == "story" else None)
    assert manifest.keep_text == info["keep_text"]
    assert manifest.generation == info["saves"] == 4
    assert manifest.added == len(TEXTS)
    assert len(folder.segments) == info["segments"]
    assert len(folder.removed) == info["removed"] == len(removed)


def test_rows_are_those_that_were_added(made):
    index, folder, _ = made
    articles = index.articles()
    live = folder.live()
    assert [row["id"] for row in live] == articles["id"]
    assert [row["source"] for row in live] == articles["source"]

    def moment(written):
        return written and (dt.datetime.fromisoformat(written) - EPOCH) // dt.timedelta(microseconds=1)

    assert [row["date"] for row in live] == [moment(date) for date in articles["date"]]


def test_texts_and_their_fingerprints_are_kept_as_they_came(made):
    index, folder, _ = made
    rows = [row for segment in folder.segments for row in segment.rows]
    assert [row["text_fingerprint"] for row in rows] == [
        0 if text is None else xxhash.xxh3_128_intdigest(text.encode()) for text in TEXTS
    ]
    assert [row["text"] for row in rows] == (TEXTS if index.info()["keep_text"] else [None] * len(TEXTS))


def test_classes_hold_the_rows_of_equal_words_and_their_shingles(made, level):
    _, folder, _ = made
    words = [record["shingles"] for record in copydesk.shingle(TEXTS, size=1, positions=True)]
    shingles = sets_of(TEXTS, 3)
    row = 0
    for segment in folder.segments:
        classes = {}
        for local, one in enumerate(segment.rows):
            if TEXTS[row] is None:
                assert one["class"] is None
            else:
                own = segment.classes[one["class"]]
                assert own["shingles"] == ([] if level == "exact" else shingles[row])
                assert own["tokens"] == len(words[row])
                # Rows without a word equal nothing.
                key = tuple(words[row]) or ("row", row)
                assert classes.setdefault(key, one["class"]) == one["class"]
                assert local in own["rows"]
            row += 1
        assert len(classes) == len(segment.classes)
        assert sorted(classes.values()) == list(range(len(classes)))


def test_a_sequence_is_the_hash_of_the_hashes_of_its_words(made):
    _, folder, _ = made
    rows = [(segment, row) for segment in folder.segments for row in segment.rows]
    for place in (0, 1, 3, 5, len(TEXTS) - 2):
        segment, row = rows[place]
        words = re.findall(r"\w+", TEXTS[place].lower())
        hashes = b"".join(xxhash.xxh3_64_digest(word.encode())[::-1] for word in words)
        assert segment.classes[row["class"]]["sequence"] == xxhash.xxh3_128_intdigest(hashes)


def test_every_shingle_stands_in_one_of_the_tables_and_enough_of_them_among_the_rare(made, level):
    _, folder, _ = made
    for segment in folder.segments:
        rare_entries = other_entries = 0
        for number, own in enumerate(segment.classes):
            if level == "exact":
                continue
            rare = [hash for hash in own["shingles"] if number in segment.prefixes.find(hash)]
            count = len(own["shingles"])
            # A stranger may pass for a rare one.
            assert len(rare) >= prefix_of(count)
            rare_entries += prefix_of(count)
            other_entries += count - prefix_of(count)
            if level != "near":
                others = set(own["shingles"]) - set(rare)
                assert all(number >> 6 in segment.blocks.find(hash) for hash in others)
        if level == "exact":
            assert (segment.prefixes, segment.blocks) == (None, None)
            continue
        assert len(segment.prefixes.entries) == rare_entries
        assert segment.prefixes.tag_bits == 8
        assert max((number for _, number in segment.prefixes.entries), default=0) < max(1, len(segment.classes))
        if level == "near":
            assert segment.blocks is None
        else:
            # Classes of one block share an entry.
            assert len(segment.blocks.entries) <= other_entries
            assert segment.blocks.tag_bits == 5


def prefix_of(count):
    """How many of so many shingles are rare ones."""
    return count and count - min(count, max(1, math.ceil(count * (0.6 - 1e-9)))) + 1


def row_and_weight(number):
    return number >> 8, number & 255


def test_what_articles_tell_and_the_terms_that_find_them(made, level):
    _, folder, _ = made
    for segment in folder.segments:
        for number, row in enumerate(segment.rows):
            telling = row["telling"]
            assert (telling is None) == (level != "story" or row["class"] is None)
            if telling is not None:
                found = {stem: dict(map(row_and_weight, segment.handles.find(stem))) for stem in telling.stems}
                heavy = [weights[number] for weights in found.values() if number in weights]
                assert min(heavy, default=1) > 0
                # The squares of all weights sum to that of 255, but for rounding and for stems that are too light.
                assert not heavy or sum(weight * weight for weight in heavy) > 0.5 * 255**2
                assert set(telling.content) == set(telling.stems)
        assert (segment.handles is None) == (level != "story")
    if level == "story":
        articles, held = folder.frequencies
        assert articles[2] > 1000
        # Number 2 is English, which is also the seed of its hashes.
        articles, is_common = held[xxhash.xxh3_64_intdigest(b"monday", seed=2)]
        assert articles > 10
        assert not is_common
        telling = folder.segments[0].rows[0]["telling"]
        council, new, harbour = (xxhash.xxh3_64_intdigest(word, seed=2) for word in (b"council", b"new", b"harbour"))
        assert (telling.language, telling.words, telling.numbers, telling.days) == (2, 14, [], {})
        assert telling.content[:2] == [council, new]
        assert telling.stems[harbour] == (True, False)


def test_sets_of_every_coding_come_back(tmp_path):
    counts = [1, 36, 37, 38, 300, 8191, 8192, 8193]
    texts = [" ".join(f"w{number}" for number in range(count)) for count in counts]
    copydesk.Index(tmp_path / "index", size=1).add(texts)
    (segment,) = index_format.read_folder(tmp_path / "index").segments
    assert [len(one["shingles"]) for one in segment.classes] == counts
    assert [one["shingles"] for one in segment.classes] == sets_of(texts, 1)


@pytest.mark.parametrize("unit", ["word", "char"])
def test_an_index_without_rows_is_a_manifest(tmp_path, unit):
    copydesk.Index(tmp_path / "index", unit=unit)
    folder = index_format.read_folder(tmp_path / "index")
    assert (folder.manifest.unit, folder.manifest.ids, folder.segments) == (unit, None, [])
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == ["lock", "manifest"]


def test_merged_segments_are_as_those_that_were_written_at_once(tmp_path):
    for level in ("partial", "story"):
        one = make(tmp_path / f"{level}-one", ids=None, split=[len(TEXTS)], level=level, keep_text=True)
        many = make(tmp_path / f"{level}-many", ids=None, split=[1] * len(TEXTS), level=level, keep_text=True)
        many.compact()
        one, many = (index_format.read_folder(index.path) for index in (one, many))
        assert one.segments == many.segments


def test_a_file_under_another_index_is_refused_as_the_page_says(tmp_path):
    near = make(tmp_path / "near", ids=None, split=[len(TEXTS)])
    shutil.copytree(near.path, tmp_path / "copy")
    assert copydesk.Index.open(tmp_path / "copy").articles() == near.articles()
    (name,) = [path.name for path in near.path.iterdir() if path.name.startswith("segment-")]
    data = bytearray((tmp_path / "copy" / name).read_bytes())
    data[100] ^= 1
    (tmp_path / "copy" / name).write_bytes(data)
    with pytest.raises(AssertionError):
        index_format.read_folder(tmp_path / "copy")
    with pytest.raises(copydesk.IndexFormatError, match=f"{name}: its checksum does not match"):
        copydesk.Index.open(tmp_path / "copy")
