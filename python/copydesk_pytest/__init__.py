"""The pytest plugin of copydesk: a fixture with its asserts, and a file of all records that break them.

pytest loads this module in every project in whose environment copydesk is installed. It stands beside the package
`copydesk` because importing anything below that imports NumPy and the core; here they are imported once a test asks for
them. `-p no:copydesk` switches it off.

PYTEST_DONT_REWRITE: there is no assert statement here.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

__all__ = ["copydesk_asserts"]

#: Where a report carries its lines from a worker of pytest-xdist to the process that writes them.
_LINES = "copydesk_lines"


@pytest.fixture(scope="session")
def copydesk_asserts() -> ModuleType:
    """The asserts of `copydesk.testing`, such as `copydesk_asserts.assert_no_near_duplicates(texts)`."""
    import copydesk.testing

    return copydesk.testing


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--copydesk-report`."""
    parser.getgroup("copydesk").addoption(
        "--copydesk-report",
        metavar="FILE",
        help="write all records that break a promise of copydesk.testing to FILE, one JSON object a line",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Empty the file before the tests run, so that a wrong path is told at once; the workers of xdist write none."""
    path = config.getoption("copydesk_report")
    if path is None or hasattr(config, "workerinput"):
        return
    try:
        Path(path).write_bytes(b"")
    except OSError as error:
        raise pytest.UsageError(f"--copydesk-report {path}: {error.strerror or error}") from None
    config.pluginmanager.register(_Writer(path), "copydesk-report")


# The older form of a wrapper: a plugin that is loaded everywhere should run with any pytest and pluggy.
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Generator[None, Any, None]:
    """Put what broke a promise on the report, as text, which crosses from a worker unchanged."""
    outcome = yield
    if item.config.getoption("copydesk_report") is None or call.excinfo is None:
        return
    # Told by its attributes, since its class would have to be imported.
    check, records = (getattr(call.excinfo.value, name, None) for name in ("check", "records"))
    if isinstance(check, str) and isinstance(records, list):
        head = {"test": item.nodeid, "check": check}
        setattr(
            outcome.get_result(), _LINES, [json.dumps({**head, **record, **head}, default=str) for record in records]
        )


class _Writer:
    """Writes the lines of each report as it comes in, and says at the end how many there are."""

    def __init__(self, path: str) -> None:
        self.path, self.count = path, 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        lines = getattr(report, _LINES, ())
        if lines:
            with Path(self.path).open("a", encoding="ascii", newline="\n") as file:
                file.writelines(line + "\n" for line in lines)
        self.count += len(lines)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        records = "1 record" if self.count == 1 else f"{self.count:,} records"
        terminalreporter.write_line(f"copydesk: {records} that break a promise in {ascii(self.path)[1:-1]}")
