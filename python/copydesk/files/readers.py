"""Names in, one `Table` out: CSV, JSONL, Parquet and text files.

Each reader takes a source and an encoding and gives a table whose places name file and line. Line ends stay as they
are in the file; a byte order mark is dropped; what does not fit the encoding is an error, never a replacement.
"""

import codecs
import csv
import io
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from copydesk.errors import ParameterError
from copydesk.files.sources import Kind, Source, delimiter_of, sources
from copydesk.files.table import FileError, Place, Table, concatenate

# The csv module refuses cells above 131,072 characters; an article with its comments is longer. The limit is a C
# long, which has 32 bits on Windows.
LARGEST_CELL = 2**31 - 1


def read(paths: Sequence[str | Path], *, encoding: str | None = None, kind: Kind | None = None) -> Table:
    """Read articles from files, in the order given.

    What a name stands for is told by `copydesk.files.sources`. The `id` of a text file is its path without suffix,
    with forward slashes, relative to the folder that was named; text files that are named one by one count from the
    folder that they share. Files with other columns than the first add theirs.

    Args:
        paths: Files, folders, patterns, and `-` for standard input; at least one.
        encoding: How CSV, JSONL and text files are encoded; None means UTF-8.
        kind: What is in files whose ending does not say it; see `sources`.

    Returns:
        One table with a row per article.

    Raises:
        FileError: a file is missing, is of an unknown kind, or does not hold what its ending says.
        ParameterError: the encoding is unknown or no path was given.
    """
    if not paths:
        raise ParameterError("expected at least one file or folder")
    _check_encoding(encoding)
    if "" in paths:
        raise ParameterError("expected files and folders, got an empty name")
    found = sources(paths, encoding=encoding, kind=kind)
    base = _shared_folder(found)
    return concatenate([_read_one(source, base, encoding) for source in found])


def _read_one(source: Source, base: Path, encoding: str | None) -> Table:
    match source.kind:
        case "csv" | "tsv":
            return _read_csv(source, encoding)
        case "jsonl":
            return _read_jsonl(source, encoding)
        case "parquet":
            return _read_parquet(source)
        case "txt":
            return _read_text(source, base, encoding)


# Text files


def _shared_folder(found: Sequence[Source]) -> Path:
    roots = {source.root.absolute() for source in found if source.kind == "txt" and source.root is not None}
    try:
        return Path(os.path.commonpath(roots)) if roots else Path()
    except ValueError:  # two drives share no folder
        return Path()


def _read_text(source: Source, base: Path, encoding: str | None) -> Table:
    if source.root is None:
        id = str(source.path)
    else:
        id = Path(os.path.relpath(source.path.absolute(), base.absolute())).with_suffix("").as_posix()
    with _opened(source, encoding) as lines:
        return Table({"id": [id], "text": [lines.read()]}, [Place(source.path)])


# CSV


def _read_csv(source: Source, encoding: str | None) -> Table:
    limit = csv.field_size_limit(LARGEST_CELL)
    try:
        with _opened(source, encoding) as lines:
            head = lines.readline()
            # `strict` turns a quotation mark that is never closed into an error; without it the rest of the file
            # would end up in one cell.
            mark = "\t" if source.kind == "tsv" else delimiter_of(head)
            reader = csv.reader(_chain(head, lines), delimiter=mark, strict=True)
            return _csv_table(source.path, reader)
    finally:
        csv.field_size_limit(limit)


def _csv_table(path: Path, reader: Any) -> Table:
    rows: list[list[str]] = []
    places: list[Place] = []
    names: list[str] | None = None
    begin = 1
    try:
        for row in reader:
            if names is None:
                names = _header(path, row)
            elif row:  # an empty line between records, as at the end of many files
                if len(row) != len(names):
                    raise FileError(f"{Place(path, begin)}: {len(row)} cells, but the header has {len(names)}")
                rows.append(row)
                places.append(Place(path, begin))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise FileError(f"{Place(path, begin)}: not CSV ({error})") from error
    if names is None:
        raise FileError(f"{path}: empty, expected a header line")
    cells = list(zip(*rows, strict=True)) or [()] * len(names)
    return Table({name: list(column) for name, column in zip(names, cells, strict=True)}, places)


