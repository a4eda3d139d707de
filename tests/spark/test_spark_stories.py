"""Stories on Spark: the local ones in one task; beyond it the local ones of each block of days."""

import datetime as dt

import pytest

import copydesk
from copydesk import sample
from frames import frame, records

ARTICLES = sample.articles()
EPOCH = dt.date(1970, 1, 1)


def day_of(article):
    return dt.date.fromisoformat(str(article["date"])[:10])


def test_stories_are_the_local_ones_in_one_task(cs, spark):
    days = [day_of(article) for article in ARTICLES]
    texts, sources, titles = ([article[name] for article in ARTICLES] for name in ("text", "source", "title"))
    df = frame(spark, texts, source=("string", sources), title=("string", titles), day=("date", days))
    arguments = {"level": "story", "window": 7, "story_threshold": 0.4}
    local = copydesk.cluster(
        texts, ids=range(100, 100 + len(texts)), sources=sources, titles=titles, dates=days, **arguments
    )
    found = cs.cluster(df, sources="source", titles="title", dates="day", **arguments)
    assert records(found, local.columns, "row") == local.to_list()


def dated():
    """The sample, reprinted a month later, retold with a line more two months later, and what has no date or text."""
    days = [day_of(article) for article in ARTICLES]
    texts = [article["text"] for article in ARTICLES]
    more = [f"{text.upper()} And that is all of number {row}." for row, text in enumerate(texts)]
    texts = [*texts, *texts, *more, None, "no date stands here", "No date stands HERE"]
    later = [[day + dt.timedelta(days=after) for day in days] for after in (0, 30, 60)]
    return texts, [*later[0], *later[1], *later[2], dt.date(2025, 1, 1), None, None]


def by_block(texts, days, length):
    """The rows of each block: those of the earliest date of the row's near-duplicates."""
    clusters = copydesk.cluster(texts)["cluster"]
    earliest, blocks = {}, {}
    for cluster, day in zip(clusters, days, strict=True):
        if day is not None:
            earliest[cluster] = min(earliest.get(cluster, day), day)
    for row, cluster in enumerate(clusters):
        first = None if cluster is None else earliest.get(cluster)
        blocks.setdefault(None if first is None else (first - EPOCH).days // length, []).append(row)
    return list(blocks.values())


@pytest.mark.parametrize("length", [3, 90])
def test_a_block_has_the_local_stories_of_its_documents(cs, spark, length):
    texts, days = dated()
    blocks = by_block(texts, days, length)
    expected = []
    for rows in blocks:
        part = [[column[row] for row in rows] for column in (texts, days)]
        for record in copydesk.cluster(part[0], level="story", dates=part[1], window=7):
            moved = {
                name: None if record[name] is None else rows[record[name]]
                for name in ("row", "cluster", "representative", "first", "link")
            }
            expected.append(record | moved | {"id": 100 + moved["row"]})
    assert "rewrite" in {record["relation"] for record in expected}
    fullest = max(sum(len((texts[row] or "").encode()) for row in rows) for rows in blocks)
    df = frame(spark, texts, day=("date", days))
    arguments = {"level": "story", "dates": "day", "window": 7, "block": length}
    found = cs.cluster(df, one_task=fullest, **arguments)
    assert records(found, list(expected[0]), "row") == sorted(expected, key=lambda record: record["row"])
    with pytest.raises(copydesk.ParameterError, match=rf"at least {fullest} .*the texts of the {length} days from 20"):
        cs.cluster(df, one_task=fullest - 1, **arguments)


def test_timestamps_count_in_days_of_utc(cs, spark):
    texts = [article["text"] for article in ARTICLES] * 2
    days = [day_of(article) for article in ARTICLES]
    moments = [dt.datetime.combine(day, dt.time(23, 30), dt.UTC) for day in days + [dt.date(2026, 1, 1)] * len(days)]
    df = frame(spark, texts, at=("timestamp", moments))
    rows = cs.cluster(df, level="story", dates="at", block=1, one_task=12_000).select("row", "cluster", "first")
    first = by_block(texts, [moment.date() for moment in moments], 1)
    place = {row: at for at, block in enumerate(first) for row in block}
    clusters = {}
    for row in rows.collect():
        clusters.setdefault(row["cluster"], set()).add(place[row["row"]])
        assert row["first"] < len(days)
    assert all(len(blocks) == 1 for blocks in clusters.values())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"one_task": 10}, r"`one_task` must be at least \d+ for level \"story\".*or pass `dates` and `block`"),
        ({"block": 7}, "`block` must come with `dates`"),
        ({"block": 7, "dates": "day", "level": "near"}, '`block` must come with level="story", got 7 at level "near"'),
        ({"block": 0, "dates": "day"}, "`block` must be at least 1, got 0"),
        ({"block": 1.5, "dates": "day"}, "`block` must be a whole number"),
        ({"ignore_boilerplate": True, "one_task": 10}, r"`one_task` must be at least \d+ for `ignore_boilerplate`"),
    ],
    ids=str,
)
def test_blocks_that_cannot_be_are_refused_with_the_way_out(cs, spark, arguments, message):
    df = frame(spark, ["one text of five words"] * 2, day=("date", [EPOCH] * 2))
    with pytest.raises((copydesk.ParameterError, TypeError), match=message):
        cs.cluster(df, **{"level": "story"} | arguments)


def test_languages_of_a_column_and_boilerplate_are_as_locally_in_one_task(cs, spark):
    texts = [article["text"] for article in ARTICLES]
    titles, sources = ([article[name] for article in ARTICLES] for name in ("title", "source"))
    languages = ["de" if row % 2 else "en" for row in range(len(texts))]
    df = frame(spark, texts, title=("string", titles), source=("string", sources), language=("string", languages))
    local = copydesk.cluster(
        texts,
        level="story",
        titles=titles,
        sources=sources,
        language=languages,
        ignore_boilerplate=True,
        ids=range(100, 100 + len(texts)),
    )
    found = cs.cluster(
        df, level="story", titles="title", sources="source", language="language", ignore_boilerplate=True
    )
    assert records(found, local.columns, "row") == local.to_list()
    assert local.to_list() != copydesk.cluster(texts, level="story", ids=range(100, 100 + len(texts))).to_list()


def test_a_guess_of_the_size_that_is_too_small_ends_where_counting_does(cs, spark, tmp_path):
    from copydesk.spark.plans import estimated_bytes

    texts = [ARTICLES[0]["text"]] * 300
    frame(spark, texts).write.parquet(str(tmp_path / "articles"))
    df = spark.read.parquet(str(tmp_path / "articles"))
    size = len("".join(texts).encode())
    assert estimated_bytes(df) < size / 2
    with pytest.raises(copydesk.ParameterError, match=f"`one_task` must be at least {size} .*got {size - 1}"):
        cs.cluster(df, level="story", one_task=size - 1)
    assert cs.cluster(df, level="story", one_task=size).first()["members"] == 300
    by_rounds = cs.cluster(df, one_task=size - 1)
    assert records(by_rounds, ["row", "members"], "row") == [{"row": row, "members": 300} for row in range(300)]
