"""`cluster` of a DataFrame: classes, their ties, and for each document its cluster."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

import copydesk
from copydesk.arguments import whole
from copydesk.duplicates import STORY_THRESHOLD, Unit, warn_of_capped
from copydesk.errors import ParameterError
from copydesk.spark.candidates import near_pairs
from copydesk.spark.components import EDGE, ties
from copydesk.spark.containers import container_edges
from copydesk.spark.documents import Documents, read
from copydesk.spark.pairs import settings_of
from copydesk.spark.rows import columns_of
from copydesk.spark.session import Kept, check_column, check_texts, check_workers, named, riding
from copydesk.spark.whole import ONE_TASK, text_bytes, whole_clusters

__all__ = ["cluster"]


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
    story_threshold: float = STORY_THRESHOLD,
    language: str = "auto",
    titles: str | None = None,
    sources: str | None = None,
    dates: str | None = None,
    window: float | dt.timedelta | None = None,
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
        level: "exact", "near", "partial", or "story" up to `one_task` bytes of text: stories depend on how often words
            stand in the whole corpus. Beyond, run it over some weeks of representatives (docs/spark.md shows it).
        threshold: Smallest Jaccard similarity (level "near") or containment (level "partial") that ties, in (0, 1].
        method: "lsh" or "exact".
        size: Words or characters in a shingle, in [1, 100].
        unit: "word" or "char".
        num_hashes: Slots of a signature, in [16, 4096].
        miss: Largest probability, in (0, 1), of missing a pair at the threshold.
        story_threshold: For level "story": smallest probability, in (0, 1), that two documents belong together.
        language: For level "story": "auto", a code of two letters or "none", for all texts.
        titles: For level "story": the column of headlines.
        sources: For level "story": the column of outlets.
        dates: A column of dates or timestamps, for `first` and `window`.
        window: For level "story": days that two documents of one story may lie apart.
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
            only, and not all of them turned out to be near-duplicates.

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
    budget = whole("one_task", one_task)
    call: dict[str, Any] = {
        "level": level,
        "threshold": threshold,
        "method": method,
        "size": size,
        "unit": unit,
        "num_hashes": num_hashes,
        "miss": miss,
        "story_threshold": story_threshold,
        "language": language,
        "window": window,
    }
    copydesk.cluster([], **call, dates=None if dates is None else [])
    check_texts(df, "text", text)
    by = list(dict.fromkeys([check_column(df, "order", id if order is None else order), check_column(df, "id", id)]))
    if dates is not None and not isinstance(
        df.schema[check_column(df, "dates", dates)].dataType, T.DateType | T.TimestampType | T.TimestampNTZType
    ):
        raise TypeError(f'`dates`: column "{dates}" must be of dates or timestamps; convert with to_timestamp()')
    for parameter, name in (("titles", titles), ("sources", sources)):
        if name is not None:
            check_texts(df, parameter, name)
    fields = [field for name, field in columns_of("cluster").items() if name != "id"]
    made = [field.name for field in fields]
    ride = riding(df, [text], made)
    check_workers(df.sparkSession)
    kept = Kept(df.sparkSession)
    length = text_bytes(df, text) if budget > 0 or level == "story" else 0
    if budget > 0 and length <= budget:
        beside = {"titles": titles, "sources": sources, "dates": dates}
        return whole_clusters(df, kept, text=text, order=by, ride=ride, fields=fields, **call, **beside)
    if level == "story":
        raise ParameterError(
            f'`one_task` must be at least {length} for level "story", the bytes of the texts, got {budget}; raise it '
            'where a worker has five times as much, or cluster at level "partial" here and run copydesk.cluster('
            'level="story") on the representatives of some weeks (docs/spark.md shows it)'
        )
    settings = settings_of(threshold, "jaccard", method, size, unit, num_hashes, miss)
    documents = read(df, text=text, ride=ride, order=by, settings=settings, kept=kept)
    tied = None
    if level != "exact":
        pairs, large = near_pairs(documents.sets, settings, kept, all_pairs=False)
        near = pairs.withColumn("similarity", F.col("jaccard")).withColumn("partial", F.lit(False)).select(*EDGE)
        edges = kept.keep(near)
        tied = ties(edges, kept, driver_edges)
        if large is not None:
            warn_of_capped(_split(large, tied), stacklevel=3)
        if level == "partial":
            inner = container_edges(documents.sets, tied, settings, kept, driver_edges)
            tied = ties(edges.unionByName(inner), kept, driver_edges)
    return kept.release(_memberships(documents, tied, ride, dates).select(*map(named, [*ride, *made])))


def _split(large: DataFrame, tied: DataFrame) -> int:
    """How many large buckets did not turn out to be of one cluster."""
    members = large.select("band", "key", F.explode("nodes").alias("_node")).join(
        tied.select("_node", "_root"), "_node", "left"
    )
    roots = members.groupBy("band", "key").agg(F.countDistinct(F.coalesce("_root", "_node")).alias("roots"))
    return int(roots.filter(F.col("roots") > 1).count())


def _memberships(documents: Documents, tied: DataFrame | None, ride: list[str], dates: str | None) -> DataFrame:
    classes = documents.classes
    if tied is None:
        empty = "_node long, _root long, _next long, similarity double, partial boolean"
        tied = classes.sparkSession.createDataFrame([], empty)
    classes = classes.join(tied, "_node", "left").withColumn("_root", F.coalesce("_root", "_node"))
    clusters = classes.groupBy("_root").agg(F.min("_first").alias("cluster"), F.sum("_members").alias("members"))

    def representative_of(node: str, name: str) -> DataFrame:
        return documents.classes.select(F.col("_node").alias(node), F.col("_representative").alias(name))

    classes = (
        classes.join(clusters, "_root")
        .join(representative_of("_root", "representative"), "_root")
        .join(representative_of("_next", "_link"), "_next", "left")
        .select("_node", "cluster", "members", "representative", "similarity", "partial", "_link")
    )
    rows = documents.rows.join(classes, "_node", "left").withColumnRenamed("_row", "row")
    rows = rows.withColumn("first", F.lit(None).cast("long"))
    if dates is not None:
        dated = rows.filter(named(dates).isNotNull() & F.col("cluster").isNotNull())
        earliest = dated.groupBy("cluster").agg(F.min_by("row", F.struct(named(dates), F.col("row"))).alias("first"))
        rows = rows.drop("first").join(earliest, "cluster", "left")
    copy = F.col("_representative") != F.col("row")
    kind = F.when(F.col("partial"), "partial").otherwise("near")
    tie = F.col("_link").isNotNull()
    return (
        rows.withColumn("relation", F.when(copy, "exact").when(tie, kind))
        .withColumn("similarity", F.when(copy, 1.0).when(tie, F.col("similarity")))
        .withColumn("link", F.when(copy, F.col("_representative")).when(tie, F.col("_link")))
        .withColumn("why", F.lit(None).cast("string"))
    )
