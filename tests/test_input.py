"""Every kind of column that the library reads, and every kind that it refuses."""

import subprocess
import sys
import textwrap

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import copydesk

TEXTS = ["the council said no", "“Nein,” sagte sie – und ging", None, "third text of four", ""]


def numpy_strings(texts):
    return np.array([text or "" for text in texts])


KINDS = {
    "list": list,
    "tuple": tuple,
    "numpy object": lambda texts: np.array(texts, dtype=object),
    "numpy object with NaN": lambda texts: np.array([np.nan if t is None else t for t in texts], dtype=object),
    "numpy masked": lambda texts: np.ma.masked_array([t or "" for t in texts], mask=[t is None for t in texts]),
    "numpy StringDType": lambda texts: np.array(texts, dtype=np.dtypes.StringDType(na_object=None)),
    "pandas default": pd.Series,
    "pandas object": lambda texts: pd.Series(texts, dtype=object),
    "pandas str": lambda texts: pd.Series(texts, dtype="str"),
    "pandas string[python]": lambda texts: pd.Series(texts, dtype="string[python]"),
    "pandas string[pyarrow]": lambda texts: pd.Series(texts, dtype="string[pyarrow]"),
    "pandas ArrowDtype": lambda texts: pd.Series(texts, dtype=pd.ArrowDtype(pa.string())),
    "pandas categorical": lambda texts: pd.Series(texts, dtype="category"),
    "pandas object with pd.NA": lambda texts: pd.Series([pd.NA if t is None else t for t in texts], dtype=object),
    "pandas extension array": lambda texts: pd.array(texts, dtype="string"),
    "pandas Index": lambda texts: pd.Index(texts, dtype=object),
    "polars": lambda texts: pl.Series("t", texts),
    "polars categorical": lambda texts: pl.Series("t", texts, dtype=pl.Categorical),
    "polars enum": lambda texts: pl.Series("t", texts, dtype=pl.Enum([t for t in texts if t is not None])),
    "polars object": lambda texts: pl.Series("t", texts, dtype=pl.Object),
    "pyarrow string": lambda texts: pa.array(texts, pa.string()),
    "pyarrow large_string": lambda texts: pa.array(texts, pa.large_string()),
    "pyarrow string_view": lambda texts: pa.array(texts, pa.string_view()),
    "pyarrow dictionary": lambda texts: pa.array(texts, pa.string()).dictionary_encode(),
    "pyarrow chunked": lambda texts: pa.chunked_array([pa.array(texts[:2]), pa.array(texts[2:], pa.string())]),
}


