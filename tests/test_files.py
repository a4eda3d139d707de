"""Reading articles and writing records: nothing lost, nothing changed, never half a file."""

import csv
import io
import json
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import ParameterError
from copydesk.files import (
    FileError,
    Roles,
    Table,
    beside,
    choose_columns,
    ids_of,
    read,
    replacing,
    texts_of,
    write,
    write_to,
)

TEXT_WITH_ALL_LINE_ENDS = "one\r\ntwo\rthree\nfour\u2028five"


def written(table, format, **options):
    out = io.BytesIO()
    write_to(out, table, format=format, **options)
    return out.getvalue()


def make(tmp_path, name, content):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# Text files and folders


def test_a_folder_gives_its_text_files_sorted_with_the_path_as_id(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/c.TXT", "notes.md", ".hidden.txt", ".git/x.txt"):
        make(tmp_path, name, name)
    table = read([tmp_path])
    assert table.columns == {"id": ["a/c", "a/z", "b"], "text": ["a/c.TXT", "a/z.txt", "b.txt"]}


def test_text_files_named_one_by_one_count_from_the_folder_that_they_share(tmp_path):
    files = [make(tmp_path, "a/x.txt", "1"), make(tmp_path, "b/x.txt", "2")]
    assert read(files).columns["id"] == ["a/x", "b/x"]
    assert read(files[:1]).columns["id"] == ["x"]


def test_only_the_last_suffix_leaves_the_id(tmp_path):
    make(tmp_path, "v1.2.txt", "")
    assert read([tmp_path]).columns["id"] == ["v1.2"]


def test_line_ends_of_a_text_file_stay_so_that_offsets_fit_the_file(tmp_path):
    make(tmp_path, "a.txt", TEXT_WITH_ALL_LINE_ENDS)
    assert read([tmp_path]).columns["text"] == [TEXT_WITH_ALL_LINE_ENDS]


@pytest.mark.parametrize(("name", "content"), [("a.csv", "text\nx\n"), ("a.jsonl", '{"text": "x"}\n'), ("a.txt", "x")])
def test_a_byte_order_mark_is_dropped(tmp_path, name, content):
    table = read([make(tmp_path, name, "\ufeff" + content)])
    assert table.columns["text"] == ["x"]


def test_another_encoding_is_read_only_when_it_is_asked_for(tmp_path):
    path = make(tmp_path, "a.csv", "text\nplain\ncaf\xe9\n".encode("latin-1"))
    with pytest.raises(FileError, match=r"a\.csv, line 3: not UTF-8 .*--encoding cp1252"):
        read([path])
    assert read([path], encoding="latin-1").columns["text"] == ["plain", "café"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_an_encoding_with_or_without_a_byte_order_mark_of_its_own_is_read(tmp_path, encoding):
    path = make(tmp_path, "a.jsonl", '{"text": "“x”"}\n'.encode(encoding))
    assert read([path], encoding=encoding).columns["text"] == ["“x”"]


def test_a_file_in_utf_16_is_told_from_one_in_a_code_page(tmp_path):
    with pytest.raises(FileError, match="--encoding utf-16"):
        read([make(tmp_path, "a.csv", "text\nx\n".encode("utf-16"))])


@pytest.mark.parametrize("encoding", ["klingon", "base64", "a\0b"])
def test_an_unknown_encoding_is_a_parameter_error(tmp_path, encoding):
    with pytest.raises(ParameterError, match="encoding"):
        read([make(tmp_path, "a.txt", "x")], encoding=encoding)


@pytest.mark.parametrize("name", ["a.docx", "a"])
def test_a_file_of_an_unknown_kind_names_the_kinds_that_are_read(tmp_path, name):
    with pytest.raises(FileError, match=r"expected \.csv, \.tsv, \.jsonl, \.ndjson, \.parquet or \.txt"):
        read([make(tmp_path, name, "x")])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileError, match=r"nothing\.csv: no such file or folder"):
        read([tmp_path / "nothing.csv"])


# CSV


def test_csv_cells_keep_their_line_ends_quotes_and_spaces(tmp_path):
    cells = [TEXT_WITH_ALL_LINE_ENDS, ' "quoted", ', ""]
    path = tmp_path / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["id", "text"], *enumerate(cells)])
    assert read([path]).columns == {"id": ["0", "1", "2"], "text": cells}


