"""Every function has a command with the same words and defaults, and every command has what commands have."""

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

import copydesk
from copydesk import sample
from copydesk.cli.commands import copydesk as root
from copydesk.cli.wording import in_options

FUNCTIONS = [name for name in copydesk.__all__ if inspect.isfunction(getattr(copydesk, name))]

#: Arguments that are columns: the option names the column.
COLUMNS = {
    "titles": "title",
    "sources": "source",
    "dates": "date",
    "ids": "id",
    "against_ids": "against-id",
    "against_sources": "against-source",
    "against_dates": "against-date",
    "source_ids": "sources-id",
}
#: Arguments that have no option of their own, each with its reason.
WITHOUT = {
    "texts": "they are INPUT",
    "left": "an option of one file of two columns, or LEFT itself",
    "right": "an option of one file of two columns, or RIGHT itself",
    "quotes": "they are read from INPUT",
    "progress": "on a terminal, always",
}


def leaves(group=root, path=()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name), command


def command_of(function):
    return next(one for one in root.commands.values() if function in (one.name, getattr(one, "also", None)))


def options_of(command):
    return {
        name.removeprefix("--"): one for one in command.params for name in one.opts if isinstance(one, click.Option)
    }


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_parameter_of_a_function_is_an_option_with_the_same_default(function):
    options = options_of(command_of(function))
    for name, parameter in inspect.signature(getattr(copydesk, function)).parameters.items():
        if name in WITHOUT:
            continue
        word = COLUMNS.get(name, name.replace("_", "-"))
        if function == "verify_quotes" and name == "ids":
            continue  # of quotes that come as strings, which a file of articles does not hold
        assert word in options or name in options, f"{function} has `{name}`, its command no --{word}"
        option = options.get(word, options.get(name))
        plain = (bool, int, float, str)
        if isinstance(parameter.default, plain) and not isinstance(parameter.default, bool):
            assert option.default == parameter.default
        elif isinstance(parameter.default, bool):
            assert option.is_flag
            assert option.get_default(click.Context(command_of(function))) in (parameter.default, None)


