"""Reading articles for the benchmarks: JSONL files with a field `text`, or folders of `.txt` files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path


def data_folder() -> Path:
    """The folder that `COPYDESK_DATA` names; ends the program with a message where it names none."""
    folder = Path(os.environ.get("COPYDESK_DATA", ""))
    if not os.environ.get("COPYDESK_DATA") or not folder.is_dir():
        sys.exit("set COPYDESK_DATA to a folder with news/, quotes/ and families/, or name the files as arguments")
    return folder


def files(arguments: list[str]) -> list[Path]:
    """The files to read: the arguments, or every JSONL file with articles under the data folder."""
    if not arguments:
        return sorted(
            path for path in data_folder().rglob("*.jsonl") if path.parent.name in ("news", "quotes", "families")
        )
    paths = [Path(argument) for argument in arguments]
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        sys.exit(f"no such file: {', '.join(missing)}")
    return paths


def articles(path: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of each article of a JSONL file or of a folder of `.txt` files."""
    if path.is_dir():
        for file in sorted(path.rglob("*.txt")):
            yield file.relative_to(path).with_suffix("").as_posix(), file.read_bytes().decode("utf-8-sig")
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if line.strip():
                record = json.loads(line)
                yield str(record.get("id", record.get("doc_id", number))), record["text"]
