"""Records read like a list of dicts and go everywhere."""

import copy
import json
import pickle

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import copydesk

TEXTS = ["a b c d e f", "A b c d e f!", None, "“Other,” said Ana Pell."]


@pytest.fixture
def records():
    return copydesk.cluster(TEXTS, ids=list("wxyz"))


@pytest.fixture
def empty():
    return copydesk.near_duplicates(["a"])


def test_it_reads_like_a_list_of_dicts(records):
    assert len(records) == 4
    assert list(records) == records.to_list() == [records[i] for i in range(4)]
    assert records[-1] == records[3]
    assert [record["id"] for record in records] == records["id"] == list("wxyz")
    assert list(records[0]) == records.columns


def test_slices_are_records(records):
    for chosen in (
        slice(1, 3),
        slice(None, None, 2),
        slice(None, None, -1),
        slice(3, 0, -2),
        slice(5, 9),
        slice(2, 2),
        slice(None, None, 2**63),
    ):
        part = records[chosen]
        assert isinstance(part, copydesk.Records)
        assert part.to_list() == records.to_list()[chosen]
        assert part.columns == records.columns


def test_what_is_not_there_is_an_error_that_says_what_is(records):
    with pytest.raises(IndexError, match="record 4 is out of range: there are 4"):
        records[4]
    with pytest.raises(IndexError, match="-5"):
        records[-5]
    with pytest.raises(KeyError, match="no column 'clusters'; the columns are row, id, cluster"):
        records["clusters"]
    with pytest.raises(TypeError, match="a row number, a slice or a column's name, got float"):
        records[1.0]


def test_it_is_immutable_and_unhashable(records):
    with pytest.raises(AttributeError):
        records._table = None
    with pytest.raises(AttributeError):
        records.extra = 1
    with pytest.raises(AttributeError):
        del records._table
    with pytest.raises(TypeError):
        records[0] = {}
    with pytest.raises(TypeError, match="unhashable"):
        hash(records)
    records[0]["id"] = "changed"
    assert records[0]["id"] == "w"


def test_it_equals_a_list_of_the_same_dicts(records, empty):
    assert records == records.to_list()
    assert records == copydesk.cluster(TEXTS, ids=list("wxyz"))
    assert records != records[:2]
    assert records != records.to_list()[:2]
    assert records != [{**record, "id": "?"} for record in records]
    assert empty == []
    assert (records == 3) is False


def test_it_is_plain_data_for_json(records):
    assert json.loads(json.dumps(records.to_list())) == records.to_list()
    assert json.loads(json.dumps(copydesk.shingle(TEXTS, positions=True).to_list()))[2]["shingles"] is None
    assert records.to_dict() == {name: records[name] for name in records.columns}


def test_it_survives_pickling_and_copying(records, empty):
    for one in (records, empty, copydesk.shingle(TEXTS, positions=True), copydesk.extract_quotes(TEXTS), records[::2]):
        for twin in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
            assert twin == one
            assert pa.table(twin).schema == pa.table(one).schema


@pytest.mark.parametrize("read", [pl.DataFrame, pa.table, copydesk.Records.to_polars, copydesk.Records.to_arrow])
def test_arrow_readers_take_it_as_it_is(read, records, empty):
    frame = read(records)
    rows = frame.to_dicts() if isinstance(frame, pl.DataFrame) else frame.to_pylist()
    assert rows == records.to_list()
    names = frame.columns if isinstance(frame, pl.DataFrame) else frame.column_names
    assert names == records.columns
    nothing = read(empty)
    assert (nothing.columns if isinstance(nothing, pl.DataFrame) else nothing.column_names) == empty.columns


def test_duckdb_reads_it_by_name(records):
    assert records.columns  # the name is what duckdb looks up
    rows = duckdb.sql("select id, cluster from records where members = 2 order by id").fetchall()
    assert rows == [("w", 0), ("x", 0)]


def test_an_arrow_reader_may_ask_for_another_schema(records):
    fields = [field.with_type(pa.string()) if field.name == "id" else field for field in pa.table(records).schema]
    wanted = pa.schema(fields)
    assert pa.table(records, schema=wanted).schema.field("id").type == pa.string()


def test_pandas_reads_it_as_a_list_of_dicts(records):
    frame = pd.DataFrame(records)
    assert list(frame.columns) == records.columns
    assert frame["id"].to_list() == records["id"]


def test_to_pandas_keeps_names_and_types(records, empty):
    frame = records.to_pandas()
    assert frame["row"].dtype == np.int64
    assert frame["cluster"].dtype == pd.Int64Dtype()
    assert frame["similarity"].dtype == np.float64
    assert frame["cluster"].to_list() == [0, 0, pd.NA, 3]
    assert np.isnan(frame["similarity"][2])
    assert frame["relation"].isna().to_list() == [value is None for value in records["relation"]]
    nothing = empty.to_pandas()
    assert list(nothing.columns) == empty.columns
    assert nothing["left"].dtype == np.int64
    assert len(nothing) == 0
    for function in (copydesk.cluster, copydesk.extract_quotes):
        assert list(function([]).to_pandas().dtypes) == list(function(TEXTS, ids=[1, 2, 3, 4]).to_pandas().dtypes)


def test_shingles_in_a_frame_can_be_written_to_parquet(tmp_path):
    frame = copydesk.shingle(TEXTS, size=2, positions=True).to_pandas()
    frame.to_parquet(tmp_path / "shingles.parquet")
    back = pd.read_parquet(tmp_path / "shingles.parquet")
    assert back["shingles"][0].tolist() == copydesk.shingle(TEXTS, size=2)["shingles"][0]
    assert back["shingles"][2] is None


def test_ids_keep_their_type_in_frames():
    assert copydesk.cluster(["a"], ids=[7]).to_pandas()["id"].dtype == np.int64
    assert copydesk.cluster(["a"], ids=["7"]).to_polars()["id"].dtype == pl.String


def test_a_notebook_shows_an_escaped_table():
    records = copydesk.shingle(["a"], ids=["<script>alert(1)</script> & ‮evil"])
    shown = records._repr_html_()
    assert shown.startswith("<table>")
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    many = copydesk.shingle(["text"] * 50)
    assert many._repr_html_().count("<tr>") == 21
    assert "first 20 of 50 records" in many._repr_html_()


def test_a_notebook_shows_clusters_with_their_headlines():
    texts = [f"{'Pier shut' if n else '<b>Pier</b>'}\n\nThe mayor closed the pier on Monday." for n in range(40)]
    shown = copydesk.cluster(texts, level="story", sources=["Gazette"] * 40)._repr_html_()
    assert "1 group of articles that belong together, 0 articles alone" in " ".join(shown.split())
    assert "&lt;b&gt;Pier&lt;/b&gt;" in shown
    assert shown.count("<td><bdi>Gazette</bdi></td>") == 30
    assert "and 10 more versions" in shown
    for acting in ("<script", " id=", "href="):
        assert acting not in shown


def test_the_repr_names_size_and_columns(records):
    columns = "row, id, cluster, members, representative, first, relation, similarity, link, why"
    assert repr(records) == f"<Records: 4 × {columns}>"


def test_a_comparison_is_no_row_number():
    records = copydesk.similarity(["a"], ["a"])
    with pytest.raises(TypeError, match="to filter by a column"):
        records[records["row"] == 0]
