"""Arrow batches in, Arrow batches out: what the workers run, each a call of the Rust core a batch.

Spark has no unsigned integers: a 64-bit hash travels as the signed integer of the same bits. One task has one core, so
each call has one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from copydesk import _copydesk

__all__ = ["Batches", "measured", "pairs_of_buckets", "profiled", "spark_batch", "split_buckets", "tabled"]

Batches = Iterable[pa.RecordBatch]

#: Bytes of a fingerprint.
_PRINT = 16
#: Members of a bucket that meet in one task: half a million pairs, 8 MB.
CHUNK = 1024
#: As in the core (`duplicate/banded.rs`): members, evenly spread over a large bucket, with which all others are
#: compared, and those that follow in it.
LEADERS = 8
NEIGHBOURS = 4


def spark_batch(columns: dict[str, Any]) -> pa.RecordBatch:
    """A batch of what Spark has types for: hashes and offsets are lists of signed 64-bit integers."""

    def signed(column: Any) -> Any:
        kind = column.type
        if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
            return column.cast(pa.string())
        if pa.types.is_list(kind) or pa.types.is_large_list(kind):
            values = column.values
            values = values.view(pa.int64()) if values.type == pa.uint64() else values.cast(pa.int64())
            offsets = column.offsets.cast(pa.int32())
            return pa.ListArray.from_arrays(offsets, values, mask=column.is_null() if column.null_count else None)
        return column

    return pa.RecordBatch.from_arrays([signed(column) for column in columns.values()], list(columns))


def tabled(batches: Batches, *, ride: list[str], made: list[str], call: Callable[..., Any]) -> Iterator[Any]:
    """The records of `call` over each batch's texts, with the columns of their documents beside them.

    `call` takes the batch and returns Records with the column "row", the place of the document in the batch.
    """
    for batch in batches:
        records = pa.table(call(batch)).combine_chunks()
        rows = records.column("row").combine_chunks()
        beside = {name: batch.column(name).take(rows) for name in ride}
        columns = {name: records.column(name).combine_chunks() for name in made if name in records.column_names}
        yield spark_batch(beside | columns)


def profiled(
    batches: Batches, *, text: str, ride: list[str], size: int, unit: str, num_hashes: int, shape: Any
) -> Iterator[pa.RecordBatch]:
    """What comparing each text takes, in place of the text."""
    for batch in batches:
        prints, tokens, keys, hashes, ends = _copydesk.profiles(batch.column(text), size, unit, num_hashes, shape, 1)
        columns = {name: batch.column(name) for name in ride}
        columns["_sequence"] = _binary(prints[:, :_PRINT])
        columns["_print"] = _binary(prints[:, _PRINT:])
        columns["_tokens"] = pa.array(tokens)
        width = keys.shape[1]
        places = np.arange(len(keys) + 1, dtype=np.int32) * np.int32(width)
        columns["_keys"] = pa.ListArray.from_arrays(pa.array(places), pa.array(keys.reshape(-1).view(np.int32)))
        bounds = np.concatenate([[0], ends]).astype(np.int32)
        columns["_hashes"] = pa.ListArray.from_arrays(pa.array(bounds), pa.array(hashes.view(np.int64)))
        yield pa.RecordBatch.from_arrays(list(columns.values()), list(columns))


def _binary(prints: npt.NDArray[np.uint8]) -> pa.Array:
    ends = np.arange(len(prints) + 1, dtype=np.int32) * np.int32(_PRINT)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(np.ascontiguousarray(prints))]
    return pa.Array.from_buffers(pa.binary(), len(prints), buffers)


def split_buckets(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Large buckets as tasks of two chunks each, so that no single task meets all members of one."""
    for batch in batches:
        for band, nodes in zip(batch.column("band").to_numpy(), _lists(batch.column("nodes")), strict=True):
            chunks = [nodes[at : at + CHUNK] for at in range(0, len(nodes), CHUNK)]
            for at, chunk in enumerate(chunks):
                for other in chunks[at:]:
                    columns = {
                        "band": pa.array([band], pa.int32()),
                        "nodes": pa.array([chunk], pa.list_(pa.int64())),
                        "others": pa.array([other if other is not chunk else None], pa.list_(pa.int64())),
                    }
                    yield pa.RecordBatch.from_arrays(list(columns.values()), list(columns))