def test_a_csv_cell_may_be_longer_than_the_limit_of_the_csv_module(tmp_path):
    before = csv.field_size_limit()
    table = read([make(tmp_path, "a.csv", "text\n" + "x" * 200_000 + "\n")])
    assert len(table.columns["text"][0]) == 200_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ";"), ("a.csv", "\t"), ("a.csv", "|"), ("a.tsv", "\t")])
def test_other_separators_are_read_too(tmp_path, name, mark):
    table = read([make(tmp_path, name, f"id{mark}text\n1{mark}a, b\n")])
    assert table.columns == {"id": ["1"], "text": ["a, b"]}


def test_a_csv_row_of_another_length_names_file_and_line(tmp_path):
    path = make(tmp_path, "a.csv", 'id,text\n1,"two\nlines"\n2,a,b\n')
    with pytest.raises(FileError, match=r"a\.csv, line 4: 3 cells, but the header has 2"):
        read([path])


def test_a_quotation_mark_that_is_never_closed_is_an_error_and_does_not_swallow_the_rest(tmp_path):
    path = make(tmp_path, "a.csv", 'id,text\n1,"open\n2,b\n')
    with pytest.raises(FileError, match=r"a\.csv, line 2: not CSV"):
        read([path])


def test_a_csv_column_without_a_name_gets_one_and_two_of_one_name_are_refused(tmp_path):
    assert list(read([make(tmp_path, "a.csv", ",text\n0,x\n")]).columns) == ["column_1", "text"]
    with pytest.raises(FileError, match="`text` more than once"):
        read([make(tmp_path, "b.csv", "text,text\n0,x\n")])


def test_empty_lines_and_an_empty_body_are_no_rows(tmp_path):
    assert len(read([make(tmp_path, "a.csv", "id,text\n\n1,x\n\n")])) == 1
    assert read([make(tmp_path, "b.csv", "id,text\n")]).columns == {"id": [], "text": []}
    with pytest.raises(FileError, match="empty, expected a header"):
        read([make(tmp_path, "c.csv", "")])


# JSONL


def test_jsonl_keeps_types_and_fills_missing_keys(tmp_path):
    path = make(tmp_path, "a.jsonl", '{"id": 1, "text": "x"}\n\n{"id": 2, "tags": ["a"], "text": null}\n')
    table = read([path])
    assert table.columns == {"id": [1, 2], "text": ["x", None], "tags": [None, ["a"]]}
    assert str(table.places[1]) == f"{path}, line 3"


@pytest.mark.parametrize("line", ["{", "[1]", '"text"', "[" * 100_000, '{"n": ' + "9" * 5000 + "}"])
def test_a_bad_line_of_jsonl_names_file_and_line(tmp_path, line):
    path = make(tmp_path, "a.jsonl", '{"text": "x"}\n' + line + "\n")
    with pytest.raises(FileError, match=r"a\.jsonl, line 2: "):
        read([path])


# Parquet


def test_parquet_keeps_values_and_types(tmp_path):
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    source = pa.table(
        {
            "id": pa.array([1, 2], pa.int32()),
            "text": pa.array(["x", None]).dictionary_encode(),
            "seen": pa.array([datetime(2025, 3, 4, tzinfo=UTC), None], pa.timestamp("us", "UTC")),
        }
    )
    pq.write_table(source, tmp_path / "a.parquet")
    table = read([tmp_path / "a.parquet"])
    assert table.columns["text"] == ["x", None]
    assert str(table.places[1]) == f"{tmp_path / 'a.parquet'}, row 2"
    write(table, tmp_path / "b.parquet")
    assert pq.read_table(tmp_path / "b.parquet").to_pylist() == source.to_pylist()
    assert pq.read_table(tmp_path / "b.parquet").schema.field("id").type == pa.int32()


def test_a_file_that_is_not_parquet_is_named(tmp_path):
    pytest.importorskip("pyarrow")
    with pytest.raises(FileError, match=r"a\.parquet: cannot be read as Parquet"):
        read([make(tmp_path, "a.parquet", "id,text\n")])


