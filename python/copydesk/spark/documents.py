"""Texts in; out, numbered documents and the classes of those with equal words, as `duplicate/classes.rs` makes them.

Numbers stand for the positions that a list has and a DataFrame has not. A document's row is its place in the order of
the ids (or of another column), a class's node its place from the most tokens to the fewest and by the fingerprint of
its text. Both depend on the content alone, so that a task that runs twice, or on another machine, gives the same
numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

from copydesk.spark.columns import named
from copydesk.spark.kept import Kept
from copydesk.spark.kernels import profiled
from copydesk.spark.whole import in_order

__all__ = ["Documents", "Settings", "numbered", "read"]

#: Of `monotonically_increasing_id` the lower bits are the place in the partition, the others the partition.
_PLACE_BITS = 33

_PROFILE = T.StructType(
    [
        T.StructField("_sequence", T.BinaryType(), False),
        T.StructField("_print", T.BinaryType(), False),
        T.StructField("_tokens", T.LongType(), False),
        T.StructField("_keys", T.ArrayType(T.IntegerType(), False), False),
        T.StructField("_hashes", T.ArrayType(T.LongType(), False), False),
    ]
)


@dataclass(frozen=True)
class Settings:
    """How texts are cut and compared; `shape` is (bands, rows, agreeing), None where a join finds the candidates."""

    threshold: float
    containment: bool
    size: int
    unit: str
    num_hashes: int
    shape: tuple[int, int, int] | None


@dataclass(frozen=True)
class Documents:
    """What was read.

    Attributes:
        rows: One row per document: _row, _node (null for a missing text), _representative (the row that stands for its
            class), and the columns that ride along.
        classes: One row per class: _node, _class (its fingerprint; null without words), _representative, _first (its
            first row), _members.
        sets: One row per class with words: _node, _keys, _hashes.
    """

    rows: DataFrame
    classes: DataFrame
    sets: DataFrame


def read(df: DataFrame, *, text: str, ride: list[str], order: list[str], settings: Settings, kept: Kept) -> Documents:
    """Read each text once on the workers, number the documents and collapse equal ones."""
    columns = list(dict.fromkeys([*ride, *order]))
    hashed = T.StructField("_hash", T.LongType())
    schema = T.StructType([df.schema[name] for name in columns] + [hashed] + _PROFILE.fields)
    kernel = partial(
        profiled,
        text=text,
        ride=[*columns, "_hash"],
        size=settings.size,
        unit=settings.unit,
        num_hashes=settings.num_hashes,
        shape=settings.shape,
    )
    *by, text_hash = in_order(order, text)
    texts = df.select(*map(named, dict.fromkeys([*columns, text])), text_hash.alias("_hash"))
    # Sorting asks for its rows twice, and only what they are sorted by is worth moving.
    profiles = kept.keep(texts.mapInArrow(kernel, schema))
    documents = numbered(profiles.drop("_keys", "_hashes"), [*by, F.col("_hash")], "_row", kept)
    # A document without words equals nothing and is a class of its own.
    alone = F.concat(F.lit("a text without words, row "), F.col("_row").cast("string")).cast("binary")
    documents = documents.withColumn("_class", F.when(F.col("_tokens") == 0, alone).otherwise(F.col("_sequence")))
    classes = (
        documents.filter(F.col("_tokens") >= 0)
        .groupBy("_class")
        .agg(
            F.min(F.struct("_print", "_row")).alias("_best"),
            F.min("_row").alias("_first"),
            F.count("_row").alias("_members"),
            F.first("_tokens").alias("_tokens"),
        )
        .select("_class", "_best._print", F.col("_best._row").alias("_representative"), "_first", "_members", "_tokens")
    )
    order_of_classes = [F.col("_tokens").desc(), F.col("_print"), F.col("_representative")]
    classes = numbered(classes, order_of_classes, "_node", kept)
    # Texts of one fingerprint have one set; there is one row of each where it is joined.
    wide = profiles.select("_print", "_keys", "_hashes").dropDuplicates(["_print"])
    sets = classes.filter(F.col("_tokens") > 0).select("_node", "_print").join(wide, "_print")
    sets = sets.select("_node", "_keys", "_hashes")
    known = classes.select("_class", "_node", "_representative")
    present = documents.withColumn("_class", F.when(F.col("_tokens") >= 0, F.col("_class")))
    rows = present.join(known, "_class", "left").select("_row", "_node", "_representative", *map(named, columns))
    of_words = F.when(F.col("_tokens") > 0, F.col("_class")).alias("_class")
    narrow = classes.select("_node", of_words, "_representative", "_first", "_members")
    return Documents(rows, narrow, kept.keep(sets))


def numbered(frame: DataFrame, by: list[Column], name: str, kept: Kept) -> DataFrame:
    """The rows with their place in an order, from 0; sorted once by the engine, without going through the driver."""
    placed: Any = F.monotonically_increasing_id()
    placed = kept.keep(frame.orderBy(*by).withColumn("_placed", placed))
    part = F.shiftright("_placed", _PLACE_BITS)
    counts = sorted(placed.groupBy(part.alias("part")).count().collect())
    before, starts = 0, []
    for number, count in counts:
        starts.append((number, before - (number << _PLACE_BITS)))
        before += count
    starts_of = frame.sparkSession.createDataFrame(starts, "_part long, _start long")
    return (
        placed.withColumn("_part", part)
        .join(F.broadcast(starts_of), "_part")
        .withColumn(name, F.col("_placed") + F.col("_start"))
        .drop("_part", "_start", "_placed")
    )