@pytest.mark.parametrize(
    ("path", "command"), list(leaves()), ids=lambda value: "-".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_has_an_example_that_names_it(path, command):
    assert f"copydesk {' '.join(path)}" in command.epilog or path == ("completion",)
    assert "Example" in command.epilog


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = "".join(json.dumps(article) + "\n" for article in sample.articles())
    Path("articles.jsonl").write_text(rows, "utf-8")
    return tmp_path


def run(*arguments, **options):
    command = [sys.executable, "-m", "copydesk.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, **options)


@pytest.mark.parametrize(
    ("command", "names"),
    [
        *{
            "duplicates": ("near_duplicates", "near-duplicates"),
            "quotes": ("extract_quotes", "extract-quotes"),
            "variants": ("match_quotes", "match-quotes"),
        }.items()
    ],
)
def test_the_name_of_a_function_is_its_command_too(folder, command, names):
    own = run(command, "articles.jsonl")
    assert own.returncode == 0
    for name in names:
        assert run(name, "articles.jsonl").stdout == own.stdout
    assert f"Its name in Python, {names[0]}, is understood too." in run(command, "--help").stdout


# Pipes


@pytest.mark.skipif(os.name != "posix", reason="needs a shell with head")
def test_a_reader_that_has_seen_enough_ends_a_command_well(folder):
    pytest.importorskip("pyarrow")
    import pandas as pd

    articles = pd.DataFrame(sample.articles())
    pd.concat([articles] * 200).to_parquet("articles.parquet")
    command = f"{sys.executable} -m copydesk.cli quotes articles.parquet --out - --format jsonl"
    line = f"{command} | head -3; echo ${{PIPESTATUS[@]}}"
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, encoding="utf-8", timeout=120, check=True
    )
    *records, codes = done.stdout.splitlines()
    assert len([json.loads(record) for record in records]) == 3
    assert codes == "0 0"
    assert done.stderr == ""


def test_standard_input_is_read_and_what_it_holds_is_told(folder):
    text = Path("articles.jsonl").read_text("utf-8")
    piped = run("cluster", "-", "--out", "-", input=text)
    assert piped.returncode == 0
    assert piped.stdout == run("cluster", "articles.jsonl").stdout
    typed = run("quotes", "-", "--input-format", "txt", input="“We wait,” said Ana Pell.")
    assert json.loads(typed.stdout)["speaker"] == "Ana Pell"
    twice = run("duplicates", "-", "--against", "-", input=text)
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "it can be read only once" in twice.stderr


# Defaults from a file


def test_a_file_of_defaults_sets_what_is_not_typed(folder):
    Path("copydesk.toml").write_text(
        'format = "csv"\n[cluster]\nlevel = "story"\n[index.create]\nlevel = "partial"\n', "utf-8"
    )
    told = run("cluster", "articles.jsonl")
    assert told.stdout.startswith("row,id,cluster,")
    assert ",rewrite," in told.stdout
    assert ",rewrite," not in run("cluster", "articles.jsonl", "--level", "near").stdout
    assert run("cluster", "articles.jsonl", "--no-config").stdout.startswith("{")
    assert run("quotes", "articles.jsonl").stdout.startswith("row,id,quote,")
    assert "level partial" in run("index", "create", "archive").stdout
    assert "copydesk.toml sets" in run("cluster", "--help").stdout


def test_the_table_of_a_project_is_a_file_of_defaults_too(folder):
    Path("pyproject.toml").write_text("[tool.copydesk.cluster]\nthreshold = 0.9\n", "utf-8")
    near = [json.loads(line)["relation"] for line in run("cluster", "articles.jsonl").stdout.splitlines()]
    assert "near" not in near
    Path("other.toml").write_text("[cluster]\nthreshold = 0.5\n", "utf-8")
    given = run("cluster", "articles.jsonl", "--config", "other.toml").stdout
    assert given == run("cluster", "articles.jsonl", "--threshold", "0.5").stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        *{
            "treshold = 0.5": "copydesk.toml: `treshold` is no option; did you mean `threshold`?",
            "[cluster]\nlevle = 'near'": "copydesk.toml: [cluster] `levle` is no option; did you mean `level`?",
            "[clutser]\nlevel = 'near'": "copydesk.toml: [clutser] is no command; did you mean `cluster`?",
            "[cluster]\nthreshold = 'much'": "copydesk.toml: [cluster] `threshold` must be a number, got 'much'",
            "threads = true": "copydesk.toml: `threads` must be a whole number, got true",
            "out = 'x.csv'": "copydesk.toml: `out` would have every command write to one place",
            "[cluster": "copydesk.toml: not TOML",
        }.items()
    ],
)
def test_a_slip_in_a_file_of_defaults_is_an_error(folder, content, message):
    Path("copydesk.toml").write_text(content, "utf-8")
    done = run("cluster", "articles.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_the_command_itself(shell):
    script = run("completion", shell).stdout
    assert "_COPYDESK_COMPLETE" in script
    assert f"{shell}_complete" in script


def test_commands_options_and_choices_are_completed():
    def completed(*words):
        environment = os.environ | {
            "_COPYDESK_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("copydesk", *words)),
            "COMP_CWORD": str(len(words)),
        }
        script = "import sys; sys.argv[0] = 'copydesk'; from copydesk.cli import main; sys.exit(main())"
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=60, check=False
        )
        return done.stdout.splitlines()

    assert "plain,discrepancies" in completed("dis")
    assert "plain,--story-threshold" in completed("cluster", "--st")
    assert {"plain,near", "plain,story"} <= set(completed("cluster", "--level", ""))
    assert completed("cluster", "art") == ["file,art"]


# Words


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        *{
            "cluster --threshold 80": "--threshold must be in (0, 1], got 80; for 80 % pass 0.8",
            "duplicates --num-hashes 3": "--num-hashes must be in [16, 4096], got 3",
            "cluster --threads 0": "--threads must be in [1, 1024], got 0",
            "duplicates --max-pairs 1": "--max-pairs must be at least 2",
            "shingle --size 0": "--size must be in [1, 100], got 0",
            "cluster --level story --language zz": '--language must be "auto"',
        }.items()
    ],
)
def test_an_error_speaks_of_options(folder, typed, message):
    command, *rest = typed.split()
    done = run(command, "articles.jsonl", *rest)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "`threshold`" not in done.stderr


def test_an_index_says_which_option_resolves_a_conflict(folder):
    run("index", "create", "archive")
    assert run("index", "add", "archive", "articles.jsonl").returncode == 0
    again = run("index", "add", "archive", "articles.jsonl")
    assert again.returncode == 2
    assert "--on-conflict skip leaves such rows out, --on-conflict replace puts" in again.stderr


def test_flags_are_named_as_they_are_typed():
    command = command_of("near_duplicates")
    assert (
        in_options("`expand=False` ties, a higher `threshold` finds", command)
        == "--no-expand ties, a higher --threshold finds"
    )
    assert in_options('for no misses choose `method="exact"`', command) == "for no misses choose --method exact"
    assert (
        in_options("`cluster` makes no pairs, `unknown=3` stays", command)
        == "`cluster` makes no pairs, `unknown=3` stays"
    )
