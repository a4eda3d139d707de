"""Where the records of a command go: a file, or standard output."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from copydesk.cli.terminal import data_output, note, one_line, say
from copydesk.errors import ParameterError
from copydesk.files import STANDARD_OUTPUT, Format, Table, beside, check_target, format_of, replacing, write_to
from copydesk.files.writers import require_arrow

__all__ = ["STANDARD_OUTPUT", "Target", "page_target"]


class Target:
    """Where the records of a command go, checked before any work is done."""

    def __init__(self, out: str | None, format: str | None, raw: bool) -> None:
        """Settle on a format; standard output takes lines, not Parquet."""
        self.path = None if out in (None, STANDARD_OUTPUT) else out
        self.raw = raw
        if self.path is None:
            self.format = cast(Format, format or "jsonl")
            if self.format == "parquet":
                raise ParameterError("--format parquet needs a file; add --out FILE")
        else:
            self.format = cast(Format, format) if format else format_of(self.path)
        if self.format == "parquet":
            require_arrow(f"--out {self.path}")

    def check(self, table: Table | Sequence[Any]) -> None:
        """Refuse a path that cannot be written or is an input."""
        if self.path is not None:
            check_target(self.path, table.places if isinstance(table, Table) else ())

    def write(self, records: Any, articles: Table, *, without: set[str], more: Table | None = None) -> None:
        """Write the records beside the columns of their articles; those of `more` have a value for each record."""
        types = {}
        if self.format == "parquet":
            schema = records.to_arrow().schema
            types = dict(zip(schema.names, schema.types, strict=True))
        columns = {name: records[name] for name in records.columns}
        self.write_columns(columns, types, articles, without=without, more=more)

    def write_columns(
        self,
        columns: Mapping[str, list[Any]],
        types: Mapping[str, Any],
        articles: Table,
        *,
        without: set[str],
        more: Table | None = None,
    ) -> None:
        """Write columns of results, with their Arrow types for Parquet, beside the columns of their articles."""
        joined = beside(columns, articles, without=without)
        if more is not None:
            joined.columns.update(more.columns)
            joined.types.update(more.types)
        joined.types.update(types)
        with self.opened() as out:
            write_to(out, joined, format=self.format, raw=self.raw)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the target for bytes; a file appears whole or not at all."""
        if self.path is None:
            with data_output() as out:
                yield out
        else:
            with replacing(self.path) as out:
                yield out

    def report(self, line: str, *, found: int) -> None:
        """Say what was written; where the data itself was printed, only that nothing was found."""
        if self.path is not None:
            say(f"{line}: {one_line(self.path)}")
        elif not found:
            note(line)


def page_target(out: str) -> Target:
    """The target of a page."""
    # The format is of no use for a page; any value keeps the ending of the file out of the question.
    return Target(out, "jsonl", raw=False)
