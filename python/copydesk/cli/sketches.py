"""The commands that show what a comparison sees of each article: `shingle` and `signatures`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from copydesk.cli import options as given
from copydesk.cli.group import copydesk
from copydesk.cli.inputs import load
from copydesk.cli.options import reading, threads, writing, writing_arrays
from copydesk.cli.target import Target
from copydesk.cli.terminal import count, wants_progress
from copydesk.files import ids_of, texts_of

_ARRAY = "npy"


@copydesk.command(
    epilog="\b\nExample:\n  copydesk shingle articles.jsonl --out shingles.parquet\n"
    "  copydesk shingle articles.jsonl --size 3 --positions | head -1"
)
@reading
@given.shingling
@click.option("--positions", is_flag=True, help="Say where in the text each shingle begins and ends.")
@threads
@writing
def shingle(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    size: int,
    unit: Any,
    positions: bool,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
) -> None:
    """Cut articles into overlapping runs of words, and hash them.

    One row per article with the list of its shingles, whole numbers of 64 bits (more than a JavaScript number holds),
    the same on every machine and in every version. The other columns of the input ride along, its text does not.
    """
    from copydesk import shingle

    target = Target(out, format, raw)
    table, roles = load(inputs, target, encoding, text=text, id=id)
    records = shingle(
        texts_of(table, roles.text),
        size=size,
        unit=unit,
        positions=positions,
        ids=ids_of(table, roles.id),
        n_threads=threads,
        progress=wants_progress(),
    )
    target.write(records, table, without={roles.text, "id"} if roles.id == "id" else {roles.text})
    shingles = sum(len(one) for one in records["shingles"] if one is not None)
    target.report(f"{count(shingles, 'shingle')} of {count(len(records), 'article')}", found=len(records))


@copydesk.command(
    epilog="\b\nExample:\n  copydesk signatures articles.csv --out signatures.npy\n"
    "  copydesk signatures articles.csv --num-hashes 64 --out signatures.parquet"
)
@reading
@given.num_hashes
@given.shingling
@threads
@writing_arrays
def signatures(
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    num_hashes: int,
    size: int,
    unit: Any,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
) -> None:
    """Sketch articles as a fixed number of hashes whose agreement estimates Jaccard similarity.

    As .npy: the NumPy array, one row per article and nothing else. In the other formats: one row per article with its
    id and its signature as a list, and the other columns of the input but its text. An article without words has
    4294967295 in every place.
    """
    from copydesk import signatures

    as_array = format == _ARRAY or (format is None and Path(out or "").suffix.lower() == f".{_ARRAY}")
    target = Target(out, "jsonl" if as_array else format, raw)
    table, roles = load(inputs, target, encoding, text=text, id=id)
    ids = ids_of(table, roles.id)
    array = signatures(
        texts_of(table, roles.text),
        num_hashes=num_hashes,
        size=size,
        unit=unit,
        n_threads=threads,
        progress=wants_progress(),
    )
    if as_array:
        import numpy as np

        with target.opened() as file:
            np.save(file, array)
    else:
        rows = list(range(len(table)))
        columns: dict[str, list[Any]] = {"row": rows, "id": list(ids or rows), "signature": array.tolist()}
        without = {roles.text, "id"} if roles.id == "id" else {roles.text}
        target.write_columns(columns, _types(target), table, without=without)
    target.report(f"{count(len(array), 'signature')} of {num_hashes} hashes", found=len(array))


def _types(target: Target) -> dict[str, Any]:
    """The Arrow types that the values alone do not tell."""
    if target.format != "parquet":
        return {}
    import pyarrow as pa

    return {"row": pa.int64(), "signature": pa.list_(pa.uint32())}
