"""The pytest plugin: what a failed batch looks like, the file of all records, and no cost for other projects."""

import json
import sys
import tomllib
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent
BATCH = """
    import pytest
    from copydesk.testing import assert_no_near_duplicates, assert_quotes_verbatim

    WIRE = "The board sold the pier on Monday, after a vote that nobody had announced."

    def test_duplicates(copydesk_asserts):
        copydesk_asserts.assert_no_near_duplicates([WIRE, "Rain.", WIRE.replace("Monday", "Friday")], threshold=0.3)

    def test_quotes():
        assert_quotes_verbatim(["“Sold”", "“Nobody was told”"], ["Fog."], ids=["a\\x1b[2J", "b"])

    @pytest.mark.parametrize("outlet", ["ard", "bay"])
    def test_kept(outlet):
        assert_no_near_duplicates([WIRE, "Rain."])
"""


@pytest.fixture
def batch(pytester, monkeypatch):
    """A function that runs pytest over a project, with this plugin and those that are named."""
    # Where the package is installed pytest finds the plugin by itself; in a working copy it may not be.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)

    def run(code, *arguments):
        pytester.makepyfile(test_batch=code)
        return pytester.runpytest_subprocess("-p", "copydesk_pytest", *arguments)

    return run


def test_a_failure_shows_the_call_and_what_breaks_the_promise_and_no_line_of_ours(batch):
    result = batch(BATCH, "-k", "duplicates", "-W", "error", "-p", "no:cacheprovider")
    text = result.stdout.str()
    shown = text[text.index("    def test_duplicates") : text.index("=== short test summary")].splitlines()
    assert [line.rstrip() for line in shown if line.strip()][:-1] == [
        "    def test_duplicates(copydesk_asserts):",
        ">       copydesk_asserts.assert_no_near_duplicates("
        '[WIRE, "Rain.", WIRE.replace("Monday", "Friday")], threshold=0.3)',
        "E       copydesk.testing.CheckFailed: 1 near-duplicate pair among 3 texts, "
        "expected none with a jaccard of 0.3 or more",
        "E         near, jaccard 0.33: row 0 and row 2",
        "E           The board sold the pier on [-Monday,-]{+Friday,+} after a vote that nobody had announced",
        "test_batch.py:7: CheckFailed",
    ]
    result.assert_outcomes(failed=1, deselected=3)


def expected_records(path):
    found = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]
    return sorted((record["test"], record["check"], record.get("left"), record.get("id")) for record in found)


RECORDS = [
    ("test_batch.py::test_duplicates", "assert_no_near_duplicates", 0, None),
    ("test_batch.py::test_quotes", "assert_quotes_verbatim", None, "a\x1b[2J"),
    ("test_batch.py::test_quotes", "assert_quotes_verbatim", None, "b"),
]


def test_the_report_has_all_records_of_all_tests(batch, pytester):
    result = batch(BATCH, "--copydesk-report=broken.jsonl")
    result.assert_outcomes(failed=2, passed=2)
    result.stdout.fnmatch_lines(["copydesk: 3 records that break a promise in broken.jsonl"])
    assert "\x1b[2J" not in result.stdout.str()
    assert expected_records(pytester.path / "broken.jsonl") == RECORDS


def test_the_report_is_the_same_from_several_processes(batch, pytester):
    pytest.importorskip("xdist")
    result = batch(BATCH, "-p", "xdist", "-n", "2", "--copydesk-report=broken.jsonl", "-W", "error")
    result.assert_outcomes(failed=2, passed=2)
    result.stdout.fnmatch_lines(["copydesk: 3 records that break a promise in broken.jsonl"])
    assert expected_records(pytester.path / "broken.jsonl") == RECORDS


def test_a_report_of_a_batch_that_keeps_its_promises_is_empty(batch, pytester):
    (pytester.path / "broken.jsonl").write_text("yesterday's\n", encoding="ascii")
    result = batch(BATCH, "-k", "kept", "--copydesk-report=broken.jsonl")
    result.assert_outcomes(passed=2, deselected=2)
    assert (pytester.path / "broken.jsonl").read_bytes() == b""


def test_other_failures_are_no_records(batch, pytester):
    code = "def test_plain():\n    assert 1 == 2\n\ndef test_error(fixture_that_is_not_there):\n    pass\n"
    result = batch(code, "--copydesk-report=broken.jsonl")
    result.assert_outcomes(failed=1, errors=1)
    assert (pytester.path / "broken.jsonl").read_bytes() == b""


def test_a_report_that_cannot_be_written_is_told_before_the_tests_run(batch):
    result = batch(BATCH, "--copydesk-report=nowhere/broken.jsonl")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --copydesk-report nowhere/broken.jsonl: No such file or directory"])


def test_a_project_that_does_not_use_it_imports_nothing(batch):
    code = """
        import sys

        def test_modules():
            assert "copydesk_pytest" in sys.modules
            assert not {"copydesk", "numpy", "pandas"} & set(sys.modules)
    """
    batch(code, "-W", "error").assert_outcomes(passed=1)


def test_it_works_without_pandas(batch, pytester):
    pytester.makeconftest("import sys\nsys.modules['pandas'] = None\n")
    batch(BATCH, "-W", "error").assert_outcomes(failed=2, passed=2)


@pytest.fixture
def installed(pytester, monkeypatch):
    """The plugin as pytest finds it by the entry point of an installed package, here named copydesk-batch."""
    folder = pytester.mkdir("site") / "copydesk_batch-0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: copydesk-batch\nVersion: 0\n", encoding="ascii")
    (folder / "entry_points.txt").write_text("[pytest11]\ncopydesk-batch = copydesk_pytest\n", encoding="ascii")
    (folder / "RECORD").write_text("copydesk/__init__.py,,\ncopydesk_pytest/__init__.py,,\n", encoding="ascii")
    monkeypatch.setenv("PYTHONPATH", str(folder.parent))
    # In an environment in which the package itself is installed it would be there twice.
    return ["-p", "no:copydesk"]


def test_it_is_found_by_its_entry_point_and_can_be_switched_off(pytester, installed):
    pytester.makepyfile(test_batch=BATCH)
    pytester.runpytest_subprocess(*installed).assert_outcomes(failed=2, passed=2)
    off = pytester.runpytest_subprocess(*installed, "-p", "no:copydesk-batch")
    off.assert_outcomes(failed=1, passed=2, errors=1)


def test_a_notebook_that_has_imported_the_package_may_call_pytest(pytester, installed):
    """pytest rewrites packages that bring a plugin, and warned of those that were imported before."""
    pytester.makepyfile(test_batch="def test_nothing():\n    pass\n")
    code = f"import copydesk, copydesk_pytest, pytest; raise SystemExit(pytest.main(['-W', 'error', *{installed}]))"
    done = pytester.run(sys.executable, "-c", code)
    assert done.ret == 0
    assert "copydesk-batch" in done.stdout.str()


@pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="the sources are not here")
def test_the_entry_point_names_the_plugin_and_the_wheel_has_it():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["pytest11"] == {"copydesk": "copydesk_pytest"}
    assert "copydesk_pytest" in project["tool"]["maturin"]["python-packages"]
    assert (ROOT / "python" / "copydesk_pytest" / "__init__.py").is_file()
