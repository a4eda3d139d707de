"""`cluster` of a DataFrame: its arguments checked, and the road that they take."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pyspark.sql import DataFrame
from pyspark.sql import types as T

import copydesk
from copydesk.arguments import whole
from copydesk.duplicates import STORY_THRESHOLD, Unit, warn_of_capped, warn_of_idle
from copydesk.errors import ParameterError
from copydesk.spark.columns import check_column, check_finite, check_ordering, check_texts, named, riding
from copydesk.spark.kept import Kept
from copydesk.spark.memberships import memberships
from copydesk.spark.pairs import boilerplate_beyond, settings_of
from copydesk.spark.rows import columns_of
from copydesk.spark.stories import Blocks, check_block, stories_beyond, stories_in_blocks
from copydesk.spark.whole import ONE_TASK, Asked, budget_of, text_bytes, whole_clusters
from copydesk.spark.workers import check_workers

__all__ = ["cluster"]

_MOMENTS = T.DateType | T.TimestampType | T.TimestampNTZType


def cluster(
    df: DataFrame,
    *,
    text: str = "text",
    id: str = "id",
    order: str | None = None,
    level: Literal["exact", "near", "partial", "story"] = "near",
    threshold: float = 0.7,
    method: Literal["lsh", "exact"] = "lsh",
    size: int = 5,
    unit: Unit = "word",
    num_hashes: int = 256,
    miss: float = 1e-6,
    ignore_boilerplate: bool = False,
    story_threshold: float = STORY_THRESHOLD,
    language: str = "auto",
    titles: str | None = None,
    sources: str | None = None,
    dates: str | None = None,
    window: float | dt.timedelta | None = None,
    block: int | None = None,
    driver_edges: int = 10_000_000,
    one_task: int = ONE_TASK,
) -> DataFrame:
    """Group documents that are the same text, as `copydesk.cluster`, and say what ties each one in.

    The records are those of the local function over the same documents in the order of their ids (or of `order`), as a
    table without order. docs/spark.md says where they may differ: nowhere up to a probability of `miss`, as long as the
    local function compares all its candidates, of which it skips some beyond four million.

    Args:
        df: One document a row.
        text: The column of strings. A missing value has a row without a cluster.
        id: The column that names the document, of any type that Spark sorts.
        order: The column whose order numbers the rows, by default `id`; equal values stand by their ids, then by
            hashes of their texts.
        level: "exact", "near", "partial" or "story". Stories depend on how often words stand in the whole corpus, so
            that beyond `one_task` bytes of text they are made within a `block` of days each.
        threshold: Smallest Jaccard similarity (level "near") or containment (level "partial") that ties, in (0, 1].
        method: "lsh" or "exact".
        size: Words or characters in a shingle, in [1, 100].
        unit: "word" or "char".
        num_hashes: Slots of a signature, in [16, 4096].
        miss: Largest probability, in (0, 1), of missing a pair at the threshold.
        ignore_boilerplate: Whether to compare the texts without the blocks that `boilerplate` finds; up to `one_task`
            bytes of text.
        story_threshold: For level "story": smallest probability, in (0, 1), that two documents belong together.
        language: For level "story": "auto", a code of two letters or "none" for all texts, or the name of a column.
        titles: For level "story": the column of headlines.
        sources: For level "story": the column of outlets.
        dates: A column of dates or timestamps, for `first` and `window`.
        window: For level "story": days that two documents of one story may lie apart.
        block: For level "story" beyond `one_task`: days of which the articles are compared with each other, counted
            from 1970-01-01; needs `dates`. Copies at level "near" stay together, in the block of their earliest date,
            and each block has the records that the local function gives for its documents alone.
        driver_edges: Most ties that go to the driver, as numbers, to be joined there: 41 bytes each, and twice that
            while they are joined, so some 1 GB at the default. Beyond, the engine joins them, in rounds.
        one_task: Bytes of text up to which one task of one worker compares them all, which is faster; 0 for never.

    Returns:
        A DataFrame, one row per document: the columns of `df` but `text`, then row (the place in the order), cluster,
        members, representative, first, relation, similarity, link and why, as `copydesk.cluster` has them; cluster,
        representative, first and link are values of row. It is computed and cached; `.unpersist()` lets it go.

    Raises:
        ParameterError: an argument is out of range, a column is not there, `df` has one that the result has too, or
            the texts of level "story" have more than `one_task` bytes.
        TypeError: `df` is no Spark DataFrame, or a column has the wrong type.
        CopydeskError: a worker has no copydesk, or another Python or version.

    Warns:
        RuntimeWarning: more than 256 documents share so much wording that they were compared with some of their group
            only, and not all of them turned out to be near-duplicates; or `titles`, `sources` or `language` come with
            a level below "story", where they do nothing.

    Example:
        >>> import copydesk.spark
        >>> rows = [("a", "the council said no to it"), ("b", "The council said no to it!"), ("c", "rain")]
        >>> df = spark.createDataFrame(rows, "id string, text string")  # doctest: +SKIP
        >>> copydesk.spark.cluster(df).select("id", "cluster", "members").orderBy("id").collect()  # doctest: +SKIP
        [Row(id='a', cluster=0, members=2), Row(id='b', cluster=0, members=2), Row(id='c', cluster=2, members=1)]

    Source:
        As `copydesk.cluster`; Kiveris et al. 2014, "Connected components in MapReduce and beyond" (the rounds).
    """
    if whole("driver_edges", driver_edges) < 0:
        raise ParameterError(f"`driver_edges` must be at least 0, got {driver_edges}; 0 leaves all to the engine")
    budget = budget_of(one_task)
    call: dict[str, Any] = {
        "level": level,
        "threshold": threshold,
        "method": method,
        "size": size,
        "unit": unit,
        "num_hashes": num_hashes,
        "miss": miss,
        "ignore_boilerplate": ignore_boilerplate,
        "story_threshold": story_threshold,
        "window": window,
    }
    beside = {"titles": titles, "sources": sources, "dates": dates}
    columns = {argument: name for argument, name in beside.items() if name is not None}
    if isinstance(language, str) and language in getattr(df, "columns", ()):
        columns["language"] = language
    else:
        call["language"] = language
    # The language has a check of its own: at levels without stories the local function would warn of it here.
    copydesk.cluster([], **call | {"language": "auto"}, dates=None if dates is None else [])
    copydesk.extract_quotes([], language=call.get("language", "auto"))
    check_texts(df, "text", text)
    check_finite(df)
    by = check_ordering(df, id, order)
    for argument, name in columns.items():
        if argument != "dates":
            check_texts(df, argument, name)
        elif not isinstance(kind := df.schema[check_column(df, "dates", name)].dataType, _MOMENTS):
            raise TypeError(
                f'`dates`: column "{name}" is {kind.simpleString()}, expected date or timestamp; convert with '
                "to_timestamp()"
            )
    days = check_block(block, level, dates)
    fields = [field for name, field in columns_of("cluster").items() if name != "id"]
    made = [field.name for field in fields]
    ride = riding(df, [text], made)
    check_workers(df.sparkSession)
    with Kept(df.sparkSession) as kept:
        asked = Asked(text, by, ride, fields, columns, call)
        if budget > 0 and (clusters := whole_clusters(df, kept, asked, budget)) is not None:
            return clusters
        if ignore_boilerplate:
            raise boilerplate_beyond(text_bytes(df, text), budget)
        settings = settings_of(threshold, "jaccard", method, size, unit, num_hashes, miss)
        if level == "story":
            if days is None:
                raise stories_beyond(text_bytes(df, text), budget)
            blocks = Blocks(days=days, budget=budget, settings=settings, driver_edges=driver_edges)
            return stories_in_blocks(df, kept, asked, blocks)
        # One task says itself what is without effect.
        warn_of_idle(level, language, (titles, sources), stacklevel=3)
        rows, split = memberships(
            df,
            kept,
            text=text,
            order=by,
            ride=ride,
            dates=dates,
            level=level,
            settings=settings,
            driver_edges=driver_edges,
        )
        warn_of_capped(split, stacklevel=3)
        return kept.release(rows.select(*map(named, [*ride, *made])))
