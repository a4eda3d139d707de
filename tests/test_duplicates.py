"""Shingles, signatures, pairs and clusters against a slow, obvious twin."""

import itertools
import random
import re
import struct

import numpy as np
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk

WORDS = ["the", "council", "mayor", "harbour", "said", "no", "plan", "vote", "rain", "budget", "port", "ship"]


def article(rng, length=120):
    return " ".join(rng.choice(WORDS) + rng.choice(["", "", "", ",", "."]) for _ in range(length))


def edited(rng, text, share):
    words = text.split()
    for _ in range(int(len(words) * share)):
        words[rng.randrange(len(words))] = rng.choice(WORDS)
    return " ".join(words)


def corpus(seed, families=12):
    """Originals with light edits, cuts, re-cased copies and unrelated texts, shuffled."""
    rng = random.Random(seed)
    texts = []
    for _ in range(families):
        original = article(rng)
        texts += [original, original.upper(), edited(rng, original, 0.02), edited(rng, original, 0.1)]
        texts += [" ".join(original.split()[:40]), article(rng) + " " + original, article(rng)]
    texts += [None, "", "…", "short text", "Short text!"]
    rng.shuffle(texts)
    return texts


def twin_shingles(text, size):
    """ASCII only: words by a regular expression, hashes by another implementation of xxh3."""
    words = [word.lower() for word in re.findall(r"[A-Za-z0-9]+(?:'[A-Za-z]+)?", text)]
    hashes = [xxhash.xxh3_64_intdigest(word.encode()) for word in words]
    if not hashes:
        return []
    size = min(size, len(hashes))
    return [
        xxhash.xxh3_64_intdigest(b"".join(struct.pack("<Q", h) for h in hashes[at : at + size]))
        for at in range(len(hashes) - size + 1)
    ]


def brute_force(texts, threshold, measure, size=5):
    """Every pair of texts, compared as plain Python sets."""
    sets = [set(twin_shingles(text, size)) if text else set() for text in texts]
    pairs = {}
    for left, right in itertools.combinations(range(len(texts)), 2):
        shared = len(sets[left] & sets[right])
        if not shared:
            continue
        jaccard = round(shared / len(sets[left] | sets[right]), 9)
        containment = round(shared / min(len(sets[left]), len(sets[right])), 9)
        if (jaccard if measure == "jaccard" else containment) >= threshold:
            pairs[left, right] = (jaccard, round(shared / len(sets[left]), 9), round(shared / len(sets[right]), 9))
    return pairs


def found(texts, **arguments):
    return {
        (p["left"], p["right"]): (p["jaccard"], p["containment_left"], p["containment_right"])
        for p in copydesk.near_duplicates(texts, **arguments)
    }


@pytest.mark.parametrize("method", ["lsh", "exact"])
@pytest.mark.parametrize("threshold", [0.5, 0.7, 0.9, 1.0])
@pytest.mark.parametrize("seed", range(3))
def test_near_duplicates_are_those_of_brute_force(method, threshold, seed):
    texts = corpus(seed)
    expected = brute_force(texts, threshold, "jaccard")
    assert len(expected) > 10
    assert found(texts, threshold=threshold, method=method) == expected


