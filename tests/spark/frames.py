"""Tables of documents for a session, and their records as a local function gives them."""


def frame(spark, texts, *, first=100, **columns):
    """Documents with the ids 100, 101, … (or from `first`), in three partitions and no order."""
    names = ", ".join(["id long", "text string", *(f"`{name}` {kind}" for name, (kind, _) in columns.items())])
    rows = zip(range(first, first + len(texts)), texts, *(values for _, values in columns.values()), strict=True)
    return spark.createDataFrame([*rows], names).repartition(3)


def records(made, names, *by):
    """The rows of a DataFrame as a local function gives them."""
    rows = [{name: row[name] for name in names} for row in made.collect()]
    made.unpersist()
    return sorted(rows, key=lambda row: [row[name] for name in by])
