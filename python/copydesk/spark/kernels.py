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

__all__ = [
    "Batches",
    "bucketed",
    "measured",
    "pairs_of_buckets",
    "pairs_of_tasks",
    "placed",
    "profiled",
    "spark_batch",
    "split_buckets",
    "stars_of_buckets",
    "tabled",
]

Batches = Iterable[pa.RecordBatch]

#: Bytes of a fingerprint.
_PRINT = 16
#: Bits of a band key.
_KEY_BITS = 32
#: Members of a bucket that meet in one task: half a million pairs, 8 MB.
CHUNK = 1024
#: As in the core (`duplicate/banded.rs`): members, evenly spread over a large bucket, with which all others are
#: compared, and those that follow in it.
LEADERS = 8
NEIGHBOURS = 4


def spark_batch(columns: dict[str, Any]) -> pa.RecordBatch:
    """A batch of what Spark has types for: the core's hashes and offsets are lists of signed 64-bit integers.

    The core makes large lists and Spark none, so that lists which ride along stay what they are.
    """

    def signed(column: Any) -> Any:
        kind = column.type
        if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
            return column.cast(pa.string())
        if pa.types.is_large_list(kind):
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


def placed(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Each band key of each node as a row: its place, which is the band and the key in one number, and the node."""
    for batch in batches:
        nodes = batch.column("_node").to_numpy()
        keys = batch.column("_keys")
        width = len(keys.flatten()) // max(1, len(keys))
        bands = np.tile(np.arange(width, dtype=np.int64) << _KEY_BITS, len(nodes))
        places = bands | keys.flatten().to_numpy().view(np.uint32)
        yield pa.RecordBatch.from_arrays([pa.array(places), pa.array(np.repeat(nodes, width))], ["place", "node"])


def bucketed(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Rows sorted by their place and node in; out, the nodes of each place that has two or more.

    Not by a list collected for each group, which is the engine's own way: most places have one node and need none.
    """
    places, nodes = np.empty(0, np.int64), np.empty(0, np.int64)
    for batch in batches:
        places = np.concatenate([places, batch.column("place").to_numpy()])
        nodes = np.concatenate([nodes, batch.column("node").to_numpy()])
        starts = _run_starts(places)
        if len(starts) > 1:
            yield _bucket_batch(places[: starts[-1]], nodes[: starts[-1]], starts)
            # The last run may go on in the next batch.
            places, nodes = places[starts[-1] :], nodes[starts[-1] :]
    yield _bucket_batch(places, nodes, np.append(_run_starts(places), len(places)))


def _run_starts(places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Where runs of equal places begin."""
    if not len(places):
        return np.empty(0, np.int64)
    return np.concatenate([[0], np.flatnonzero(places[1:] != places[:-1]) + 1])


def _bucket_batch(
    places: npt.NDArray[np.int64], nodes: npt.NDArray[np.int64], bounds: npt.NDArray[np.int64]
) -> pa.RecordBatch:
    sizes = np.diff(bounds)
    several = sizes > 1
    ends = np.concatenate([[0], np.cumsum(sizes[several])]).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(ends), pa.array(nodes[np.repeat(several, sizes)]))
    return pa.RecordBatch.from_arrays([pa.array(places[bounds[:-1]][several]), lists], ["place", "nodes"])


def split_buckets(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Large buckets as tasks of two chunks each, so that no single task meets all members of one."""
    for batch in batches:
        for place, nodes in zip(batch.column("place").to_numpy(), _lists(batch.column("nodes")), strict=True):
            chunks = [nodes[at : at + CHUNK] for at in range(0, len(nodes), CHUNK)]
            for at, chunk in enumerate(chunks):
                for other in chunks[at:]:
                    columns = {
                        "place": pa.array([place], pa.int64()),
                        "nodes": pa.array([chunk], pa.list_(pa.int64())),
                        "others": pa.array([other if other is not chunk else None], pa.list_(pa.int64())),
                    }
                    yield pa.RecordBatch.from_arrays(list(columns.values()), list(columns))


def pairs_of_tasks(batches: Batches) -> Iterator[pa.RecordBatch]:
    """The pairs of the nodes of each task of `split_buckets`, or of its nodes with its others."""
    for batch in batches:
        tasks = zip(*(_lists(batch.column(name)) for name in ("nodes", "others")), strict=True)
        for place, (nodes, others) in zip(batch.column("place").to_numpy(), tasks, strict=True):
            if others is None:
                one, other = np.triu_indices(len(nodes), 1)
                yield _pair_batch(nodes[one], nodes[other], np.full(len(one), place))
            else:
                one, other = np.repeat(nodes, len(others)), np.tile(others, len(nodes))
                yield _pair_batch(one, other, np.full(len(one), place))


def pairs_of_buckets(batches: Batches) -> Iterator[pa.RecordBatch]:
    """The pairs of the nodes of each bucket.

    Buckets of one size are one array: articles have several buckets each, too many for a step of Python.
    """
    for batch in batches:
        places, lists = batch.column("place").to_numpy(), batch.column("nodes")
        bounds = lists.offsets.to_numpy()
        sizes, values = np.diff(bounds), lists.values.to_numpy()
        for size in np.unique(sizes):
            one, other = np.triu_indices(size, 1)
            of_size = np.flatnonzero(sizes == size)
            for some in np.array_split(of_size, 1 + len(of_size) * len(one) // CHUNK**2):
                nodes = values[bounds[some][:, None] + np.arange(size)]
                yield _pair_batch(nodes[:, one].ravel(), nodes[:, other].ravel(), np.repeat(places[some], len(one)))


def stars_of_buckets(batches: Batches) -> Iterator[pa.RecordBatch]:
    """The pairs of a large bucket that are compared where only components are wanted."""
    for batch in batches:
        for place, nodes in zip(batch.column("place").to_numpy(), _lists(batch.column("nodes")), strict=True):
            one, other = _star(nodes)
            yield _pair_batch(one, other, np.full(len(one), place))


def _pair_batch(
    one: npt.NDArray[np.int64], other: npt.NDArray[np.int64], places: npt.NDArray[np.int64]
) -> pa.RecordBatch:
    columns = {"left": np.minimum(one, other), "right": np.maximum(one, other), "band": places >> _KEY_BITS}
    return pa.RecordBatch.from_arrays([pa.array(column) for column in columns.values()], list(columns))


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