@pytest.mark.parametrize("method", ["lsh", "exact"])
@pytest.mark.parametrize("threshold", [0.05, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("seed", range(2))
def test_containment_is_that_of_brute_force(method, threshold, seed):
    texts = corpus(seed)
    expected = brute_force(texts, threshold, "containment")
    assert found(texts, threshold=threshold, measure="containment", method=method) == expected


@pytest.mark.parametrize("threshold", [0.02, 0.1, 0.25])
def test_a_threshold_too_low_for_bands_loses_nothing(threshold):
    texts = corpus(9)
    assert found(texts, threshold=threshold) == brute_force(texts, threshold, "jaccard")


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_the_answer_does_not_depend_on_the_threads(threads):
    texts = corpus(4)
    assert copydesk.near_duplicates(texts, n_threads=threads) == copydesk.near_duplicates(texts)
    assert copydesk.cluster(texts, n_threads=threads) == copydesk.cluster(texts)


def partition(texts, **arguments):
    """Clusters as sets of texts, with the representative's text."""
    clusters = {}
    for text, record in zip(texts, copydesk.cluster(texts, **arguments), strict=True):
        if text is not None:
            entry = clusters.setdefault(record["cluster"], ([], set()))
            entry[0].append(text)
            entry[1].add(texts[record["representative"]])
    return sorted((sorted(members), sorted(representatives)) for members, representatives in clusters.values())


@pytest.mark.parametrize("level", ["exact", "near", "partial"])
def test_shuffling_changes_neither_partition_nor_representatives(level):
    texts = corpus(5)
    expected = partition(texts, level=level)
    for seed in range(5):
        shuffled = texts[:]
        random.Random(seed).shuffle(shuffled)
        assert partition(shuffled, level=level) == expected


def test_clusters_are_the_connected_components_of_the_pairs():
    texts = corpus(6)
    label = list(range(len(texts)))
    for left, right in brute_force(texts, 0.7, "jaccard"):
        old, new = max(label[left], label[right]), min(label[left], label[right])
        label = [new if one == old else one for one in label]
    expected = [None if text is None else label[row] for row, text in enumerate(texts)]
    assert copydesk.cluster(texts)["cluster"] == expected


@pytest.mark.parametrize("level", ["exact", "near", "partial"])
def test_every_member_is_tied_in_by_what_the_record_says(level):
    texts = corpus(7)
    records = copydesk.cluster(texts, level=level)
    pairs = {(p["left"], p["right"]): p for p in copydesk.near_duplicates(texts, measure="containment")}
    for record in records:
        if record["cluster"] is None:
            assert set(record.values()) == {record["row"], record["id"], None}
            continue
        members = [r for r in records if r["cluster"] == record["cluster"]]
        assert record["members"] == len(members)
        assert record["cluster"] == min(r["row"] for r in members)
        if record["link"] is None:
            assert record["row"] == record["representative"]
            assert record["relation"] is None
            assert record["similarity"] is None
            continue
        pair = pairs[tuple(sorted((record["row"], record["link"])))]
        assert records[record["link"]]["cluster"] == record["cluster"]
        containment = max(pair["containment_left"], pair["containment_right"])
        score = containment if record["relation"] == "partial" else pair["jaccard"]
        assert (record["relation"], record["similarity"]) == (pair["relation"], score)
        # Following the links ends at the representative.
        row, steps = record["row"], 0
        while records[row]["link"] is not None:
            row, steps = records[row]["link"], steps + 1
            assert steps <= len(members)
        assert row == record["representative"]


def test_levels_nest():
    texts = corpus(8)
    levels = [copydesk.cluster(texts, level=level)["cluster"] for level in ("exact", "near", "partial")]
    for finer, coarser in itertools.pairwise(levels):
        for left, right in itertools.combinations(range(len(texts)), 2):
            if finer[left] is not None and finer[left] == finer[right]:
                assert coarser[left] == coarser[right]
    assert len(set(levels[0])) > len(set(levels[1])) > len(set(levels[2]))


def words(seed, count):
    """Words that no other seed gives."""
    rng = random.Random(seed)
    return " ".join(f"w{seed}x{rng.randrange(10**6)}" for _ in range(count))


def same_cluster(texts, **arguments):
    labels = copydesk.cluster(texts, level="partial", **arguments)["cluster"]
    return [[row for row, label in enumerate(labels) if label == one] for one in sorted(set(labels))]


def test_a_trimmed_and_an_embedded_copy_join_their_source():
    article = words(1, 200)
    trimmed = " ".join(article.split()[:60])
    longer = words(2, 300) + " " + article
    assert same_cluster([article, trimmed, words(3, 200)]) == [[0, 1], [2]]
    assert same_cluster([article, longer, words(3, 200)]) == [[0, 1], [2]]
    record = copydesk.cluster([article, trimmed], level="partial")[1]
    assert (record["relation"], record["similarity"], record["link"]) == ("partial", 1.0, 0)


def test_a_text_that_merges_two_stories_chains_nobody():
    one, other = words(1, 200), words(2, 150)
    merged = one + " " + other
    assert same_cluster([one, other, merged]) == [[0, 2], [1]]
    # Seen as pairs, both stand in it.
    pairs = copydesk.near_duplicates([one, other, merged], measure="containment")
    assert [(p["left"], p["right"]) for p in pairs] == [(0, 2), (1, 2)]


def test_a_story_left_out_of_one_round_up_may_stand_in_another():
    one, other = words(1, 200), words(2, 150)
    assert same_cluster([one, other, one + " " + other, words(3, 250) + " " + other]) == [[0, 2], [1, 3]]


def test_two_trims_of_one_article_stay_together_where_they_overlap():
    article = words(1, 300).split()
    texts = [" ".join(article), " ".join(article[:180]), " ".join(article[120:280])]
    assert same_cluster(texts) == [[0, 1, 2]]


def test_boilerplate_ties_nobody():
    boilerplate = words(9, 60)
    # Short items that are mostly their outlet's boilerplate, inside longer articles of that outlet.
    short = [words(10 + n, 6) + " " + boilerplate for n in range(15)]
    long = [words(100 + n, 200) + " " + boilerplate for n in range(15)]
    assert copydesk.near_duplicates([short[0], long[0]], measure="containment")[0]["relation"] == "partial"
    labels = copydesk.cluster(short + long, level="partial")["cluster"]
    assert len({label for label in labels[15:]}) == 15


def test_relations_say_the_strongest_that_holds():
    base = " ".join(str(n) for n in range(60))
    texts = [base, base.replace("0 1", "0, 1"), base + " 60 61", base + " " + " ".join(str(n) for n in range(900, 990))]
    relations = {(p["left"], p["right"]): p["relation"] for p in copydesk.near_duplicates(texts, measure="containment")}
    assert relations == {
        (0, 1): "exact",
        (0, 2): "near",
        (1, 2): "near",
        (0, 3): "partial",
        (1, 3): "partial",
        (2, 3): "partial",
    }


def test_identical_texts_are_counted_before_they_are_made():
    texts = ["one and the same text of some words"] * 30_000
    with pytest.raises(copydesk.ParameterError, match="at least 449985000, the number of pairs found, got 100000000"):
        copydesk.near_duplicates(texts)
    assert copydesk.cluster(texts)["members"] == [30_000] * 30_000
    assert len(copydesk.near_duplicates(texts[:100], max_pairs=4950)) == 4950


def test_identical_texts_are_tied_to_one_of_them_where_pairs_are_not_expanded():
    near = "the council said no to the new harbour wall on monday evening"
    texts = [near, None, near.upper(), f"{near} again", f"{near}!", f"{near} again.", "rain"]
    every = copydesk.near_duplicates(texts, size=3)
    few = copydesk.near_duplicates(texts, size=3, expand=False)
    assert len(every) == 3 + 1 + 3 * 2
    assert [pair["relation"] for pair in few].count("exact") == 2 + 1
    assert [pair["relation"] for pair in few].count("near") == 1
    assert all(pair in every.to_list() for pair in few)
    clusters = copydesk.cluster(texts, size=3)
    components = {frozenset((pair["left"], pair["right"])) for pair in few}
    assert all(clusters[left]["cluster"] == clusters[right]["cluster"] for left, right in map(tuple, components))
    assert len(copydesk.near_duplicates(["the same words"] * 1000, max_pairs=999, expand=False)) == 999
    with pytest.raises(copydesk.ParameterError, match="expand=False"):
        copydesk.near_duplicates(["the same words"] * 1000, max_pairs=999)


def test_a_thousand_texts_of_one_template_are_one_cluster():
    """Each is near every other and identical to none: half a million pairs."""
    template = words(1, 200)
    texts = [f"{template} number {n}" for n in range(1000)]
    random.Random(1).shuffle(texts)
    records = copydesk.cluster(texts)
    assert set(records["members"]) == {1000}
    for record in records:
        if record["link"] is not None:
            pair = copydesk.similarity([texts[record["row"]]], [texts[record["link"]]])[0]
            assert record["similarity"] == pair["jaccard"]
            break
    with pytest.raises(copydesk.ParameterError, match="`max_pairs` must be at least"):
        copydesk.near_duplicates(texts, max_pairs=1000)


def test_a_search_that_was_cut_short_says_so():
    """Hundreds of texts that share an outlet's long boilerplate, but not enough to be near-duplicates."""
    boilerplate = words(1, 90)
    texts = [f"{boilerplate} {words(n + 10, 40)}" for n in range(400)]
    with pytest.warns(RuntimeWarning, match="groups of more than 256 documents"):
        records = copydesk.cluster(texts)
    assert set(records["members"]) == {1}
    assert copydesk.cluster(texts, method="exact") == records


def test_texts_without_words_equal_nothing():
    assert copydesk.cluster(["", "", "…", "…"])["cluster"] == [0, 1, 2, 3]
    assert len(copydesk.near_duplicates(["", "", "…", "…"])) == 0
    assert copydesk.similarity(["…"], ["…"])[0]["jaccard"] == 0.0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="abc '.,\n", max_size=25), max_size=8), st.integers(1, 6))