def test_without_pyarrow_the_error_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FileError, match=r"pip install 'copydesk\[arrow\]'"):
        read([make(tmp_path, "a.parquet", "")])
    with pytest.raises(FileError, match=r"pip install 'copydesk\[arrow\]'"):
        write(Table({"row": [0]}), tmp_path / "b.parquet")
    assert not (tmp_path / "b.parquet").exists()


# Several files


def test_several_files_follow_each_other_and_share_their_columns(tmp_path):
    first = make(tmp_path, "a.jsonl", '{"id": "1", "text": "x"}\n')
    second = make(tmp_path, "b.csv", "id,text,title\n2,y,T\n")
    assert read([first, second]).columns == {"id": ["1", "2"], "text": ["x", "y"], "title": [None, "T"]}


# Columns


def roles(*names, **asked):
    return choose_columns(Table({name: [] for name in names}), **asked)


@pytest.mark.parametrize(
    "name", ["text", "Text", "body", "content", "article", "Article Text", "article-text", "full_text"]
)
def test_an_obvious_text_column_is_found(name):
    assert roles("doc", name, "date").text == name


def test_the_only_column_is_the_text():
    assert roles("whatever").text == "whatever"


def test_two_candidates_for_the_text_are_a_question_that_lists_the_columns():
    with pytest.raises(ParameterError, match=r"`text`, `body`; choose one with --text out of `id`, `text`, `body`"):
        roles("id", "text", "body")
    assert roles("id", "text", "body", text="body").text == "body"


def test_no_candidate_for_the_text_is_a_question_that_lists_the_columns():
    with pytest.raises(ParameterError, match=r"--text: `foo`, `bar`"):
        roles("foo", "bar")


def test_a_column_that_is_asked_for_must_exist():
    with pytest.raises(ParameterError, match=r"--id names `nr`, which is not a column; there are `text`"):
        roles("text", id="nr")


def test_an_id_goes_before_a_uuid_and_a_uuid_before_a_url():
    assert roles("text", "url", "id").id == "id"
    assert roles("text", "url", "uuid").id == "uuid"
    assert roles("text", "url").id == "url"
    assert roles("text").id is None
    with pytest.raises(ParameterError, match=r"`doc_id`, `article_id`; choose one with --id"):
        roles("text", "doc_id", "article_id")


def test_what_only_dresses_a_page_stays_away_where_it_is_not_obvious():
    assert roles("text", "publisher", "domain", "Headline") == Roles("text", title="Headline")


def test_a_value_that_is_not_text_names_file_and_line(tmp_path):
    path = make(tmp_path, "a.jsonl", '{"text": "x"}\n{"text": 5}\n')
    with pytest.raises(FileError, match=r"a\.jsonl, line 2: `text` is the number 5, expected text or null"):
        texts_of(read([path]), "text")


@pytest.mark.parametrize(
    ("value", "problem"),
    [("null", "missing"), ("true", "true or false"), ("1.5", "the number"), ('"a"', "is text, and a number before")],
)
def test_an_id_that_cannot_be_one_names_file_and_line(tmp_path, value, problem):
    path = make(tmp_path, "a.jsonl", f'{{"id": 1, "text": "x"}}\n{{"id": {value}, "text": "y"}}\n')
    with pytest.raises(FileError, match=rf"a\.jsonl, line 2: id `id` is.*{problem}|line 2: id `id` {problem}"):
        ids_of(read([path]), "id")


# Joining


def test_input_columns_ride_along_and_results_keep_their_names():
    articles = Table({"text": ["A", "B"], "start": [1, 2], "input_start": [3, 4], "date": ["x", "y"]})
    joined = beside({"row": [1, 0, 1], "start": [7, 8, 9]}, articles, without={"text"})
    assert joined.columns == {
        "row": [1, 0, 1],
        "start": [7, 8, 9],
        "input_input_start": [2, 1, 2],
        "input_start": [4, 3, 4],
        "date": ["y", "x", "y"],
    }


# Writing