def shingles(column):
    return copydesk.shingle(column, size=1)["shingles"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_column_gives_the_records_of_a_list(kind):
    assert shingles(KINDS[kind](TEXTS)) == shingles(TEXTS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_slice_of_every_kind_keeps_its_rows(kind):
    assert shingles(KINDS[kind](TEXTS)[1:4]) == shingles(TEXTS[1:4])


def test_a_numpy_array_of_str_is_read():
    assert shingles(numpy_strings(TEXTS)) == shingles([text or "" for text in TEXTS])
    assert shingles(numpy_strings(TEXTS)[::-2]) == shingles([text or "" for text in TEXTS][::-2])


@pytest.mark.parametrize(
    "missing",
    [None, float("nan"), np.nan, np.float64("nan"), np.float32("nan"), pd.NA, pd.NaT],
    ids=lambda value: f"{type(value).__name__}",
)
def test_every_missing_value_keeps_its_row(missing):
    assert shingles(["one", missing, "three"])[1] is None
    assert copydesk.cluster(["one", missing, "one"])["cluster"] == [0, None, 0]
    assert len(copydesk.signatures([missing])) == 1


def test_empty_columns_give_no_records():
    for empty in (
        [],
        (),
        np.array([]),
        pd.Series([], dtype=object),
        pl.Series([], dtype=pl.String),
        pa.array([], pa.string()),
    ):
        assert len(copydesk.cluster(empty)) == 0
        assert copydesk.signatures(empty).shape == (0, 256)


def test_a_column_of_nothing_but_missing_values_is_read():
    for column in (
        [None, None],
        pa.nulls(2),
        pl.Series([None, None]),
        pd.Series([None, None]),
        np.array([np.nan, np.nan]),
    ):
        assert shingles(column) == [None, None]


REFUSED = {
    "str": ("one text", r"`texts` is one string; for a single text pass \[texts\]"),
    "bytes": (b"one text", r"`texts` is bytes; decode"),
    "bytearray": (bytearray(b"x"), r"`texts` is bytearray; decode"),
    "generator": ((t for t in "ab"), r"`texts` is generator, which can be read only once; pass list\(texts\)"),
    "iterator": (iter(["a"]), r"only once"),
    "map": (map(str, [1]), r"only once"),
    "dict": ({"a": "x"}, r"`texts` is dict; pass its values"),
    "dict values": ({"a": "x"}.values(), r"pass list\(texts\)"),
    "set": ({"a"}, r"`texts` is set, which has no order"),
    "frozenset": (frozenset("a"), r"pass list\(texts\)"),
    "None": (None, r"`texts` is None"),
    "int": (3, r"`texts` is int, expected a list"),
    "list of int": (["a", 3], r"row 1 of `texts` is int, expected str or None; convert with str\(item\)"),
    "list of bytes": ([None, b"x"], r"row 1 of `texts` is bytes, expected str or None; decode it"),
    "nested list": (["a", "b", ["c"]], r"row 2 of `texts` is list, expected str or None; join"),
    "list of bool": ([True], r"row 0 of `texts` is bool"),
    "list of float": ([1.5], r"row 0 of `texts` is float"),
    "numpy ints": (np.array([1, 2]), r"row 0 of `texts` is int"),
    "numpy bytes": (np.array([b"a"]), r"row 0 of `texts` is bytes"),
    "numpy matrix": (np.array([["a", "b"]]), r"array of 2 dimensions"),
    "numpy scalar": (np.float64(3.5), r"`texts` is float64|dimensions"),
    "pandas ints": (pd.Series([1, 2]), r"row 0 of `texts` is int"),
    "DataFrame": (pd.DataFrame({"text": ["a"]}), r"DataFrame; pass one column"),
    "polars frame": (pl.DataFrame({"text": ["a"]}), r"is a table; pass one column"),
    "polars ints": (pl.Series([1]), r"holds Arrow Int64, expected strings"),
    "pyarrow table": (pa.table({"text": ["a"]}), r"is a table; pass one column"),
    "pyarrow lists": (pa.array([["a"]]), r"expected strings; cast"),
    "pyarrow binary": (pa.array([b"a"]), r"holds Arrow Binary, expected strings"),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("function", [copydesk.cluster, copydesk.extract_quotes, copydesk.signatures, copydesk.shingle])
def test_what_is_no_column_of_texts_is_refused_with_the_way_out(case, function):
    column, message = REFUSED[case]
    with pytest.raises(TypeError, match=message):
        function(column)


def test_the_refusal_names_the_parameter():
    with pytest.raises(TypeError, match="row 0 of `right` is int"):
        copydesk.similarity(["a"], [1])


def test_an_arrow_column_that_breaks_the_format_is_refused_not_read():
    broken = pa.StringArray.from_buffers(1, pa.py_buffer(np.array([0, 2], dtype=np.int32)), pa.py_buffer(b"\xff\xfe"))
    with pytest.raises(ValueError, match="breaks the Arrow format"):
        copydesk.cluster(broken)


@pytest.mark.parametrize(
    ("offsets", "data"),
    [([0, 3, 1], b"abc"), ([0, 1, 3], "éa".encode())],
    ids=["descending", "inside a character"],
)
def test_arrow_offsets_that_break_the_format_are_refused(offsets, data):
    buffers = [pa.py_buffer(np.array(offsets, dtype=np.int32)), pa.py_buffer(data)]
    broken = pa.StringArray.from_buffers(len(offsets) - 1, *buffers)
    with pytest.raises(ValueError, match="breaks the Arrow format"):
        copydesk.cluster(broken)


def test_many_slices_of_one_array_are_read_as_one():
    whole = pa.array([f"“text” number {n}" for n in range(1000)])
    slices = pa.chunked_array([whole.slice(n, 1) for n in range(1000)])
    assert copydesk.shingle(slices, size=1) == copydesk.shingle(whole, size=1)


def test_a_lone_surrogate_is_one_code_point_and_comes_back_as_the_replacement_character():
    text = "before \ud800\udc00 “no\udfff way,” said Ana Pell."
    record = copydesk.extract_quotes([text])[0]
    assert text[record["start"] : record["end"]] == "“no\udfff way,”"
    assert record["text"] == "“no\ufffd way,”"
    assert copydesk.shingle([text], size=1, positions=True)[0]["starts"][0] == 0


def test_strings_that_lie_about_themselves_are_read_as_they_are():
    class Liar(str):
        def isascii(self):
            return True

        def encode(self, *args):
            return b"nonsense"

    assert shingles([Liar("“é”")]) == shingles(["“é”"])


def test_reading_leaves_no_copy_in_the_callers_strings():
    texts = ["“" + "x " * 50_000 + str(n) for n in range(20)]
    before = [sys.getsizeof(text) for text in texts]
    copydesk.cluster(texts)
    copydesk.extract_quotes(texts)
    assert [sys.getsizeof(text) for text in texts] == before


@given(st.lists(st.one_of(st.none(), st.text(alphabet=st.characters(), max_size=30)), max_size=6))
def test_any_text_at_all_is_read(texts):
    """Surrogates, NUL, bidi controls and unassigned code points included."""
    records = copydesk.shingle(texts, size=2, positions=True)
    for text, record in zip(texts, records, strict=True):
        if text is None:
            assert record["shingles"] is None
        else:
            for start, end in zip(record["starts"], record["ends"], strict=True):
                assert 0 <= start < end <= len(text)
    for quote in copydesk.extract_quotes(texts):
        text = texts[quote["row"]]
        assert text[quote["start"] : quote["end"]].encode("utf-8", "replace") == quote["text"].encode(
            "utf-8", "replace"
        ).replace("\ufffd".encode(), b"?" if "\ufffd" not in text else "\ufffd".encode())


def test_the_base_install_works_without_pandas_polars_and_pyarrow():
    script = """
        import sys
        for name in ("pandas", "polars", "pyarrow"):
            sys.modules[name] = None
        import copydesk
        records = copydesk.cluster(["a b c", "A b c!", None], ids=["x", "y", "z"])
        assert records["cluster"] == [0, 0, None]
        assert records[0]["id"] == "x" and "<table" in records._repr_html_()
        for method in (records.to_pandas, records.to_polars, records.to_arrow):
            try:
                method()
            except ImportError as error:
                assert "pip install 'copydesk[" in str(error)
            else:
                raise AssertionError(method)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=True)


def test_a_pandas_arrow_column_is_read_where_pyarrow_cannot_be_imported_any_more():
    script = """
        import pandas as pd, sys
        series = pd.Series(["a b", None], dtype="string[pyarrow]")
        class Blocked:
            dtype = series.dtype
        def broken(self, requested_schema=None):
            raise ImportError("pyarrow")
        pd.Series.__arrow_c_stream__ = broken
        import copydesk
        assert copydesk.cluster(series)["cluster"] == [0, None]
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=True)