def test_shingles_are_those_of_the_twin(texts, size):
    assert copydesk.shingle(texts, size=size)["shingles"] == [
        [] if not re.search("[a-c]", text) else twin_tokens(text, size) for text in texts
    ]


def twin_tokens(text, size):
    """UAX #29 for the alphabet of the test: an apostrophe or a full stop joins two letters."""
    words = re.findall(r"[a-c]+(?:['.][a-c]+)*", text)
    hashes = [xxhash.xxh3_64_intdigest(word.encode()) for word in words]
    size = min(size, len(hashes))
    return [
        xxhash.xxh3_64_intdigest(b"".join(struct.pack("<Q", h) for h in hashes[at : at + size]))
        for at in range(len(hashes) - size + 1)
    ]


def test_positions_slice_back_to_the_shingle():
    text = "Der  große Hafen – „bleibt“ 😀 offen, sagt sie."
    record = copydesk.shingle([text], size=2, positions=True)[0]
    spans = [text[start:end] for start, end in zip(record["starts"], record["ends"], strict=True)]
    assert spans == ["Der  große", "große Hafen", "Hafen – „bleibt", "bleibt“ 😀 offen", "offen, sagt", "sagt sie"]


def test_signatures_are_those_of_the_shingles():
    signatures = copydesk.signatures(["the council said no", None, "…", "The council said NO."], num_hashes=64, size=2)
    assert signatures.shape == (4, 64)
    assert signatures.dtype == np.uint32
    assert (signatures[0] == signatures[3]).all()
    assert (signatures[1:3] == 0xFFFFFFFF).all()
    assert (signatures[0] != 0xFFFFFFFF).all()