CELLS = st.one_of(st.none(), st.text(), st.integers(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False))


@given(st.lists(st.tuples(CELLS, st.text(st.characters(exclude_categories=[])))))
def test_jsonl_gives_back_any_value_even_half_a_surrogate_pair(rows):
    table = Table({"a": [row[0] for row in rows], "b": [row[1] for row in rows]})
    lines = written(table, "jsonl").decode().split("\n")
    assert lines.pop() == ""
    # JSON has no way to keep two halves apart that stand next to each other.
    joined = [b.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") for _, b in rows]
    back = [json.loads(line) for line in lines]
    assert [record["a"] for record in back] == [a for a, _ in rows]
    assert [
        record["b"].encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") for record in back
    ] == joined


@given(st.lists(st.text(), min_size=1))
def test_raw_csv_gives_back_any_text(cells):
    out = written(Table({"text": cells, "n": list(range(len(cells)))}), "csv", raw=True)
    back = list(csv.reader(io.StringIO(out.decode(), newline=""), strict=True))
    assert back == [["text", "n"], *([cell, str(n)] for n, cell in enumerate(cells))]


def test_jsonl_stays_json_when_a_number_is_none(tmp_path):
    table = Table({"a": [float("nan"), float("inf"), [float("nan")]], "b": [date(2025, 3, 4), b"x", {"c": 1}]})
    records = [json.loads(line, parse_constant=pytest.fail) for line in written(table, "jsonl").splitlines()]
    assert records == [{"a": None, "b": "2025-03-04"}, {"a": None, "b": "eA=="}, {"a": [None], "b": {"c": 1}}]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1"])
def test_a_csv_cell_that_begins_a_formula_is_made_safe_unless_it_is_to_stay(cell):
    table = Table({"text": [cell]})
    safe = list(csv.reader(io.StringIO(written(table, "csv").decode(), newline="")))
    raw = list(csv.reader(io.StringIO(written(table, "csv", raw=True).decode(), newline="")))
    assert (safe[1], raw[1]) == (["'" + cell], [cell])


def test_a_column_name_that_begins_a_formula_is_made_safe():
    assert written(Table({"=1+1": ["x"]}), "csv") == b"'=1+1\nx\n"


@pytest.mark.parametrize("cell", [-5, "-5", "+0.5", "-1e9", "ends with ="])
def test_a_number_is_no_formula(cell):
    assert written(Table({"n": [cell]}), "csv").decode() == f"n\n{cell}\n"


def test_half_a_surrogate_pair_becomes_a_replacement_character_where_a_format_has_none():
    assert written(Table({"text": ["a\ud800b"]}), "csv").decode() == "text\na\ufffdb\n"


def test_a_value_that_fits_no_parquet_type_names_the_column_and_the_way_out(tmp_path):
    pytest.importorskip("pyarrow")
    with pytest.raises(FileError, match=r"column `a` does not fit one Parquet type .* write \.jsonl instead"):
        write(Table({"a": [1, "x"]}), tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []


def test_the_ending_says_what_is_written(tmp_path):
    with pytest.raises(ParameterError, match=r"--out clusters\.xlsx: expected a name that ends in one of \.csv"):
        write(Table({"a": [1]}), "clusters.xlsx")
    write(Table({"a": [1]}), tmp_path / "a.tsv")
    assert (tmp_path / "a.tsv").read_bytes() == b"a\n1\n"


# Whole or not at all


def test_a_file_is_not_there_until_it_is_whole(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")
    with replacing(path) as out:
        out.write(b"new")
        out.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_error_leaves_the_old_file_and_no_draft(tmp_path, error):
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(error), replacing(path) as out:  # noqa: PT012 - the error has to come from inside the block
        out.write(b"new")
        raise error
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="modes and links as POSIX has them")
def test_a_replaced_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path):
    path, link = tmp_path / "a.csv", tmp_path / "link.csv"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    with replacing(link) as out:
        out.write(b"new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name != "posix", reason="there is no /dev/null elsewhere")
def test_a_device_is_written_to_and_not_replaced():
    with replacing("/dev/null") as out:
        out.write(b"x")
    assert not Path("/dev/null").is_file()
