"""Arguments that are not columns: numbers of any library, and a message that names what is wrong."""

import fractions

import numpy as np
import pytest

import copydesk

TEXTS = ["the council said no to the harbour", "The council said no to the harbour."]

RUNS = {
    "shingle": lambda **arguments: copydesk.shingle(TEXTS, **arguments),
    "signatures": lambda **arguments: copydesk.signatures(TEXTS, **arguments),
    "similarity": lambda **arguments: copydesk.similarity(TEXTS, TEXTS, **arguments),
    "near_duplicates": lambda **arguments: copydesk.near_duplicates(TEXTS, **arguments),
    "cluster": lambda **arguments: copydesk.cluster(TEXTS, **arguments),
    "explain": lambda **arguments: copydesk.explain(TEXTS, TEXTS, **arguments),
    "extract_quotes": lambda **arguments: copydesk.extract_quotes(TEXTS, **arguments),
}
SIZED = ("shingle", "signatures", "similarity", "near_duplicates", "cluster")
PAIRING = ("near_duplicates", "cluster")

CASES = [
    *((name, "n_threads", 1.5, r"a whole number or None, got 1\.5 \(float\)") for name in RUNS),
    *((name, "n_threads", True, r"a whole number.*, got True \(bool\)") for name in RUNS),
    *((name, "size", 2.5, r"a whole number, got 2\.5 \(float\)") for name in SIZED),
    *((name, "size", True, r"a whole number, got True \(bool\)") for name in SIZED),
    *((name, "size", None, "a whole number, got None") for name in SIZED),
    *((name, "unit", None, '"word" or "char", got None') for name in SIZED),
    *((name, "threshold", "x", r"a number, got 'x' \(str\)") for name in PAIRING),
    *((name, "threshold", True, r"a number, got True \(bool\)") for name in PAIRING),
    *((name, "miss", None, "a number, got None") for name in PAIRING),
    *((name, "method", 1, r'"lsh" or "exact", got 1 \(int\)') for name in PAIRING),
    *((name, "num_hashes", "64", r"a whole number, got '64' \(str\)") for name in (*PAIRING, "signatures")),
    ("near_duplicates", "expand", "no", r"True or False, got 'no' \(str\)"),
    ("near_duplicates", "measure", None, '"jaccard" or "containment", got None'),
    ("near_duplicates", "max_pairs", 1e6, r"a whole number, got 1000000\.0 \(float\)"),
    ("shingle", "positions", 1, r"True or False, got 1 \(int\)"),
    ("cluster", "level", None, '"exact" or "near" or "partial" or "story", got None'),
    ("cluster", "story_threshold", np.bool_(True), "a number, got"),
]


@pytest.mark.parametrize(("function", "argument", "value", "message"), CASES)
def test_a_wrong_type_is_named_with_what_was_expected(function, argument, value, message):
    with pytest.raises(TypeError, match=f"^`{argument}` must be {message}"):
        RUNS[function](**{argument: value})


def test_numbers_of_any_library_are_numbers():
    expected = copydesk.cluster(TEXTS, threshold=0.5, size=3, num_hashes=64, n_threads=1)
    for half in (np.float32(0.5), np.float64(0.5), fractions.Fraction(1, 2)):
        for kind in (np.int8, np.uint64, int):
            arguments = {"size": kind(3), "num_hashes": kind(64), "n_threads": kind(1)}
            assert copydesk.cluster(TEXTS, threshold=half, **arguments) == expected
    assert len(copydesk.near_duplicates(TEXTS, expand=np.bool_(False))) == 1


@pytest.mark.parametrize("number", [10**400, -(10**5000), 2**64], ids=["large", "small", "wide"])
def test_a_huge_number_is_out_of_range_like_any_other(number):
    for argument in ("threshold", "miss", "story_threshold", "size", "num_hashes", "n_threads"):
        with pytest.raises(copydesk.ParameterError, match=f"`{argument}`"):
            copydesk.cluster(TEXTS, level="story", **{argument: number})


def test_a_value_that_cannot_be_shown_is_named_by_its_type():
    class Shy:
        def __repr__(self):
            raise RuntimeError

    with pytest.raises(TypeError, match="`size` must be a whole number, got a value of type Shy"):
        copydesk.shingle(TEXTS, size=Shy())


def test_what_only_stories_need_is_refused_or_told_at_another_level():
    for arguments, name in (
        ({"window": 3, "dates": ["2024-01-01"] * 2}, "window"),
        ({"story_threshold": 0.9}, "story_"),
    ):
        with pytest.raises(copydesk.ParameterError, match=f'`{name}.* must come with level="story", got .* "near"'):
            copydesk.cluster(TEXTS, **arguments)
    for arguments in ({"titles": TEXTS}, {"sources": TEXTS}, {"language": "en"}, {"titles": TEXTS, "sources": TEXTS}):
        with pytest.warns(RuntimeWarning, match=r'^`.*`: without effect at level "partial"') as told:
            copydesk.cluster(TEXTS, level="partial", **arguments)
        assert all(name in str(told[0].message) for name in arguments)
    # What says something about boilerplate, or nothing new, is taken in silence; pytest makes a warning an error.
    copydesk.cluster(TEXTS, titles=TEXTS, sources=TEXTS, ignore_boilerplate=True)
    copydesk.cluster(TEXTS, language="auto", story_threshold=np.float64(0.5))


@pytest.mark.parametrize("argument", ["titles", "sources", "ids"])
def test_a_string_in_place_of_a_column_beside_the_texts_is_told_by_its_name(argument):
    expected = rf'^`{argument}` is one string, .*articles\["{argument[:-1]}"\], or for a single text \[{argument}\]$'
    with pytest.raises(TypeError, match=expected):
        copydesk.cluster(TEXTS, level="story", **{argument: "source"})


@pytest.mark.parametrize("function", ["extract_quotes", "credits", "cluster", "explain"])
def test_every_function_says_the_same_of_a_language_that_is_none(function):
    def run(language):
        if function == "explain":
            return copydesk.explain(TEXTS, TEXTS, language=language)
        options = {"level": "story"} if function == "cluster" else {}
        return getattr(copydesk, function)(TEXTS, language=language, **options)

    with pytest.raises(copydesk.ParameterError, match=r'`language` must be "auto", "none" or a code .*, got "english"'):
        run("english")
    for value in (None, 5, b"en", float("nan")):
        with pytest.raises(TypeError, match=r'^`language` is \w+, expected a code such as "en", "auto", or a column'):
            run(value)
