"""`near_duplicates` of a DataFrame: the pairs of classes, made pairs of documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

import copydesk
from copydesk import _copydesk
from copydesk.duplicates import Unit
from copydesk.errors import ParameterError
from copydesk.spark.across import SCORES, across, related
from copydesk.spark.candidates import near_pairs
from copydesk.spark.columns import check_finite, check_ordering, check_table, check_texts, named
from copydesk.spark.documents import Documents, Settings, read
from copydesk.spark.kept import Kept
from copydesk.spark.rows import columns_of
from copydesk.spark.whole import ONE_TASK, budget_of, text_bytes, whole_pairs
from copydesk.spark.workers import check_workers

__all__ = ["boilerplate_beyond", "near_duplicates", "settings_of"]


def near_duplicates(
    df: DataFrame,
    *,
    against: DataFrame | None = None,
    text: str = "text",
    id: str = "id",
    order: str | None = None,
    threshold: float = 0.7,
    measure: Literal["jaccard", "containment"] = "jaccard",
    method: Literal["lsh", "exact"] = "lsh",
    size: int = 5,
    unit: Unit = "word",
    num_hashes: int = 256,
    miss: float = 1e-6,
    max_pairs: int = 100_000_000,
    expand: bool = True,
    ignore_boilerplate: bool = False,
    one_task: int = ONE_TASK,
) -> DataFrame:
    """Find pairs of documents that share most of their wording, as `copydesk.near_duplicates`.

    The records are those of the local function over the same documents in the order of their ids (or of `order`), as a
    table without order. Every pair is measured exactly. With `method="lsh"` candidates come from the same bands as
    locally, for containment and low thresholds from a join that misses nothing.

    Args:
        df: One document a row.
        against: Another DataFrame, with the same columns for text, id and order, with which `df` is compared instead of
            with itself.
        text: The column of strings. Missing values and texts without words match nothing.
        id: The column that names the document, of any type that Spark sorts.
        order: The column whose order numbers the rows, by default `id`; equal values stand by their ids, then by
            hashes of their texts.
        threshold: Smallest score to report, in (0, 1].
        measure: "jaccard" or "containment".
        method: "lsh" or "exact".
        size: Words or characters in a shingle, in [1, 100].
        unit: "word" or "char".
        num_hashes: Slots of a signature, in [16, 4096].
        miss: Largest probability, in (0, 1), of missing a pair at the threshold.
        max_pairs: Most pairs to make; they are counted first.
        expand: Whether to make every pair, or only those of one representative for each group of identical texts.
        ignore_boilerplate: Whether to compare the texts without the blocks that `boilerplate` finds; up to `one_task`
            bytes of text.
        one_task: Bytes of text up to which one task of one worker compares them all, which is faster; 0 for never.

    Returns:
        A DataFrame, one row per pair: left, right (row numbers in that order, left < right; with `against` left is a
        row of `df` and right one of `against`), left_id, right_id (of the type of `id`), jaccard, containment_left,
        containment_right, relation. It is computed and cached; `.unpersist()` lets it go.

    Raises:
        ParameterError: an argument is out of range, a column is not there, there are more than `max_pairs` pairs, or
            `ignore_boilerplate` comes with more text than `one_task`.
        TypeError: `df` is no Spark DataFrame, `text` is not of strings, or columns of `against` have another type.
        CopydeskError: a worker has no copydesk, or another Python or version.

    Example:
        >>> import copydesk.spark
        >>> rows = [("a", "the council said no to it"), ("b", "The council said no to it!")]
        >>> df = spark.createDataFrame(rows, "id string, text string")  # doctest: +SKIP
        >>> copydesk.spark.near_duplicates(df).select("left_id", "right_id", "relation").collect()  # doctest: +SKIP
        [Row(left_id='a', right_id='b', relation='exact')]

    Source:
        As `copydesk.near_duplicates`.
    """
    call: dict[str, Any] = {
        "threshold": threshold,
        "measure": measure,
        "method": method,
        "size": size,
        "unit": unit,
        "num_hashes": num_hashes,
        "miss": miss,
        "max_pairs": max_pairs,
        "expand": expand,
        "ignore_boilerplate": ignore_boilerplate,
    }
    copydesk.near_duplicates([], **call)
    budget = budget_of(one_task)
    by = _check_columns(df, text, id, order)
    if against is not None:
        check_table("against", against)
        _check_columns(against, text, id, order)
        _check_types(df, against, by)
    check_workers(df.sparkSession)
    with Kept(df.sparkSession) as kept:
        if budget > 0:
            fields = _fields(df, id)
            made = whole_pairs(df, against, kept, text=text, order=by, id=id, fields=fields, call=call, budget=budget)
            if made is not None:
                return made
        if ignore_boilerplate:
            length = sum(text_bytes(table, text) for table in (df, against) if table is not None)
            raise boilerplate_beyond(length, budget)
        settings = settings_of(threshold, measure, method, size, unit, num_hashes, miss)
        if against is not None:
            joined = replace(settings, shape=None)
            sides = [read(table, text=text, ride=[id], order=by, settings=joined, kept=kept) for table in (df, against)]
            found, total = across(sides[0], sides[1], id, joined, kept, expand=expand)
            _check_most(total, int(max_pairs), expand)
            return kept.release(found)
        documents = read(df, text=text, ride=[id], order=by, settings=settings, kept=kept)
        pairs, _ = near_pairs(documents.sets, settings, kept, all_pairs=True)
        pairs = kept.keep(pairs)
        _check_most(_count(pairs, documents, expand), int(max_pairs), expand)
        return kept.release(_made(pairs, documents, id, settings, expand))


def _check_columns(df: DataFrame, text: str, id: str, order: str | None) -> list[str]:
    """The columns by which the documents are sorted; raises as the checks."""
    check_texts(df, "text", text)
    check_finite(df)
    return check_ordering(df, id, order)


def _check_types(df: DataFrame, against: DataFrame, columns: list[str]) -> None:
    """Both tables go through one.

    Raises:
        TypeError: a column of `against` has another type.
    """
    for name in columns:
        kind, other = (table.schema[name].dataType.simpleString() for table in (df, against))
        if kind != other:
            raise TypeError(
                f'`against`: column "{name}" is {other}, expected {kind} as in `df`; convert with .cast("{kind}")'
            )


def boilerplate_beyond(length: int, budget: int) -> ParameterError:
    """Boilerplate is told by how many texts repeat a block, so that all have to be in one place."""
    return ParameterError(
        f"`one_task` must be at least {length} for `ignore_boilerplate`, the bytes of the texts, got {budget}; raise "
        "it where a worker has six times as much, or leave boilerplate out beforehand"
    )


def _fields(df: DataFrame, id: str) -> list[T.StructField]:
    """The columns of pairs, in their order; ids of the type that they have."""
    known = columns_of("near_duplicates")
    names = [name for name, _, _ in dict(_copydesk.schemas())["near_duplicates"]]
    return [known.get(name, T.StructField(name, df.schema[id].dataType)) for name in names]


def settings_of(
    threshold: float, measure: str, method: str, size: int, unit: str, num_hashes: int, miss: float
) -> Settings:
    """The settings; the bands are those that the local functions choose."""
    banded = method == "lsh" and measure == "jaccard"
    shape = _copydesk.band_shape(float(threshold), int(num_hashes), float(miss)) if banded else None
    return Settings(float(threshold), measure == "containment", int(size), unit, int(num_hashes), shape)


def _check_most(total: int, most: int, expand: bool) -> None:
    """Refuse more pairs than are wanted before they are made.

    Raises:
        ParameterError: there are more than `most`.
    """
    if total > most:
        hint = "`cluster` groups them without making the pairs"
        if expand:
            hint = "`expand=False` ties identical texts to one of them, `cluster` makes no pairs at all"
        raise ParameterError(f"`max_pairs` must be at least {total}, the number of pairs found, got {most}; {hint}")


def _count(pairs: DataFrame, documents: Documents, expand: bool) -> int:
    """How many pairs of documents the pairs of classes make."""
    members = F.col("_members").cast("decimal(20,0)") if expand else F.lit(1)
    within = (members * (members - 1) / 2) if expand else F.col("_members") - 1
    counts = documents.classes.select("_node", members.alias("count"))
    left = counts.select(F.col("_node").alias("left"), F.col("count").alias("left_count"))
    right = counts.select(F.col("_node").alias("right"), F.col("count").alias("right_count"))
    across = pairs.join(left, "left").join(right, "right").agg(F.sum(F.col("left_count") * F.col("right_count")))
    return sum(int(row[0] or 0) for row in [*documents.classes.agg(F.sum(within)).collect(), *across.collect()])


def _made(pairs: DataFrame, documents: Documents, id: str, settings: Settings, expand: bool) -> DataFrame:
    rows = documents.rows.filter(F.col("_node").isNotNull())
    rows = rows.select(F.col("_row").alias("row"), named(id).alias("id"), "_node", "_representative")
    representatives = rows.filter(F.col("row") == F.col("_representative"))

    def side(of: DataFrame, name: str) -> DataFrame:
        return of.select(
            F.col("row").alias(f"{name}_row"), F.col("id").alias(f"{name}_name"), F.col("_node").alias(name)
        )

    one, other = side(rows if expand else representatives, "left"), side(rows, "right")
    same = one.join(other, F.col("left") == F.col("right"))
    same = same.filter(F.col("left_row") < F.col("right_row") if expand else F.col("left_row") != F.col("right_row"))
    names = ["left_row", "left_name", "right_row", "right_name"]
    met = pairs.join(one, "left").join(side(rows if expand else representatives, "right"), "right")
    turned = F.col("left_row") > F.col("right_row")

    def earlier(first: str, second: str) -> Column:
        return F.when(turned, F.col(second)).otherwise(F.col(first))

    return related(same.select(*names), met.select(*names, *SCORES), settings.threshold).select(
        earlier("left_row", "right_row").alias("left"),
        earlier("right_row", "left_row").alias("right"),
        earlier("left_name", "right_name").alias("left_id"),
        earlier("right_name", "left_name").alias("right_id"),
        "jaccard",
        earlier("containment_left", "containment_right").alias("containment_left"),
        earlier("containment_right", "containment_left").alias("containment_right"),
        "relation",
    )
