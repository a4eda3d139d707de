"""Daft: normalize, minhash, bands exploded and grouped, the estimate as the filter; the data frame is not counted."""

from __future__ import annotations

import itertools
from typing import Any

import daft
import numpy as np
from daft import col, lit
from daft.functions import chunk, list_agg, list_count, lower, minhash, normalize, regexp_replace
from daft.functions import hash as hashed


def prepare(texts: list[str]) -> Any:
    daft.set_runner_native()
    return daft.from_pydict({"row": list(range(len(texts))), "text": texts}).collect()


def find(frame: Any, threshold: float, setting: str, threads: int) -> list[tuple[int, int]]:
    shape, _, text = setting.partition(" ")
    bands, rows = map(int, shape.split("x"))
    if text == "regex":
        cleaned = regexp_replace(lower(col("text")), r"[^\w]+", " ")
    else:
        cleaned = normalize(col("text"), remove_punct=True, lowercase=True, white_space=True)
    sketch = minhash(cleaned, num_hashes=bands * rows, ngram_size=5, hash_function="xxhash3_64")
    sketched = frame.select(col("row"), sketch.alias("sketch")).collect()
    table = sketched.to_arrow()
    order = table["row"].to_numpy()
    values = table["sketch"].combine_chunks().flatten().to_numpy().reshape(len(order), bands * rows)
    sketches = np.empty_like(values)
    sketches[order] = values

    banded = sketched.select(
        col("row"), chunk(col("sketch"), rows).alias("band"), lit(list(range(bands))).alias("number")
    ).explode("band", "number")
    buckets = banded.select(col("row"), hashed(col("band"), col("number")).alias("bucket")).groupby("bucket")
    shared = buckets.agg(list_agg(col("row")).alias("rows")).where(list_count(col("rows")) > 1).select("rows")
    candidates = {pair for group in shared.to_pydict()["rows"] for pair in itertools.combinations(sorted(group), 2)}
    if not candidates:
        return []
    left, right = np.array(sorted(candidates)).T
    kept = (sketches[left] == sketches[right]).mean(axis=1) >= threshold
    return list(zip(left[kept].tolist(), right[kept].tolist(), strict=True))


def pairs(result: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return result