def test_agreement_of_signatures_estimates_jaccard():
    rng = random.Random(1)
    originals = [article(rng, 400) for _ in range(40)]
    changed = [edited(rng, text, 0.05) for text in originals]
    truth = np.array(copydesk.similarity(originals, changed)["jaccard"])
    estimate = (copydesk.signatures(originals) == copydesk.signatures(changed)).mean(axis=1)
    assert abs((estimate - truth).mean()) < 0.02
    assert np.abs(estimate - truth).max() < 0.15


def test_similarity_skips_rows_without_a_text_and_keeps_row_numbers():
    records = copydesk.similarity(["a b c", None, "a b c d"], ["a b c", "x", "a b c"], size=2)
    assert records["row"] == [0, 2]
    assert records[1] == {"row": 2, "jaccard": 0.666666667, "containment_left": 0.666666667, "containment_right": 1.0}


def test_similarity_refuses_columns_of_different_length():
    with pytest.raises(ValueError, match="equally long, got 1 and 2 rows"):
        copydesk.similarity(["a"], ["a", "b"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"threshold": 80}, r"`threshold` must be in \(0, 1\], got 80; for 80 % pass 0.8"),
        ({"threshold": 0}, r"`threshold` must be in \(0, 1\], got 0"),
        ({"threshold": -0.5}, r"got -0.5"),
        ({"threshold": float("nan")}, r"got NaN"),
        ({"size": 0}, r"`size` must be in \[1, 100\], got 0"),
        ({"size": -3}, r"`size` must be in \[1, 100\], got -3"),
        ({"size": 10**30}, r"`size` must be in \[1, 100\]"),
        ({"unit": "words"}, r'`unit` must be "word" or "char", got "words"'),
        ({"num_hashes": 8}, r"`num_hashes` must be in \[16, 4096\], got 8; 256 is the default"),
        ({"miss": 0}, r"`miss` must be in \(0, 1\), got 0; for no misses at all choose `method=\"exact\"`"),
        ({"method": "minhash"}, r'`method` must be "lsh" or "exact", got "minhash"'),
    ],
)
@pytest.mark.parametrize("function", [copydesk.near_duplicates, copydesk.cluster])
def test_an_argument_out_of_range_is_named_with_its_range(function, arguments, message):
    with pytest.raises(copydesk.ParameterError, match=message):
        function(["a"], **arguments)
    with pytest.raises(ValueError, match="`"):
        function(["a"], **arguments)


def test_a_measure_or_level_that_does_not_exist_is_named():
    with pytest.raises(copydesk.ParameterError, match='`measure` must be "jaccard" or "containment"'):
        copydesk.near_duplicates(["a"], measure="cosine")
    with pytest.raises(
        copydesk.ParameterError, match='`level` must be "exact" or "near" or "partial" or "story", got "same"'
    ):
        copydesk.cluster(["a"], level="same")
    with pytest.raises(copydesk.ParameterError, match="`max_pairs` must be 0 or more, got -1"):
        copydesk.near_duplicates(["a"], max_pairs=-1)


@pytest.mark.parametrize("measure", ["jaccard", "containment"])
def test_texts_of_one_template_are_told_apart_by_what_each_has_of_its_own(measure):
    """Half the words are shared, so nearly every pair is a candidate of bands and samples, and a few are true."""
    rng = random.Random(5)
    words = [f"w{n}" for n in range(20_000)]
    template = rng.choices(words, k=60)
    texts = [" ".join(template + rng.choices(words, k=50)) for _ in range(1200)]
    texts += [f"{text} and a line of an editor" for text in texts[:30]]
    pairs = copydesk.near_duplicates(texts, measure=measure)
    assert [(pair["left"], pair["right"]) for pair in pairs] == [(row, 1200 + row) for row in range(30)]
    assert pairs == copydesk.near_duplicates(texts, measure=measure, method="exact").to_list()
