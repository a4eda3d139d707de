"""A `Table` in, a CSV, JSONL or Parquet file out, whole or not at all."""

import csv
import io
import json
import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO, Literal

from copydesk.errors import ParameterError
from copydesk.files.atomic import replacing
from copydesk.files.table import FileError, Place, Table

Format = Literal["csv", "tsv", "jsonl", "parquet"]

FORMATS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}

# Spreadsheets run a cell that begins with one of these (OWASP, "CSV Injection"). A plain number is none.
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def format_of(path: str | Path) -> Format:
    """Return the format that the ending of a path stands for.

    Raises:
        ParameterError: the ending is none of those that can be written.
    """
    ending = Path(path).suffix.lower()
    if ending not in FORMATS:
        raise ParameterError(f"--out {path}: expected a name that ends in one of {', '.join(FORMATS)}")
    return FORMATS[ending]


def check_target(path: str | Path, inputs: Sequence[Place]) -> None:
    """Refuse a target before any work is done: a folder, a file in no folder, or one of the files that are read.

    Raises:
        ParameterError: the target is a folder or an input.
        FileError: the folder of the target does not exist or takes no new file.
    """
    target = Path(path)
    if target.is_dir():
        raise ParameterError(f"--out {path}: is a folder, expected a file")
    folder = Path(os.path.realpath(target)).parent
    if not folder.is_dir():
        raise FileError(f"--out {path}: the folder {target.parent} does not exist")
    if not os.access(folder, os.W_OK) and not target.exists():
        raise FileError(f"--out {path}: the folder {target.parent} takes no new file")
    if target.is_file() and any(file.exists() and target.samefile(file) for file in {place.path for place in inputs}):
        raise ParameterError(f"--out {path}: is one of the input files; choose another name")


def write(table: Table, path: str | Path, *, format: Format | None = None, raw: bool = False) -> None:
    """Write a table to a file, which appears whole or not at all.

    Args:
        table: What to write.
        path: Where to; without `format` its ending says what to write.
        format: "csv", "tsv", "jsonl" or "parquet".
        raw: Keep CSV cells that begin a formula as they are.

    Raises:
        ParameterError: the ending stands for no format.
        FileError: the table does not fit the format, or Parquet is asked for without pyarrow.
    """
    kind = format or format_of(path)
    with replacing(path) as out:
        write_to(out, table, format=kind, raw=raw)


def write_to(out: BinaryIO, table: Table, *, format: Format, raw: bool = False) -> None:
    """Write a table to an open binary file; see `write`."""
    match format:
        case "csv" | "tsv":
            _write_lines(out, _csv_lines(table, "," if format == "csv" else "\t", raw))
        case "jsonl":
            _write_lines(out, _json_lines(table))
        case "parquet":
            _write_parquet(out, table)


def require_arrow(path: str | Path) -> Any:
    """Return pyarrow.

    Raises:
        FileError: it is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise FileError(f"{path}: Parquet needs pyarrow; pip install 'copydesk[arrow]'") from error
    return pyarrow


def _write_lines(out: BinaryIO, lines: Iterator[bytes]) -> None:
    for line in lines:
        out.write(line)


# CSV


def _csv_lines(table: Table, delimiter: str, raw: bool) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    # With this line end the writer quotes a lone carriage return in a cell too; it is cut off again below.
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    cell: Callable[[Any], Any] = _cell if raw else lambda value: _safe(_cell(value))
    for row in _rows(table, header=True):
        writer.writerow([cell(value) for value in row])
        yield _encoded(buffer.getvalue()[:-2] + "\n")
        buffer.seek(0)
        buffer.truncate()


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(_plain(value), ensure_ascii=False)
    return value if value is None or isinstance(value, str | int | float) else _scalar(value)


def _safe(value: Any) -> Any:
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return "'" + value
    return value


def _encoded(line: str) -> bytes:
    try:
        return line.encode()
    except UnicodeEncodeError:
        return _storable(line).encode()


def _storable(text: str) -> str:
    """Return the text with half a surrogate pair, which no file can hold, as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# JSONL


def _json_lines(table: Table) -> Iterator[bytes]:
    names = list(table.columns)
    for row in _rows(table):
        record = dict(zip(names, row, strict=True))
        try:
            line = json.dumps(record, ensure_ascii=False, allow_nan=False)
        except (TypeError, ValueError):  # a date, bytes or NaN, none of which JSON has
            line = json.dumps(_plain(record), ensure_ascii=False)
        # Half a surrogate pair is written as the escape that JSON has for it.
        yield (line + "\n").encode("utf-8", "backslashreplace")


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case float():
            return value if value - value == 0 else None
        case None | str() | bool() | int():
            return value
        case _:
            return _scalar(value)


def _scalar(value: Any) -> str:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return b64encode(value).decode()
        case _:
            return str(value)


# Parquet


def _write_parquet(out: BinaryIO, table: Table) -> None:
    pa = require_arrow("output")
    import pyarrow.parquet as pq

    columns = table.columns.items()
    arrays = {_storable(name): _array(pa, name, values, table.types.get(name)) for name, values in columns}
    try:
        pq.write_table(pa.table(arrays), out)
    except pa.ArrowNotImplementedError as error:  # a column of empty objects has no Parquet type
        raise FileError(f"a column has no Parquet type ({error}); write .jsonl instead") from error


def _array(pa: Any, name: str, values: list[Any], kind: Any) -> Any:
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        return pa.array([_storable(value) if isinstance(value, str) else value for value in values], type=kind)
    except (pa.ArrowException, TypeError, OverflowError) as error:
        way_out = "write .jsonl instead"
        raise FileError(f"column `{name}` does not fit one Parquet type ({error}); {way_out}") from error


def _rows(table: Table, *, header: bool = False) -> Iterator[Sequence[Any]]:
    if header:
        yield list(table.columns)
    yield from zip(*table.columns.values(), strict=True)
