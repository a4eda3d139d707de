"""Names in, the files that they stand for out, each with what it holds: standard input, a pattern, a folder, a file."""

import glob
import io
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from copydesk.errors import ParameterError
from copydesk.files.columns import is_role_name
from copydesk.files.table import STANDARD_INPUT, FileError

Kind = Literal["csv", "tsv", "jsonl", "parquet", "txt"]

KINDS: dict[str, Kind] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".txt": "txt",
}
ENDINGS = ".csv, .tsv, .jsonl, .ndjson, .parquet or .txt"

# A header of a thousand columns is shorter.
_SNIFFED_BYTES = 1 << 16
#: Spreadsheets in countries with a decimal comma write semicolons under the name of CSV.
SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Source:
    """One file to read.

    Args:
        path: Its path, or what messages call it.
        kind: What it holds.
        root: The folder that the id of a text file counts from; None for what has no path.
        data: Its bytes, where they came through a pipe and can be had only once.
    """

    path: Path
    kind: Kind
    root: Path | None = None
    data: bytes | None = None

    def open(self) -> BinaryIO:
        """Open it for bytes."""
        return self.path.open("rb") if self.data is None else io.BytesIO(self.data)


def sources(names: Sequence[str | Path], *, encoding: str | None = None, kind: Kind | None = None) -> list[Source]:
    """Find the files that names stand for, in the order given.

    `-` is standard input. A name with `*`, `?` or `[` that is no file is a pattern (`**` for folders at any depth) and
    stands for the files that match, or for the folders where no file does. A folder stands for the text files in it and
    below it or, where it has none, for its tables if they are of one kind. Hidden files are left out.

    Args:
        names: Names as they were given.
        encoding: How the header of a CSV is encoded that comes through a pipe.
        kind: What `-`, names without a known ending and `.txt` files hold, and which files of a folder are meant; by
            default `.txt` files hold texts, and the first bytes of a pipe tell.

    Raises:
        FileError: a name stands for nothing, or its kind is not known.
        ParameterError: standard input is named twice, or an ending contradicts `kind`.
    """
    if [str(name) for name in names].count(STANDARD_INPUT) > 1:
        raise ParameterError("- is named twice, but standard input can be read only once")
    # Beside standard input the kind is about that alone.
    of_files = None if STANDARD_INPUT in names else kind
    found: list[Source] = []
    for name in names:
        if str(name) == STANDARD_INPUT:
            data = _standard_input()
            found.append(Source(Path("standard input"), kind or _sniffed("standard input", data, encoding), data=data))
            continue
        for path in _matching(str(name)):
            found.extend(_folder(path, of_files) if path.is_dir() else [_file(path, encoding, of_files, kind)])
    return found


def delimiter_of(header: str) -> str:
    """The mark between the cells of a header line; a comma where there is none."""
    return next((mark for mark in SEPARATORS if mark in header), ",")


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise FileError("standard input is closed; name a file")
    return sys.stdin.buffer.read()


def _matching(name: str) -> list[Path]:
    path = Path(name)
    if path.exists() or not glob.has_magic(name):
        return [path]
    # Path.glob takes no absolute pattern.
    found = {Path(match) for match in glob.glob(name, recursive=True)}  # noqa: PTH207
    matches = sorted(found, key=lambda match: match.parts)
    if not matches:
        raise FileError(f"{name}: no file matches this pattern")
    return [match for match in matches if not match.is_dir()] or matches


def _file(path: Path, encoding: str | None, kind: Kind | None, of_pipe: Kind | None) -> Source:
    if not path.exists():
        raise FileError(f"{path}: no such file or folder")
    said = KINDS.get(path.suffix.lower())
    if kind not in (None, said, "txt") and said not in (None, "txt"):
        raise ParameterError(f"{path}: ends in {path.suffix}, but --input-format says {kind}; leave that out")
    if not path.is_file():  # a pipe, such as <(zcat articles.csv.gz) in a shell
        data = path.read_bytes()
        return Source(path, kind or said or of_pipe or _sniffed(str(path), data, encoding), path.parent, data)
    chosen = (kind if said in (None, "txt") else said) or said or of_pipe
    if chosen is None:
        way_out = "; say what it holds with --input-format"
        raise FileError(f"{path}: ends in {path.suffix or 'nothing'}, expected {ENDINGS}{way_out}")
    return Source(path, chosen, path.parent)


def _folder(folder: Path, kind: Kind | None) -> list[Source]:
    held = Counter[str]()
    files: dict[Kind, list[Path]] = {one: [] for one in get_args(Kind)}
    for file in _walk(folder):
        ending = file.suffix.lower()
        held[ending or "no ending"] += 1
        if ending in KINDS:
            files[KINDS[ending]].append(file)
    tables = [one for one in files if files[one] and one != "txt"]
    chosen = kind or ("txt" if files["txt"] or len(tables) != 1 else tables[0])
    if not files[chosen]:
        endings = " or ".join(ending for ending, one in KINDS.items() if one == chosen)
        only = ", ".join(f"{count} {ending}" for ending, count in sorted(held.items()))
        way_out = f"; choose with --input-format {' or '.join(tables)}" if tables else ""
        raise FileError(f"{folder}: the folder holds no {endings} file{f', only {only}' if only else ''}{way_out}")
    ordered = sorted(files[chosen], key=lambda file: file.relative_to(folder).as_posix())
    return [Source(file, chosen, folder) for file in ordered]


def _walk(folder: Path) -> Iterator[Path]:
    for where, below, names in os.walk(folder, onerror=_raise):
        below[:] = [name for name in below if not name.startswith(".")]
        # .DS_Store, and the ._story.txt that macOS leaves beside story.txt
        yield from (Path(where, name) for name in names if not name.startswith("."))


def _raise(error: OSError) -> None:
    raise error


def _sniffed(name: str, data: bytes, encoding: str | None) -> Kind:
    """What bytes hold that have no name to tell it.

    PAR1 begins a Parquet file and { a line of JSONL. A first line of which a cell is the name of a known column (text,
    body, id, …) is the header of a table. A first line without a separator is prose; with one it could be either.

    Raises:
        FileError: there are none, or the first line could be prose or the header of a table.
    """
    if data.startswith(b"PAR1"):
        return "parquet"
    head = data[:_SNIFFED_BYTES].decode(encoding or "utf-8", errors="ignore").removeprefix("\ufeff").lstrip()
    if not head:
        raise FileError(f"{name}: empty, expected a table or a text")
    if head.startswith("{"):
        return "jsonl"
    line = head.partition("\n")[0].strip()
    mark = delimiter_of(line)
    if any(is_role_name(re.sub('^"|"$', "", cell.strip())) for cell in line.split(mark)):
        return "tsv" if mark == "\t" else "csv"
    if any(separator in line for separator in SEPARATORS):
        raise FileError(f"{name}: could be a table or a text; say with --input-format csv, tsv, jsonl, parquet or txt")
    return "txt"
