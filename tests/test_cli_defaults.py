"""Defaults from a file, pipes, dates as files have them, and completion, through the command line."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import copydesk
from copydesk.sample import articles


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    save("a.jsonl", articles())


def save(name, rows):
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def parse(lines):
    return [json.loads(line) for line in lines.splitlines()]


def relations(out):
    return {record["relation"] for record in parse(out)}


# Defaults


def test_typed_goes_before_the_table_of_the_command_and_that_before_the_top_level(run):
    Path("copydesk.toml").write_text('level = "exact"\nthreshold = 0.5\n[cluster]\nlevel = "story"\n')
    assert "rewrite" in relations(run("cluster", "a.jsonl")[1])
    assert relations(run("cluster", "a.jsonl", "--level", "exact")[1]) == {"exact", None}
    assert relations(run("cluster", "a.jsonl", "--no-config")[1]) == {"exact", "near", None}
    _, out, _ = run("cluster", "--help")
    assert "copydesk.toml sets --level, --threshold." in " ".join(out.split()) or (
        "copydesk.toml sets --threshold, --level." in " ".join(out.split())
    )
    assert "[default: story]" in out


def test_a_file_above_is_found_and_told_and_its_file_names_count_from_it(run, monkeypatch):
    Path("pyproject.toml").write_text('[tool.copydesk.near_duplicates]\nagainst = "a.jsonl"\n')
    Path("below").mkdir()
    monkeypatch.chdir("below")
    code, out, err = run("duplicates", "../a.jsonl")
    assert (code, len(parse(out)) >= len(articles())) == (0, True)
    assert err.startswith("copydesk: ")
    assert err.endswith("pyproject.toml sets --against; --no-config leaves it out\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("treshold = 0.5", "`treshold` is no option; did you mean `threshold`? There are: "),
        ("[clustr]\nsize = 3", "[clustr] is no command; did you mean `cluster`? There are: "),
        ("[index.ad]\nraw = true", "[index.ad] is no command; did you mean `add`? There are: "),
        ("[cluster]\nsise = 3", "[cluster] `sise` is no option; did you mean `size`? There are: "),
        ('threshold = "high"', "`threshold` must be a number, got 'high'"),
        ("[cluster]\nlevel = 3", '[cluster] `level` must be "exact" or "near" or "partial" or "story", got 3'),
        ("[cluster]\nraw = 1", "[cluster] `raw` must be true or false, got 1"),
        ('out = "a.csv"', "`out` would have every command write to one place"),
        ('cluster = "story"', "`cluster` is a command; its options stand in a table [cluster]"),
        ("level =", "copydesk.toml: not TOML"),
    ],
)
def test_a_slip_in_the_file_names_file_key_and_what_there_is(run, content, message):
    Path("copydesk.toml").write_text(content)
    code, out, err = run("quotes", "a.jsonl")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("copydesk: ")
    assert "copydesk.toml: " in err
    assert message in err
    assert run("quotes", "--help")[0] == 0


# Names of Python


@pytest.mark.parametrize(
    ("name", "command"),
    [("near_duplicates", "duplicates"), ("extract-quotes", "quotes"), ("match_quotes", "variants")],
)
def test_a_function_is_found_by_its_name_in_python(run, name, command):
    assert run(name, "a.jsonl", "--n-threads", 1) == run(command, "a.jsonl", "--threads", 1)
    assert name.replace("-", "_") in run(command, "--help")[1]


# Pipes


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_head_ends_a_pipe_cleanly_on_both_sides():
    save("many.jsonl", [article | {"note": "x" * 2000} for article in articles() * 30])
    command = f"{sys.executable} -m copydesk.cli quotes many.jsonl --out - --format jsonl"
    script = f'{command} | head -3; echo "${{PIPESTATUS[@]}}"'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "0 0"
    assert len(done.stdout.splitlines()) == 4
    assert done.stderr == ""


def test_standard_input_is_an_input_the_other_side_and_no_two_of_them(run, monkeypatch):
    data = Path("a.jsonl").read_bytes()

    def piped(*arguments):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        return run(*arguments)

    assert piped("cluster", "-") == run("cluster", "a.jsonl")
    assert piped("duplicates", "a.jsonl", "--against", "-") == run("duplicates", "a.jsonl", "--against", "a.jsonl")
    assert piped("verify", "a.jsonl", "--sources", "-", "--input-format", "jsonl")[0] == 0
    code, _, err = piped("duplicates", "-", "--against", "-")
    assert (code, "in INPUT and --against, but it can be read only once" in err) == (2, True)


# Dates


@pytest.mark.parametrize("unit", [1, 10**3, 10**6, 10**9])
@pytest.mark.parametrize("kind", [int, str])
def test_numbers_since_1970_are_dates(run, unit, kind):
    texts = ["the council said no to it"] * 2
    rows = [{"text": text, "date": kind(day * unit)} for text, day in zip(texts, (1741046400, 1740960000), strict=True)]
    save("n.jsonl", rows)
    code, out, err = run("cluster", "n.jsonl")
    assert (code, err, [record["first"] for record in parse(out)]) == (0, "", [1, 1])


def test_a_column_without_a_single_date_is_refused_and_a_form_reads_it(run):
    save("uk.jsonl", [{"text": "the council said no", "date": day} for day in ("04/03/2025", "03/04/2024")])
    code, out, err = run("cluster", "uk.jsonl")
    assert (code, out) == (2, "")
    assert "uk.jsonl, line 1: `date` is '04/03/2025', and none of its values is" in err
    assert [record["first"] for record in parse(run("cluster", "uk.jsonl", "--date-format", "%d/%m/%Y")[1])] == [1, 1]
    assert run("cluster", "uk.jsonl", "--date", "")[0] == 0
    save("years.jsonl", [{"text": "x", "date": 2024}])
    assert run("cluster", "years.jsonl")[0] == 2


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_that_asks_copydesk(run, shell):
    code, out, err = run("completion", shell)
    assert (code, err) == (0, "")
    assert f"_COPYDESK_COMPLETE={shell}_complete" in out


@pytest.mark.parametrize(("words", "kind"), [("copydesk cluster ", "file"), ("copydesk index add ", "dir")])
def test_arguments_that_are_files_complete_as_files(words, kind):
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split())), "_COPYDESK_COMPLETE": "bash_complete"}
    command = [sys.executable, "-m", "copydesk.cli"]
    done = subprocess.run(command, env=os.environ | asked, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{kind},")


# Sketches and rows


def test_signatures_are_an_array_or_a_column(run):
    expected = copydesk.signatures([article["text"] for article in articles()], num_hashes=16)
    assert run("signatures", "a.jsonl", "--num-hashes", 16, "--out", "s.npy")[0] == 0
    assert (np.load("s.npy") == expected).all()
    assert [row["signature"] for row in parse(run("signatures", "a.jsonl", "--num-hashes", 16)[1])] == expected.tolist()


def test_rows_of_two_columns_or_of_two_files_are_compared(run):
    save("two.jsonl", [{"before": "the pier is sold to them", "after": "the pier is sold to us", "n": 1}])
    _, out, _ = run("similarity", "two.jsonl", "--left", "before", "--right", "after", "--size", 2)
    expected = copydesk.similarity(["the pier is sold to them"], ["the pier is sold to us"], size=2)
    assert parse(out) == [record | {"n": 1} for record in expected]
    assert [row["jaccard"] for row in parse(run("similarity", "a.jsonl", "a.jsonl")[1])] == [1.0] * len(articles())
    code, _, err = run("explain", "a.jsonl", "two.jsonl", "--text", "text")
    assert (code, "row by row" in err) == (2, True)
