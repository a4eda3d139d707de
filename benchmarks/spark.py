"""copydesk.spark beside the local functions and beside PySpark's MinHashLSH, on one machine; prints Markdown tables.

    python benchmarks/spark.py --equal 20000                     # are records equal on planted edits?
    python benchmarks/spark.py --sizes 20000,100000 --cores 1,2  # time of cluster, local and Spark
    python benchmarks/spark.py --peer 20000                      # MinHashLSH of pyspark.ml: recall, precision, time
    python benchmarks/spark.py --project 100000000               # shuffled bytes, from measured distributions

Needs PySpark and a Java; each table has sessions of its own. Generated articles with the planted copies of corpus.py.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from corpus import build, generate_articles
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from tables import table

import copydesk
import copydesk.spark
from copydesk import _copydesk

THRESHOLD = 0.7


BLOCK = 20_000
"""Documents that are generated; more are these again, with words of their own."""


def texts_of(count: int, folder: Path) -> list[str]:
    """Articles and planted copies; the same each run, and kept in `folder`."""
    path = folder / f"{count}.parquet"
    if not path.exists():
        texts = made_texts(count)
        pq.write_table(pa.table({"id": range(count), "text": texts}), path, row_group_size=count // 8 + 1)
    return pq.read_table(path, columns=["text"]).column(0).to_pylist()


def made_texts(count: int) -> list[str]:
    """The same, made."""
    made = min(count, BLOCK)
    block = [document.text for document in build(generate_articles(made), made)]
    texts = list(block)
    while len(texts) < count:
        ending = rf"\g<0>{len(texts) // BLOCK}x"
        texts += [re.sub(r"\w+", ending, text) for text in block[: count - len(texts)]]
    return texts


@contextmanager
def session(cores: int) -> Iterator[tuple[SparkSession, float]]:
    """A session of so many cores, and the seconds that it took to start, Python workers included."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    start = time.perf_counter()
    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    settings = {
        "spark.driver.memory": "6g",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.showConsoleProgress": "false",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    small = spark.createDataFrame([(row, "one text of five words") for row in range(4)], "id long, text string")
    copydesk.spark.cluster(small).unpersist()
    try:
        yield spark, time.perf_counter() - start
    finally:
        spark.stop()


def stored(spark: SparkSession, texts: list[str], folder: Path) -> DataFrame:
    """The texts as a Parquet file of eight row groups."""
    return spark.read.parquet(str(folder / f"{len(texts)}.parquet"))


def equality(texts: list[str], folder: Path) -> str:
    """Whether pairs and clusters are those of the local functions, record for record."""
    rows = []
    with session(2) as (spark, _):
        df = stored(spark, texts, folder)
        for name, by, arguments in [
            ("near_duplicates", ["left", "right"], {}),
            ("near_duplicates", ["left", "right"], {"measure": "containment"}),
            ("cluster", ["row"], {"level": "near"}),
            ("cluster", ["row"], {"level": "partial"}),
        ]:
            start = time.perf_counter()
            local = getattr(copydesk, name)(texts, **arguments).to_arrow()
            between = time.perf_counter()
            made = getattr(copydesk.spark, name)(df, one_task=0, **arguments)
            end = time.perf_counter()
            found = made.select(*local.column_names).toArrow().sort_by([(column, "ascending") for column in by])
            made.unpersist()
            equal = found.to_pydict() == local.to_pydict()
            call = f"{name}({', '.join(f'{key}={value!r}' for key, value in arguments.items())})"
            cells = [call, f"{local.num_rows:,}", "yes" if equal else "NO"]
            rows.append([*cells, f"{between - start:.2f}", f"{end - between:.1f}"])
    return table(["call", "records", "equal", "local s", "Spark s"], rows)


def scaling(sizes: list[int], cores: list[int], folder: Path) -> str:
    """Seconds of `cluster`, local with as many threads, and Spark."""
    rows = []
    corpora = {size: texts_of(size, folder) for size in sizes}
    for count in cores:
        with session(count) as (spark, start_up):
            for size, texts in corpora.items():
                df = stored(spark, texts, folder)
                begin = time.perf_counter()
                copydesk.cluster(texts, n_threads=count)
                local = time.perf_counter() - begin
                cells = [f"{size:,}", str(count), f"{local:.2f}", f"{start_up:.1f}"]
                for one_task in (10**9, 0):
                    begin = time.perf_counter()
                    copydesk.spark.cluster(df, one_task=one_task).unpersist()
                    taken = time.perf_counter() - begin
                    cells += [f"{taken:.1f}", f"{taken / local:.1f}"]
                rows.append(cells)
                print(cells, file=sys.stderr)
    columns = ["documents", "cores", "local s", "engine start s"]
    return table([*columns, "one task s", "÷ local", "distributed s", "÷ local"], rows)


def peer(texts: list[str], folder: Path, tables: int) -> str:
    """Pairs at the threshold by Spark's own MinHashLSH and by copydesk, held against the exact join."""
    from pyspark.ml.feature import HashingTF, MinHashLSH, NGram, RegexTokenizer

    truth = {(pair["left"], pair["right"]) for pair in copydesk.near_duplicates(texts, method="exact")}
    rows = []

    def add(name: str, found: set[tuple[int, int]], seconds: float) -> None:
        right = len(found & truth)
        shares = [f"{right / len(truth):.4f}", f"{right / max(1, len(found)):.4f}"]
        rows.append([name, f"{seconds:.1f}", f"{len(found):,}", *shares])

    with session(2) as (spark, _):
        df = stored(spark, texts, folder)
        begin = time.perf_counter()
        made = copydesk.spark.near_duplicates(df)
        found = {(row["left"], row["right"]) for row in made.select("left", "right").collect()}
        add("copydesk.spark.near_duplicates", found, time.perf_counter() - begin)
        made.unpersist()
        begin = time.perf_counter()
        words = RegexTokenizer(inputCol="text", outputCol="words", pattern=r"\W+").transform(df)
        grams = NGram(n=5, inputCol="words", outputCol="grams").transform(words).filter(F.size("grams") > 0)
        # The largest space of features that fits its model comfortably; shingles that meet in one place cost precision.
        places = HashingTF(numFeatures=1 << 20, binary=True, inputCol="grams", outputCol="features")
        hashed = places.transform(grams).select("id", "features")
        model = MinHashLSH(inputCol="features", outputCol="hashes", numHashTables=tables, seed=1).fit(hashed)
        joined = model.approxSimilarityJoin(hashed, hashed, 1 - THRESHOLD + 1e-9, "distance")
        pairs = joined.select(F.col("datasetA.id").alias("left"), F.col("datasetB.id").alias("right"))
        found = {(row["left"], row["right"]) for row in pairs.filter(F.col("left") < F.col("right")).collect()}
        add(f"pyspark.ml MinHashLSH, {tables} tables", found, time.perf_counter() - begin)
    return table(["pipeline", "s", "pairs", "recall", "precision"], rows)


def projection(texts: list[str], documents: int) -> str:
    """Bytes that cross the network for so many documents, from what is measured on these."""
    prints, tokens, keys, hashes, _ = _copydesk.profiles(
        texts, 5, "word", 256, _copydesk.band_shape(0.7, 256, 1e-6), None
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        classes = copydesk.cluster(texts, level="exact")
        pairs = len(copydesk.near_duplicates(texts, expand=False))
    share = len(set(classes["representative"])) / len(texts)
    shingles = len(hashes) / len(texts)
    # A candidate is met in nearly two bands of three where it is a copy; others are stopped by the second band.
    candidates = pairs / len(texts)
    profile = 8 + prints.shape[1] + 8 + 4 * keys.shape[1] + 8 * shingles
    steps = [
        ("profiles, sorted by id", profile),
        ("classes by fingerprint, and their numbers", 2 * 60),
        ("sets to their numbers", share * (16 + 4 * keys.shape[1] + 8 * shingles)),
        ("band keys (16 bytes each)", share * 16 * keys.shape[1]),
        ("pairs met in bands (20 bytes, in 40 bands)", candidates * 20 * 40),
        ("sets to pairs, twice, and pairs with one set", share * 2 * 8 * shingles + candidates * 8 * shingles),
        ("clusters to documents", 4 * 60),
    ]
    rows = [[name, f"{size:,.0f}", f"{size * documents / 1e9:,.0f}"] for name, size in steps]
    total = sum(size for _, size in steps)
    rows.append(["all", f"{total:,.0f}", f"{total * documents / 1e9:,.0f}"])
    characters = float(np.mean([len(text) for text in texts]))
    print(
        f"{len(texts):,} documents of {characters:,.0f} characters and {tokens.mean():,.0f} words on average: "
        f"{shingles:,.0f} distinct shingles, {share:.3f} classes and {candidates:.3f} near pairs a document.\n"
    )
    return table(["step", "bytes a document", f"GB for {documents:,}"], rows)


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--equal", type=int, metavar="DOCUMENTS")
    parser.add_argument("--sizes", metavar="DOCUMENTS,…")
    parser.add_argument("--cores", default="1,2")
    parser.add_argument("--peer", type=int, metavar="DOCUMENTS")
    parser.add_argument("--tables", type=int, default=16, help="hash tables of MinHashLSH")
    parser.add_argument("--project", type=int, metavar="DOCUMENTS")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/copydesk-spark"), help="where corpora are written")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.equal:
        print(equality(texts_of(given.equal, given.folder), given.folder), "\n")
    if given.sizes:
        sizes, cores = ([int(part) for part in text.split(",")] for text in (given.sizes, given.cores))
        print(scaling(sizes, cores, given.folder), "\n")
    if given.peer:
        print(peer(texts_of(given.peer, given.folder), given.folder, given.tables), "\n")
    if given.project:
        print(projection(texts_of(BLOCK, given.folder), given.project))


if __name__ == "__main__":
    main()