def pairs_of_buckets(batches: Batches, *, star: bool = False) -> Iterator[pa.RecordBatch]:
    """The pairs of the nodes of each bucket, or of its nodes with its others; a star meets a few of them only."""
    for batch in batches:
        buckets = _lists(batch.column("nodes"))
        others = _lists(batch.column("others")) if "others" in batch.schema.names else [None] * len(buckets)
        waiting: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
        bands: list[tuple[int, int]] = []
        for band, nodes, other in zip(batch.column("band").to_numpy(), buckets, others, strict=True):
            nodes = np.sort(nodes)
            if other is not None:
                pairs = np.repeat(nodes, len(other)), np.tile(other, len(nodes))
            elif star:
                pairs = _star(nodes)
            else:
                left, right = np.triu_indices(len(nodes), 1)
                pairs = nodes[left], nodes[right]
            waiting.append((np.minimum(*pairs), np.maximum(*pairs)))
            bands.append((band, len(pairs[0])))
            if sum(count for _, count in bands) >= CHUNK * CHUNK:
                yield _pair_batch(waiting, bands)
                waiting, bands = [], []
        if waiting:
            yield _pair_batch(waiting, bands)


def _pair_batch(pairs: list[Any], bands: list[tuple[int, int]]) -> pa.RecordBatch:
    left, right = (np.concatenate(side) for side in zip(*pairs, strict=True))
    band = np.repeat(np.array([band for band, _ in bands], np.int32), [count for _, count in bands])
    return pa.RecordBatch.from_arrays([pa.array(left), pa.array(right), pa.array(band)], ["left", "right", "band"])


def _star(bucket: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The pairs of a large bucket that are compared: as `star` in the core, each once."""
    count = len(bucket)
    places = np.arange(count)
    pairs = [np.stack([np.full(count, leader * count // LEADERS), places]) for leader in range(LEADERS)]
    pairs += [np.stack([places[:-step], places[step:]]) for step in range(1, NEIGHBOURS + 1)]
    both = np.sort(np.concatenate(pairs, axis=1), axis=0)
    both = np.unique(both[:, both[0] != both[1]], axis=1)
    return bucket[both[0]], bucket[both[1]]


def _lists(column: Any) -> list[Any]:
    """The lists of a column as views of its memory; None where one is missing."""
    values, bounds = column.values.to_numpy(), column.offsets.to_numpy()
    missing = column.is_null().to_numpy(zero_copy_only=False)
    return [None if gone else values[bounds[at] : bounds[at + 1]] for at, gone in enumerate(missing)]


def measured(batches: Batches, *, threshold: float, containment: bool) -> Iterator[pa.RecordBatch]:
    """The pairs that reach the threshold, measured, with the shingles of either side counted."""
    for batch in batches:
        sides = [batch.column(name) for name in ("left_hashes", "right_hashes")]
        sets = [(side.values.to_numpy().view(np.uint64), side.offsets.to_numpy().astype(np.int64)) for side in sides]
        found = _copydesk.overlaps(sets[0], sets[1], 1)
        scores = found[:, 1:].max(axis=1) if containment and len(found) else found[:, 0]
        reaching = np.flatnonzero(scores >= threshold)
        columns = {name: batch.column(name).take(pa.array(reaching)) for name in ("left", "right")}
        for at, name in enumerate(("jaccard", "containment_left", "containment_right")):
            columns[name] = pa.array(found[reaching, at])
        for (_, bounds), name in zip(sets, ("left_shingles", "right_shingles"), strict=True):
            columns[name] = pa.array(np.diff(bounds)[reaching])
        yield pa.RecordBatch.from_arrays(list(columns.values()), list(columns))
