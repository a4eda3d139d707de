"""The commands `copydesk index …`: what they write and say, what they refuse, and how they end."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import copydesk
from copydesk import Index
from copydesk.cli import target as targets
from copydesk.sample import articles

COMMANDS = ("create", "add", "query", "info", "verify", "compact", "remove", "clusters")
SAID = "The council said no to the new harbour, and the mayor left the room."
RAIN = "Rain in the north, and wind from the sea for the rest of the week."


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(run):
    return lambda *arguments: run("index", *arguments)


def save(name, *rows):
    """A file of articles as its ending says, or a text file."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    else:
        path.write_text(rows[0] if path.suffix == ".txt" else "".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def parse(lines):
    return [json.loads(line) for line in lines.splitlines()]


@pytest.fixture
def days():
    """Two days of the sample in files."""
    first = [article for article in articles() if article["date"] < "2025-03-05"]
    save("monday.csv", *first)
    save("tuesday.jsonl", *(article for article in articles() if article not in first))


@pytest.fixture
def archive(run, days):
    assert run("create", "archive", "--level", "partial") == (
        0,
        "an index at level partial, without articles yet: archive\n",
        "",
    )
    assert run("add", "archive", "monday.csv") == (0, "2 articles added; none matches an article before it\n", "")
    return Path("archive")


def content(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


# The daily batch


def test_add_says_in_words_what_was_there_before(run, archive):
    code, out, err = run("add", archive, "tuesday.jsonl")
    assert (code, err) == (0, "")
    assert out == (
        "10 articles added; 4 match one that was there before: 1 exact, 2 near, 1 partial; "
        "the oldest match is of 2025-03-04, from Saltmere Courier\n"
    )
    assert len(Index.open(archive)) == 12


def test_add_writes_the_matches_beside_the_columns_of_the_input(run, archive):
    code, out, err = run("add", archive, "tuesday.jsonl", "--out", "seen.csv")
    assert (code, err) == (0, "")
    assert out.endswith("from Saltmere Courier: seen.csv\n")
    with Path("seen.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    assert list(first) == [
        *("row", "id", "match_id", "relation", "similarity", "jaccard", "containment_row", "containment_match"),
        *("source", "date", "title", "input_source", "input_date"),
    ]
    assert (first["id"], first["match_id"], first["relation"]) == ("wire-harbour-wall", "courier-harbour-wall", "exact")
    assert (first["source"], first["input_source"]) == ("Saltmere Courier", "Northshore Wire")
    assert (first["date"], first["input_date"]) == ("2025-03-04T00:00:00Z", "2025-03-05")


def test_add_to_standard_output_keeps_words_and_data_apart(run, archive):
    _, out, err = run("add", archive, "tuesday.jsonl", "--out", "-")
    assert [record["relation"] for record in parse(out)][:2] == ["exact", "partial"]
    assert err.startswith("copydesk: 10 articles added; 4 match")


def test_query_lists_matches_and_adds_nothing(run, archive):
    before = content(archive)
    _, out, err = run("query", archive, "tuesday.jsonl")
    assert {record["match_id"] for record in parse(out)} == {"courier-harbour-wall"}
    assert err == ""
    _, out, _ = run("query", archive, "tuesday.jsonl", "--out", "known.jsonl")
    assert out.startswith("10 articles; 3 match one that was there before: 1 exact, 1 near, 1 partial; the oldest")
    save("tip.txt", RAIN)
    assert run("query", archive, "tip.txt") == (0, "", "copydesk: 1 article; none matches an article before it\n")
    assert content(archive) == before


def test_the_command_line_gives_what_the_class_gives(run, archive):
    _, out, _ = run("add", archive, "tuesday.jsonl", "--format", "jsonl")
    index = Index("by-hand", level="partial")
    for day in ("monday", "tuesday"):
        rows = [one for one in articles() if (one["date"] < "2025-03-05") == (day == "monday")]
        columns = {f"{name}s": [row[name] for row in rows] for name in ("text", "id", "title", "source", "date")}
        records = index.add(**columns)
    written = [{name: record[name] for name in records.columns} for record in parse(out)]
    assert written == records
    _, out, _ = run("clusters", archive)
    written = parse(out)
    told = index.clusters()
    assert [{name: record[name] for name in told.columns} for record in written] == told
    assert [record["source"] for record in written] == index.articles()["source"]


def test_stories_take_their_words_from_a_background(run, days):
    save("background.csv", *({"body": SAID, "n": n} for n in range(3)))
    code, out, err = run(
        *("create", "stories", "--level", "story", "--window", 7, "--story-threshold", 0.6),
        *("--background", "background.csv", "--keep-text"),
    )
    assert (code, out, err) == (0, "an index at level story, without articles yet: stories\n", "")
    told = Index.open("stories").info()
    assert (told["window"], told["story_threshold"], told["keep_text"]) == (7.0, 0.6, True)
    code, out, _ = run("add", "stories", "tuesday.jsonl", "--language", "en")
    assert code == 0
    assert "rewrite" in out
    assert "story threshold  0.6\nwindow           7 days\n" in run("info", "stories")[1]


# Ids


def test_text_files_have_their_names_as_ids(run):
    save("news/monday/a.txt", SAID)
    save("news/tuesday/a.txt", SAID)
    run("create", "archive")
    assert run("add", "archive", "news")[1].startswith("2 articles added; 1 matches one that was there before: 1 exact")
    assert Index.open("archive").articles()["id"] == ["monday/a", "tuesday/a"]
    # Named as it lies, a folder counts from itself.
    run("create", "other")
    run("add", "other", "news/monday")
    code, _, err = run("add", "other", "news/tuesday")
    assert code == 2
    assert 'got "a" (row 0), which is in the index already; nothing was added' in err


def test_files_without_a_column_of_ids_get_running_numbers(run):
    save("a.csv", {"text": SAID, "note": "x"}, {"text": RAIN, "note": "y"})
    run("create", "archive")
    for _ in range(2):
        assert run("add", "archive", "a.csv")[0] == 0
    assert Index.open("archive").articles()["id"] == [0, 1, 2, 3]
    assert run("remove", "archive", 1, 3) == (0, "2 articles removed, 2 left: archive\n", "")
    save("b.csv", {"id": "x", "text": RAIN})
    code, _, err = run("add", "archive", "b.csv")
    assert (code, err) == (2, "copydesk: --id must be int, as the ids of this index are, got str; convert them\n")


def test_an_index_whose_ids_are_text_asks_for_their_column(run, archive):
    save("a.csv", {"text": SAID, "key": "k"})
    code, _, err = run("add", archive, "a.csv")
    assert (code, err.count("\n")) == (2, 1)
    assert err.endswith("the ids of this index are str, got None; name their column with --id\n")
    assert run("add", archive, "a.csv", "--id", "key")[0] == 0


def test_an_id_that_is_there_is_refused_skipped_or_replaced(run, archive):
    run("add", archive, "tuesday.jsonl")
    before = content(archive)
    code, out, err = run("add", archive, "tuesday.jsonl", "--out", "seen.csv")
    assert (code, out) == (2, "")
    assert "ids that are new" in err
    assert content(archive) == before
    assert not Path("seen.csv").exists()
    _, out, _ = run("add", archive, "tuesday.jsonl", "monday.csv", "--on-conflict", "skip")
    assert out == "0 articles added, 12 left out whose ids were there; none matches an article before it\n"
    assert content(archive) == before
    _, out, _ = run("add", archive, "tuesday.jsonl", "--on-conflict", "replace")
    assert out.startswith("10 articles added, 10 of them in place of old ones; 5 match one")
    assert len(Index.open(archive)) == 12


def test_remove_takes_ids_of_either_kind_and_all_or_none(run, archive):
    code, out, err = run("remove", archive, "courier-harbour-wall", "nobody")
    assert (code, out) == (2, "")
    assert '"nobody" (row 1); nothing was removed' in err
    assert run("remove", archive, "courier-harbour-wall")[1] == "1 article removed, 1 left: archive\n"
    Index("numbers").add([SAID, RAIN], ids=[-7, 12])
    assert run("remove", "numbers", "--", "-7", "12")[0] == 0
    assert run("remove", "numbers", "9" * 5000)[0] == 2


# Keeping it


def test_info_is_a_table(run, archive):
    run("remove", archive, "courier-harbour-wall")
    code, out, err = run("info", archive)
    assert (code, err) == (0, "")
    assert dict(line.split(None, 1) for line in out.splitlines() if not line.startswith("on disk")) == {
        "index": "archive",
        "articles": "1",
        "removed": "1, until they are compacted away",
        "level": "partial",
        "threshold": "0.7",
        "shingles": f"of 5 words, {Index.open(archive).info()['shingles']:,} distinct",
        "texts": "not kept",
        "saved": "2 times",
        "format": "version 1",
    }
    assert "on disk    " in out


def test_compact_tells_what_it_freed(run, archive):
    run("add", archive, "tuesday.jsonl")
    run("remove", archive, "courier-harbour-wall")
    _, out, _ = run("compact", archive)
    assert out.startswith("11 articles in 1 segment, ")
    assert out.endswith(" freed: archive\n")
    assert Index.open(archive).info()["removed"] == 0
    assert "freed" not in run("compact", archive)[1]


def test_clusters_are_those_of_cluster(run, archive):
    run("add", archive, "tuesday.jsonl")
    code, out, err = run("clusters", archive, "--out", "clusters.csv")
    assert (code, out, err) == (0, "12 articles, 6 of them in 2 groups of the same text: clusters.csv\n", "")


def test_verify_tells_what_was_checked(run, archive):
    code, out, err = run("verify", archive)
    shingles = Index.open(archive).info()["shingles"]
    assert (code, err) == (0, "")
    assert out.startswith(f"no damage: 1 segment, 2 articles, {shingles:,} shingles, ")
    assert out.endswith("KB: archive\n")


@pytest.mark.parametrize("kind", ["manifest", "segment-*", "removed-*"])
@pytest.mark.parametrize("way", ["flip", "cut", "gone"])
def test_verify_ends_with_1_and_one_line_if_anything_is_damaged(run, archive, kind, way):
    run("remove", archive, "courier-harbour-wall")
    (path,) = archive.glob(kind)
    data = path.read_bytes()
    path.unlink()
    if way != "gone":
        path.write_bytes(data[:-1] if way == "cut" else data[:20] + bytes([data[20] ^ 1]) + data[21:])
    code, out, err = run("verify", archive)
    assert (code, out) == (1, "")
    assert err.startswith(f"copydesk: {archive.absolute()}")
    assert err.count("\n") == 1
    # Elsewhere a damaged file is like any other that cannot be read.
    assert run("info", archive)[0] == 2


def test_a_copy_under_the_writers_lock_is_an_index(run, archive):
    if shutil.which("flock") is None:
        pytest.skip("no flock here")
    copying = ["flock", "--nonblock", "archive/lock", "cp", "-r", "archive", "copy"]
    subprocess.run(copying, check=True)
    assert run("verify", "copy")[0] == 0
    shutil.rmtree("copy")
    with Index.open(archive) as writer:
        writer.add([SAID], ids=["s"], save=False)
        assert subprocess.run(copying, check=False).returncode == 1


# What is refused

REFUSALS = {
    "no index": (["info", "nothing"], "nothing: there is no index"),
    "a folder": (["add", "folder", "a.csv"], "it is no index of copydesk: it has no manifest"),
    "there already": (["create", "archive"], "archive: an index is there already"),
    "something else": (["create", "folder"], "folder: something else is there already"),
    "threshold": (["create", "new", "--threshold", "70"], "--threshold must be in (0, 1]"),
    "window": (["create", "new", "--window", "3"], "--window needs --level story, got --level near"),
    "background": (["create", "new", "--background", "a.csv"], "--background needs --level story"),
    "text": (["create", "new", "--level", "story", "--text", "x"], "name it with --background"),
    "conflict": (
        ["add", "archive", "a.csv", "--on-conflict", "keep"],
        "'keep' is not one of 'error', 'skip', 'replace'",
    ),
    "no input": (["add", "archive"], "Missing argument 'INPUT...'"),
    "no file": (["add", "archive", "nothing.csv"], "nothing.csv: no such file or folder"),
    "no column": (["add", "archive", "a.csv", "--text", "x"], "--text names `x`, which is not a column"),
    "out is the input": (["add", "archive", "a.csv", "--out", "a.csv"], "a.csv"),
    "out in the index": (["query", "archive", "a.csv", "--out", "archive/x.csv"], "lies in the index"),
    "out of no kind": (["clusters", "archive", "--out", "x.doc"], "expected a name that ends in"),
    "threads": (["verify", "archive", "--threads", "0"], "--threads must be in [1, 1024]"),
    "no ids": (["remove", "archive"], "Missing argument 'ID...'"),
    "no command": (["add-all", "archive"], "No such command 'add-all'"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_mistake_is_one_line_and_leaves_everything_as_it_was(run, archive, case):
    save("a.csv", {"id": "a", "text": SAID})
    save("folder/notes.txt", "mine")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    arguments, expected = REFUSALS[case]
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("copydesk: ")
    assert err.count("\n") == 1
    assert expected in err
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_a_second_writer_is_told_so(run, archive):
    with Index.open(archive) as writer:
        writer.add([SAID], ids=["s"], save=False)
        code, out, err = run("add", archive, "tuesday.jsonl")
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "another" in err
        assert run("info", archive)[0] == 0


# How it ends


def test_if_the_matches_cannot_be_written_nothing_is_added(run, archive, monkeypatch):
    before = content(archive)

    def full(*_, **__):
        raise OSError(28, "No space left on device", "seen.csv")

    monkeypatch.setattr(targets, "write_to", full)
    code, out, err = run("add", archive, "tuesday.jsonl", "--out", "seen.csv")
    assert (code, out, err) == (2, "", "copydesk: seen.csv: No space left on device\n")
    assert content(archive) == before
    assert run("verify", archive)[0] == 0


def test_an_interrupt_is_quiet_and_adds_nothing(run, archive, monkeypatch):
    before = content(archive)

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(targets, "beside", interrupted)
    code, out, err = run("add", archive, "tuesday.jsonl", "--out", "seen.csv")
    assert (code, out, err.strip()) == (130, "", "")
    assert content(archive) == before


@pytest.mark.skipif(os.name != "posix", reason="sends the signal of Ctrl-C")
def test_ctrl_c_ends_the_process_with_130_and_leaves_the_index(run, archive):
    before = content(archive)
    os.mkfifo("never.csv")  # reading waits here until the signal comes
    command = [sys.executable, "-m", "copydesk.cli", "index", "add", "archive", "never.csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        writer = os.open("never.csv", os.O_WRONLY)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        os.close(writer)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")
    assert content(archive) == before


def test_a_pipe_that_closes_early_is_no_error_and_the_articles_are_added(archive):
    save("many.jsonl", *({"id": f"n{n}", "text": SAID, "note": "x" * 2000} for n in range(60)))
    command = [sys.executable, "-m", "copydesk.cli", "index", "add", "archive", "many.jsonl", "--out", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline().startswith(b'{"row": 1')
        process.stdout.close()
        assert process.wait(60) == 0
        assert process.stderr.read().startswith(b"copydesk: 60 articles added; 59 match")
    assert len(Index.open(archive)) == 62


# Help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"copydesk index {command}" in out.split("Example:")[1]


def test_without_a_command_the_help_is_shown(run):
    code, out, err = run()
    assert (code, err) == (0, "")
    assert out == run("--help")[1]
    assert all(command in out for command in COMMANDS)


def test_defaults_are_those_of_the_class(run):
    run("create", "by-command")
    Index("by-hand")
    assert content("by-command") == content("by-hand")
    assert copydesk.Index.open("by-command").info() == Index.open("by-hand").info()
