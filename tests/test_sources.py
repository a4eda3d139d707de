"""What a name stands for: standard input, a pattern, a folder, a file or a pipe; and what each is taken to hold."""

import io
import os
import threading
from pathlib import Path

import pytest

from copydesk.errors import ParameterError
from copydesk.files import FileError, read


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def standard_input(monkeypatch):
    def give(data):
        data = data if isinstance(data, bytes) else data.encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def save(name, content="text\nx\n"):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def paths(table):
    return [place.path.as_posix() for place in table.places]


# Standard input


@pytest.mark.parametrize(
    ("data", "columns"),
    [
        ('{"text": "x"}\n', {"text": ["x"]}),
        ('\ufeff\n {"text": "x"}\n', {"text": ["x"]}),
        ("id,text\n1,x\n", {"id": ["1"], "text": ["x"]}),
        ('"Pub Date";"Body"\n1;x\n', {"Pub Date": ["1"], "Body": ["x"]}),
        ("n\tarticle text\n1\tx, y\n", {"n": ["1"], "article text": ["x, y"]}),
        ("text\nx\n", {"text": ["x"]}),
        (
            "The pier is sold\nAt last, he said.",
            {"id": ["standard input"], "text": ["The pier is sold\nAt last, he said."]},
        ),
    ],
)
def test_the_first_bytes_tell_what_standard_input_holds(standard_input, data, columns):
    standard_input(data)
    assert read(["-"]).columns == columns


def test_parquet_comes_through_a_pipe(standard_input):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    pq.write_table(pa.table({"text": ["x"]}), out)
    standard_input(out.getvalue())
    table = read(["-"])
    assert (table.columns, str(table.places[0])) == ({"text": ["x"]}, "standard input, row 1")


def test_a_first_line_that_could_be_prose_or_a_header_is_a_question(standard_input):
    prose = "The pier is sold, he said.\n"
    standard_input(prose)
    with pytest.raises(FileError, match="standard input: could be a table or a text; say with --input-format csv, tsv"):
        read(["-"])
    standard_input(prose)
    assert read(["-"], kind="txt").columns["text"] == [prose]
    standard_input("\n")
    with pytest.raises(FileError, match="standard input: empty"):
        read(["-"])
    standard_input("überschrift,inhalt\na,b\n")
    assert read(["-"], kind="csv").columns == {"überschrift": ["a"], "inhalt": ["b"]}


def test_standard_input_has_an_encoding_and_lines(standard_input):
    standard_input("id,text\n1,Größe\n".encode("cp1252"))
    assert read(["-"], encoding="cp1252").columns["text"] == ["Größe"]
    standard_input("id,text\n1,Größe\n".encode("cp1252"))
    with pytest.raises(FileError, match="standard input, line 2: not UTF-8"):
        read(["-"])
    standard_input('{"text": "x"}\n{\n')
    with pytest.raises(FileError, match="standard input, line 2: not JSON"):
        read(["-"])


def test_standard_input_stands_among_files_and_the_kind_is_about_it_alone(standard_input):
    save("a.csv", "text\nfirst\n")
    standard_input("text,n\nsecond,1\n")
    assert read(["a.csv", "-"], kind="csv").columns == {"text": ["first", "second"], "n": [None, "1"]}
    standard_input("anything, else")
    assert read(["a.csv", "-"], kind="txt").columns["text"] == ["first", "anything, else"]
    with pytest.raises(ParameterError, match="named twice"):
        read(["-", "-"])


@pytest.mark.skipif(os.name != "posix", reason="makes a named pipe")
def test_a_pipe_with_a_name_is_read_once():
    os.mkfifo("pipe")
    writer = threading.Thread(target=Path("pipe").write_bytes, args=(b"id,text\n1,x\n",))
    writer.start()
    assert read(["pipe"]).columns == {"id": ["1"], "text": ["x"]}
    writer.join()


# Patterns


def test_a_pattern_stands_for_the_files_that_match_at_any_depth():
    for name in ("news/b.csv", "news/2025/a.csv", "news/.hidden.csv", "news/c.txt", "other/d.csv"):
        save(name)
    assert paths(read(["news/**/*.csv"])) == ["news/2025/a.csv", "news/b.csv"]
    assert paths(read([Path("news/?.csv").absolute().as_posix(), "other/d.csv"]))[-1] == "other/d.csv"


def test_a_pattern_stands_for_folders_where_no_file_matches():
    save("2024/a.txt", "x")
    save("2025/b.txt", "y")
    assert read(["202[45]"]).columns == {"id": ["2024/a", "2025/b"], "text": ["x", "y"]}
    save("2026.txt", "z")
    assert read(["202?*"]).columns["text"] == ["z"]


def test_a_pattern_without_a_match_is_named():
    save("news/a.csv")
    with pytest.raises(FileError, match=r"news/\*\.jsonl: no file matches this pattern"):
        read(["news/a.csv", "news/*.jsonl"])


def test_a_file_whose_name_looks_like_a_pattern_is_that_file():
    save("a[1].csv", "text\nmine\n")
    save("a1.csv", "text\nother\n")
    assert read(["a[1].csv"]).columns == {"text": ["mine"]}


# Folders


def test_a_folder_of_tables_of_one_kind_is_read_in_the_order_of_paths():
    save("news/b.jsonl", '{"text": "2"}\n')
    save("news/a/z.ndjson", '{"text": "1"}\n')
    save("news/readme.md")
    save("news/.cache/c.csv")
    assert read(["news"]).columns == {"text": ["1", "2"]}


def test_text_files_go_before_tables():
    save("news/a.txt", "x")
    save("news/a.csv")
    assert read(["news"]).columns == {"id": ["a"], "text": ["x"]}
    assert read(["news"], kind="csv").columns == {"text": ["x"]}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["a.md"], r"news: the folder holds no \.txt file, only 1 \.md$"),
        ([], r"news: the folder holds no \.txt file$"),
        (["a.csv", "b.csv", "c.jsonl"], r"only 2 \.csv, 1 \.jsonl; choose with --input-format csv or jsonl$"),
    ],
)
def test_a_folder_of_nothing_or_of_several_kinds_says_what_it_holds(names, message):
    Path("news").mkdir()
    for name in names:
        save(f"news/{name}")
    with pytest.raises(FileError, match=message):
        read(["news"])


# Endings


def test_the_kind_says_what_an_unknown_or_vague_ending_holds():
    save("export.dat", "text\nx\n")
    save("excel.txt", "id\ttext\n1\tx\n")
    assert read(["export.dat"], kind="csv").columns == {"text": ["x"]}
    assert read(["excel.txt"], kind="tsv").columns == {"id": ["1"], "text": ["x"]}
    with pytest.raises(
        FileError, match=r"export\.dat: ends in \.dat, expected \.csv.*; say what it holds with --input"
    ):
        read(["export.dat"])


def test_a_kind_that_contradicts_the_ending_is_refused():
    save("a.csv")
    with pytest.raises(ParameterError, match=r"a\.csv: ends in \.csv, but --input-format says jsonl; leave that out"):
        read(["a.csv"], kind="jsonl")