def _header(path: Path, row: Sequence[str]) -> list[str]:
    # A table saved with its index has one column without a name.
    names = [name or f"column_{number}" for number, name in enumerate(row, 1)]
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise FileError(f"{path}: the header names the column `{twice[0]}` more than once")
    return names


def _chain(head: str, rest: TextIO) -> Iterator[str]:
    if head:
        yield head
    yield from rest


# JSONL


def _read_jsonl(source: Source, encoding: str | None) -> Table:
    path = source.path
    rows: list[dict[str, Any]] = []
    places: list[Place] = []
    with _opened(source, encoding) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            place = Place(path, number)
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                reason = f"{error.msg} at column {error.colno}"
                raise FileError(f"{place}: not JSON ({reason}); expected one object a line") from error
            except (RecursionError, ValueError) as error:  # nested too deep; a number of thousands of digits
                raise FileError(f"{place}: JSON that cannot be read ({error})") from error
            if not isinstance(row, dict):
                raise FileError(f"{place}: expected one JSON object a line, got {line.strip()[:20]}")
            rows.append(row)
            places.append(place)
    names = dict.fromkeys(name for row in rows for name in row)
    if not names:
        raise FileError(f"{path}: empty, expected one JSON object a line")
    return Table({name: [row.get(name) for row in rows] for name in names}, places)


# Parquet


def _read_parquet(source: Source) -> Table:
    path = source.path
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise FileError(f"{path}: Parquet needs pyarrow; pip install 'copydesk[arrow]'") from error
    try:
        table = pq.ParquetFile(path if source.data is None else source.open()).read()
        if twice := [name for name, count in Counter(table.column_names).items() if count > 1]:
            raise FileError(f"{path}: holds the column `{twice[0]}` more than once")
        columns, types = {}, {}
        for name, column in zip(table.column_names, table.columns, strict=True):
            if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
                # Python's datetime ends at microseconds.
                column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
            columns[name], types[name] = column.to_pylist(), column.type
    except (pa.ArrowException, UnicodeDecodeError, ValueError, OverflowError) as error:
        raise FileError(f"{path}: cannot be read as Parquet ({error})") from error
    return Table(columns, [Place(path, row, "row") for row in range(1, table.num_rows + 1)], types)


# Encodings


def _check_encoding(encoding: str | None) -> None:
    try:
        "".encode(encoding or "utf-8")
    except (LookupError, ValueError):
        raise ParameterError(f"--encoding: no text encoding `{encoding}`; try utf-8, cp1252, latin-1, utf-16") from None


@contextmanager
def _opened(source: Source, encoding: str | None) -> Iterator[TextIO]:
    """Open a file for reading as it is: no newline translation, no byte order mark, no replacement characters."""
    with io.TextIOWrapper(source.open(), encoding=encoding or "utf-8", newline="") as lines:
        try:
            if lines.read(1) != "\ufeff":
                lines.seek(0)
            yield lines
        except UnicodeError as error:
            raise FileError(_undecodable(source, encoding, error)) from error


def _undecodable(source: Source, encoding: str | None, error: UnicodeError) -> str:
    """Say where a file leaves its encoding; read it once more for that, the first pass saw it in chunks."""
    name = codecs.lookup(encoding or "utf-8").name
    decoder = codecs.getincrementaldecoder(name)()
    line = 1
    with source.open() as data:
        while chunk := data.read(1 << 20):
            try:
                line += decoder.decode(chunk).count("\n")
            except UnicodeDecodeError as here:
                line += here.object[: here.start].decode(name, "replace").count("\n")
                break
            except UnicodeError:
                break
    with source.open() as data:
        likely = "utf-16" if data.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "cp1252"
    hint = "pass the right --encoding" if encoding else f"pass --encoding, for example --encoding {likely}"
    reason = getattr(error, "reason", str(error))
    return f"{Place(source.path, line)}: not {encoding or 'UTF-8'} ({reason}); {hint}"
