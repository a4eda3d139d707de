"""The corpus that the benchmarks make, and the truth that they hold every tool against."""

import importlib
import itertools
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk

HOME = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(HOME))
corpus, truth, words = (importlib.import_module(name) for name in ("corpus", "truth", "words"))
measuring, tables = (importlib.import_module(name) for name in ("measuring", "tables"))
index = importlib.import_module("index")


@pytest.fixture(scope="module")
def documents():
    return corpus.build(corpus.generate_articles(120), 200)


def test_the_same_seed_makes_the_same_corpus(documents):
    assert corpus.build(corpus.generate_articles(120), 200) == documents
    assert corpus.build(corpus.generate_articles(120), 200, seed=2) != documents
    assert len(documents) == 200
    assert {document.kind for document in documents} == {"untouched", *corpus.KINDS}


def test_every_copy_names_the_articles_it_was_made_from(documents):
    for document in documents:
        assert len(document.origins) == {"untouched": 0, "merged": 2}.get(document.kind, 1)
        for row in document.origins:
            assert documents[row].kind == "untouched"
    assert len(list(corpus.planted(documents))) == 90 + sum(d.kind == "merged" for d in documents)


def test_a_kind_of_edit_does_what_it_says(documents):
    for document in documents:
        own = words.words(document.text)
        for row in document.origins:
            origin = words.words(documents[row].text)
            shared = len(set(own) & set(origin)) / len(set(origin))
            if document.kind == "reprint":
                assert own == origin
            elif document.kind in ("embedded", "boilerplate added"):
                assert documents[row].text in document.text
                assert len(own) > len(origin)
            elif document.kind == "truncated":
                assert " ".join(own[1:-1]) in " ".join(origin)
            else:
                assert 0.3 < shared <= 1


def test_marks_are_those_asked_for():
    articles = [
        'He said "no", didn\'t he?' + " word" * 9,
        "A caf\u00e9 – “yes”, it’s so" + " word" * 9,
        "plain" * 9,
    ] * 9
    plain = corpus.build(articles, 40, marks="ascii")
    curly = corpus.build(articles, 40, marks="curly")
    assert all(document.text.isascii() for document in plain)
    assert sum(any(mark in d.text for mark in "‘’“”") for d in curly) > 20
    assert corpus.to_curly('He said "no", didn\'t he?') == "He said “no”, didn’t he?"


def test_an_absent_file_is_named_with_the_way_out(tmp_path):
    with pytest.raises(SystemExit, match=r"there is no file .*none\.jsonl; give JSON Lines files"):
        corpus.read_articles([tmp_path / "none.jsonl"])


def test_short_and_repeated_articles_are_no_base(tmp_path):
    file = tmp_path / "articles.jsonl"
    file.write_text(
        '{"text": "short"}\n' + '{"text": "' + "long " * 20 + '"}\n' * 1 + '{"text": "' + "long " * 20 + '"}\n'
    )
    assert corpus.read_articles([file], least=20) == ["long " * 20]


@pytest.mark.parametrize("size", [1, 2, 5])
def test_numbered_shingles_are_equal_where_the_words_are(documents, size):
    texts = [document.text for document in documents[:40]] + ["", "…", "one", "one two", "One, two"]
    runs, offsets = truth.number_shingles(texts, size)
    sets = [set(words.shingles(text, size)) for text in texts]
    numbered = [set(runs[start:end].tolist()) for start, end in itertools.pairwise(offsets)]
    assert [len(one) for one in numbered] == [len(one) for one in sets]
    for left, right in itertools.combinations(range(len(texts)), 2):
        assert len(numbered[left] & numbered[right]) == len(sets[left] & sets[right])


def test_the_truth_is_that_of_plain_sets(documents):
    texts = [document.text for document in documents] + ["", "one two", "One two!"]
    for least in (0.05, 0.3, 0.7, 1.0):
        found = truth.overlaps(texts, least)
        assert truth.disagreements(texts, found, least, sample=10 * len(texts)) == []
        assert len(found.pairs("containment", least)) > len(found.pairs("jaccard", least)) * (least < 1)


def test_a_wrong_truth_is_noticed(documents):
    texts = [document.text for document in documents]
    found = truth.overlaps(texts, 0.7)
    lost = truth.Overlaps(found.left[1:], found.right[1:], found.jaccard[1:], found.containment[1:])
    assert len(truth.disagreements(texts, lost, 0.7, sample=10 * len(texts))) == 1


def test_copydesk_finds_the_truth(documents):
    texts = [document.text for document in documents]
    found = truth.overlaps(texts, 0.7)
    for measure in ("jaccard", "containment"):
        records = copydesk.near_duplicates(texts, measure=measure)
        assert set(zip(records["left"], records["right"], strict=True)) == found.pairs(measure, 0.7)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aB1_ .,:;'’-\n", max_size=40))
def test_words_are_those_of_copydesk(text):
    record = copydesk.shingle([text], size=1, positions=True)[0]
    own = [text[start:end] for start, end in zip(record["starts"], record["ends"], strict=True)]
    assert [word.lower().replace("’", "'") for word in own] == words.words(text)


def test_bands_fit_the_threshold():
    assert measuring.band_shapes(0.7) == ["16x8", "32x4"]
    assert measuring.band_shapes(0.9)[0] == "8x16"
    bands, rows = map(int, measuring.optimal_shape(0.7).split("x"))
    assert bands * rows <= 256
    assert 0.6 < (1 / bands) ** (1 / rows) < 0.8


def test_a_recall_of_one_means_every_pair():
    assert tables.share(9999, 10_000, 3) == "0.999"
    assert tables.share(10_000, 10_000) == "1.0000"
    assert tables.share(0, 0) == "–"


def test_every_peer_has_its_pins_and_its_adapter():
    for name in measuring.PEERS:
        pins = (HOME / "peers" / f"{name}.txt").read_text().splitlines()
        assert pins[0].startswith(f"{name}==")
        assert all("==" in pin for pin in pins)
        assert (HOME / "peers" / f"{name}.py").is_file()


def test_empty_texts_have_no_truth():
    found = truth.overlaps(["", "…", ""], 0.1)
    assert len(found.left) == 0
    assert found.jaccard.dtype == np.float64


def test_the_benchmark_of_the_index_runs_small_and_misses_nothing(monkeypatch):
    monkeypatch.delenv("COPYDESK_DATA", raising=False)
    sizes = {"--articles": 200, "--batch": 20, "--days": 4, "--story": 60, "--peers": "none", "--repeat": 1}
    options = index.arguments([str(word) for option in sizes.items() for word in option])
    rows = [
        line.strip("| ").split(" | ") for line in "\n".join(index.parts(options)).splitlines() if line.startswith("| ")
    ]
    named = {row[0]: row for row in rows if row[0].startswith("copydesk ")}
    assert [row[-2:] for row in named.values()] == [["1.0000", "1.0000"], ["1.0000", "1.0000"], ["–", "–"]]
    assert [row[-1] for row in rows if row[-1] in ("yes", "NO")] == ["yes"] * 3


def test_the_limit_of_an_index_is_in_bytes_a_shingle_and_an_article():
    assert index.limit(300, 1) == 3500
