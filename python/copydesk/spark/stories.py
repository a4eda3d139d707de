"""Dated texts in; out, their stories within blocks of days, each block by one task and the local function.

How much a word says depends on how many texts of the corpus hold it, so a block is a corpus of its own. Copies stay
together: the level "near" is found over all texts first, and a copy goes to the block of the earliest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

from copydesk.arguments import shown, whole
from copydesk.duplicates import warn_of_capped
from copydesk.errors import ParameterError
from copydesk.spark.columns import named
from copydesk.spark.documents import Settings, numbered
from copydesk.spark.kept import Kept
from copydesk.spark.kernels import Batches
from copydesk.spark.memberships import memberships
from copydesk.spark.whole import Asked, answered, clusters_of, in_order, release_heard, with_said

__all__ = ["Blocks", "check_block", "stories_beyond", "stories_in_blocks"]

#: The block of texts without a date.
_UNDATED = -(1 << 40)
#: Columns of the local records that hold rows.
_ROWS = ("row", "cluster", "representative", "first", "link")
_MICROSECONDS_A_DAY = 86_400_000_000


@dataclass(frozen=True)
class Blocks:
    """How stories are cut into blocks: their days, their most bytes of text, and how copies are found before."""

    days: int
    budget: int
    settings: Settings
    driver_edges: int


def check_block(block: Any, level: str, dates: str | None) -> int | None:
    """The days of a block, if there are any.

    Raises:
        ParameterError: it is less than a day, or comes without dates or stories.
        TypeError: it is no whole number.
    """
    if block is None:
        return None
    if level != "story":
        raise ParameterError(f'`block` must come with level="story", got {shown(block)} at level "{level}"')
    if dates is None:
        raise ParameterError(f"`block` must come with `dates`, got {shown(block)} without; pass the column of dates")
    if (days := whole("block", block)) < 1:
        raise ParameterError(f"`block` must be at least 1, got {days}; it is a number of days")
    return days


def stories_beyond(length: int, budget: int) -> ParameterError:
    """More text than one task takes, and no blocks."""
    return ParameterError(
        f'`one_task` must be at least {length} for level "story", the bytes of the texts, got {budget}; raise it where '
        "a worker has six times as much, or pass `dates` and `block`, the days of which the articles are compared"
    )


def stories_in_blocks(df: DataFrame, kept: Kept, asked: Asked, blocks: Blocks) -> DataFrame:
    """The records of `copydesk.cluster` at level "story" for the documents of each block, in rows of the whole table.

    Raises:
        ParameterError: the texts of a block have more bytes than the budget.
    """
    *by, text_hash = in_order(asked.order, asked.text)
    texts = df.select(*map(named, asked.needed), text_hash.alias("_hash"))
    texts = numbered(texts, [*by, F.col("_hash")], "_place", kept)
    copies, split = memberships(
        texts,
        kept,
        text=asked.text,
        order=["_place"],
        ride=["_place"],
        dates=None,
        level="near",
        settings=blocks.settings,
        driver_edges=blocks.driver_edges,
    )
    warn_of_capped(split, stacklevel=4)
    day = F.floor(_day(df, asked.columns["dates"]) / blocks.days).alias("_day")
    dated = copies.select("_place", "cluster").join(texts.select("_place", day), "_place")
    earliest = dated.groupBy("cluster").agg(F.coalesce(F.min("_day"), F.lit(_UNDATED)).alias("_block"))
    block_of = dated.filter(F.col("cluster").isNotNull()).join(earliest, "cluster").select("_place", "_block")
    texts = texts.join(block_of, "_place", "left").withColumn("_block", F.coalesce("_block", F.lit(_UNDATED)))
    texts = kept.keep(texts)
    _check_blocks(texts, asked.text, blocks)
    # A block is a task of one core.
    one = replace(asked, call=asked.call | {"n_threads": 1})
    out = asked.out(df)
    kernel = partial(_answered_blocks, make=partial(_of_block, asked=one), names=[field.name for field in out])
    together = texts.repartition("_block").sortWithinPartitions("_block", "_place")
    made = release_heard(together.mapInArrow(kernel, with_said(out)), kept, out, stacklevel=4)
    assert made is not None, "blocks have no most"
    return made


def _day(df: DataFrame, dates: str) -> Column:
    """Days since 1970, of an instant those of UTC."""
    if isinstance(df.schema[dates].dataType, T.TimestampType):
        return F.unix_micros(named(dates)) / _MICROSECONDS_A_DAY
    return F.unix_date(named(dates).cast("date"))


def _check_blocks(texts: DataFrame, text: str, blocks: Blocks) -> None:
    sizes = texts.groupBy("_block").agg(F.sum(F.octet_length(named(text))).alias("bytes"))
    fullest = sizes.orderBy(F.col("bytes").desc_nulls_last()).first()
    if fullest is None or (fullest["bytes"] or 0) <= blocks.budget:
        return
    if fullest["_block"] == _UNDATED:
        which = "the texts without a date"
    else:
        # The first block of a calendar may begin before it does.
        ordinal = dt.date(1970, 1, 1).toordinal() + fullest["_block"] * blocks.days
        start = dt.date.fromordinal(max(ordinal, 1))
        which = f"the texts of the {blocks.days} days from {start}"
    raise ParameterError(
        f'`one_task` must be at least {fullest["bytes"]} for level "story", the bytes of {which}, got '
        f"{blocks.budget}; raise it where a worker has six times as much, or pass a shorter `block`"
    )


def _answered_blocks(
    batches: Batches, *, make: Callable[[pa.Table], dict[str, Any]], names: list[str]
) -> Iterator[pa.RecordBatch]:
    """What `make` makes of each block; `batches` are sorted by it."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        if not len(batch):
            continue
        blocks = batch.column("_block").to_numpy()
        bounds = [0, *np.flatnonzero(blocks[1:] != blocks[:-1]) + 1, len(blocks)]
        for start, end in pairwise(bounds):
            if waiting and waiting[-1].column("_block")[0].as_py() != blocks[start]:
                yield from answered(waiting, make=make, names=names)
                waiting = []
            waiting.append(batch.slice(start, end - start))
    yield from answered(waiting, make=make, names=names)


def _of_block(table: pa.Table, *, asked: Asked) -> dict[str, Any]:
    """The local records of a block's documents, in rows of the whole."""
    place = table.column("_place").combine_chunks()
    records = clusters_of(table, asked=asked)
    return records | {name: place.take(records[name].combine_chunks()) for name in _ROWS}
