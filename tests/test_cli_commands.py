"""Every function has a command with the same words and defaults, and every command has what commands have."""

import inspect
import json
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
    said = in_options('`miss` is never 0; for no misses choose `method="exact"`', command)
    assert said == "--miss is never 0; for no misses choose --method exact"
    columns = "cannot tell which column is the text: `text`, `threshold`"
    assert in_options(columns, command) == columns
    assert (
        in_options("`cluster` makes no pairs, `unknown=3` stays", command)
        == "`cluster` makes no pairs, `unknown=3` stays"
    )
