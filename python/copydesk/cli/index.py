"""The commands `copydesk index …`: an archive on disk, made, filled, asked, checked and tidied."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli import options as given
from copydesk.cli.group import copydesk
from copydesk.cli.inputs import beside_texts, load, read_inputs
from copydesk.cli.names import READ
from copydesk.cli.options import reading, threads, writing
from copydesk.cli.target import Target
from copydesk.cli.terminal import count, note, one_line, say, wants_progress
from copydesk.duplicates import RELATIONS
from copydesk.errors import IndexFormatError, ParameterError
from copydesk.files import FileError, Roles, Table, choose_columns, ids_of, texts_of

if TYPE_CHECKING:
    from copydesk import Index

#: What `verify` returns of an index that is damaged.
DAMAGED = 1


@copydesk.group(
    epilog="\b\nExample:\n  copydesk index create archive --level partial\n"
    "  copydesk index add archive today.csv --out seen.csv\n  copydesk index query archive tips/ --out known.csv",
    invoke_without_command=True,
)
@click.pass_context
def index(context: click.Context) -> None:
    """Keep an archive: which of these articles do we have already, from whom, since when?

    INDEX is a folder that belongs to the index. docs/index.md says what it is for, what it costs and how it is kept.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


@index.command(
    epilog="\b\nExample:\n  copydesk index create archive --level partial\n"
    "  copydesk index create stories --level story --background last-year.csv --keep-text"
)
@given.index_folder
@given.level
@given.threshold
@given.shingling
@given.story_threshold
@given.window
@click.option(
    "--background",
    multiple=True,
    metavar="FILE",
    type=READ,
    help="For stories: articles that say how common words are, for all time; some thousand of your own serve best. "
    "May be given several times.",
)
@given.text
@given.encoding
@click.option("--keep-text", is_flag=True, help="Keep the texts too; without it only what is compared is kept.")
def create(
    folder: str, level: Any, background: Sequence[str], text: str | None, encoding: str | None, **options: Any
) -> None:
    """Make a new index, once, in a folder that is new or empty.

    What is chosen here holds for all articles that are ever added.
    """
    from copydesk import Index

    options = given.story_only(level, {**options, "background": background}, "window", "story_threshold", "background")
    if not background and (given.typed("text") or given.typed("encoding")):
        raise ParameterError("--text and --encoding tell how to read a file; name it with --background")
    if options.pop("background", None):
        table = read_inputs(background, encoding)
        options["background"] = texts_of(table, choose_columns(table, text=text).text)
    try:
        made = Index(folder, level=level, **options)
    except FileExistsError as error:
        raise FileError(
            str(error).replace("open an index with `Index.open`", "fill it with `copydesk index add`")
        ) from error
    say(f"an index at level {level}, without articles yet: {one_line(str(made.path))}")


@index.command(
    epilog="\b\nExample:\n  copydesk index add archive today.csv --out seen.csv\n"
    "  copydesk index add archive news/ --on-conflict skip"
)
@given.index_folder
@reading
@given.describing
@given.story_language
@click.option(
    "--on-conflict",
    type=click.Choice(["error", "skip", "replace"]),
    default="error",
    show_default=True,
    help="An id that the index has. error: nothing is added; skip: that article is left out; replace: it takes the "
    "place of the old one.",
)
@given.max_pairs(10_000_000)
@threads
@given.writing_on_demand
def add(
    folder: str,
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    title: str | None,
    source: str | None,
    date: str | None,
    language: str,
    on_conflict: Any,
    max_pairs: int,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
) -> None:
    """Add articles, and tell which of them match an article that was there before.

    With --out (or --format) the matches are written, one row per match: the article of INPUT and its columns, the id of
    the match, how alike they are, and the outlet and date that the match was added with. Articles above in INPUT count
    as having been there before. It is all or nothing: if the articles cannot be read, compared and saved, or the
    matches not be written, the index is left as it was.

    Ids are those of the column of ids. The id of a text file is its path without the ending, counted from the folder
    that INPUT names, so name the folder above where several have files of the same names. Without a column of ids the
    articles get running numbers.
    """
    target = Target(out, format, raw)
    opened = _open(folder, target)
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title, source=source, date=date)
    with opened as archive:
        before = len(archive)
        columns = _columns(table, roles, language, threads) | beside_texts(table, sources=roles.source)
        try:
            records = archive.add(on_conflict=on_conflict, max_pairs=max_pairs, save=False, **columns)
        except ParameterError as error:
            raise _with_way_out(error, roles) from error
        if target.path is not None:
            _write(target, records, table, roles)
        more = len(archive) - before
    line = f"{_added(len(table), more, on_conflict)}; {_seen(records)}"
    if target.path is not None:
        target.report(line, found=len(records))
    elif out is None and format is None:
        say(line)
    else:
        # A reader that has gone ends the command: by then the articles are saved.
        note(line)
        _write(target, records, table, roles)


@index.command(epilog="\b\nExample:\n  copydesk index query archive tips/ --out known.csv")
@given.index_folder
@reading
@given.titling
@given.date
@given.story_language
@given.max_pairs(10_000_000)
@threads
@writing
def query(
    folder: str,
    inputs: Sequence[str],
    text: str | None,
    id: str | None,
    encoding: str | None,
    title: str | None,
    date: str | None,
    language: str,
    max_pairs: int,
    threads: int | None,
    out: str | None,
    format: str | None,
    raw: bool,
) -> None:
    """List the matches of articles in an index, and add nothing.

    One row per match, as `add` writes it. The articles of INPUT are not compared with each other; `copydesk
    duplicates` does that.
    """
    target = Target(out, format, raw)
    archive = _open(folder, target)
    table, roles = load(inputs, target, encoding, text=text, id=id, title=title, date=date)
    records = archive.query(max_pairs=max_pairs, **_columns(table, roles, language, threads))
    _write(target, records, table, roles)
    target.report(f"{count(len(table), 'article')}; {_seen(records)}", found=len(records))


@index.command(epilog="\b\nExample:\n  copydesk index info archive")
@given.index_folder
def info(folder: str) -> None:
    """Tell what an index is and holds."""
    archive = _open(folder)
    known = archive.info()
    rows = {
        "index": one_line(str(archive.path)),
        "articles": f"{known['articles']:,}",
        "removed": f"{known['removed']:,}, until they are compacted away" if known["removed"] else "0",
        "level": known["level"],
        "threshold": f"{known['threshold']:g}",
        "shingles": f"of {count(known['size'], _UNITS[known['unit']])}, {known['shingles']:,} distinct",
    }
    if known["level"] == "story":
        window = known["window"]
        rows["story threshold"] = f"{known['story_threshold']:g}"
        rows["window"] = "none" if window is None else f"{window:g} {'day' if window == 1 else 'days'}"
    rows["texts"] = "kept" if known["keep_text"] else "not kept"
    rows["on disk"] = f"{_size(known['bytes'])} in {count(known['segments'], 'segment')}"
    rows["saved"] = "never" if not known["saves"] else count(known["saves"], "time")
    rows["format"] = f"version {known['format']}"
    width = max(map(len, rows))
    for name, value in rows.items():
        say(f"{name:{width}}  {value}")


@index.command(epilog="\b\nExample:\n  copydesk index verify archive")
@given.index_folder
@threads
def verify(folder: str, threads: int | None) -> int:
    """Read every file of an index and check all of it.

    Every checksum, every article's shingles and that each of them is found, every id, outlet and kept text. Ends with 1
    if anything is damaged, and says in which file.
    """
    try:
        archive = _open(folder)
        archive.verify(n_threads=threads, progress=wants_progress())
    except IndexFormatError as error:
        note(str(error))
        return DAMAGED
    known = archive.info()
    parts = [
        count(known["segments"], "segment"),
        count(known["articles"], "article"),
        *([f"{known['removed']:,} removed"] if known["removed"] else []),
        count(known["shingles"], "shingle"),
        *(["all kept texts"] if known["keep_text"] else []),
        _size(known["bytes"]),
    ]
    say(f"no damage: {', '.join(parts)}: {one_line(str(archive.path))}")
    return 0


@index.command(epilog="\b\nExample:\n  copydesk index compact archive")
@given.index_folder
@threads
def compact(folder: str, threads: int | None) -> None:
    """Make one segment of all, without the removed articles.

    Small segments are merged by themselves; this frees what removed articles take.
    """
    archive = _open(folder)
    before = archive.info()["bytes"]
    archive.compact(n_threads=threads, progress=wants_progress())
    known = archive.info()
    freed = before - known["bytes"]
    line = f"{count(known['articles'], 'article')} in {count(known['segments'], 'segment')}, {_size(known['bytes'])}"
    say(f"{line}{f', {_size(freed)} freed' if freed > 0 else ''}: {one_line(str(archive.path))}")


@index.command(epilog="\b\nExample:\n  copydesk index remove archive wire-17 wire-18")
@given.index_folder
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def remove(folder: str, ids: Sequence[str]) -> None:
    """Remove articles by their ids: they match nothing from now on.

    If the index lacks one of them, none is removed. What they take on disk is freed by `compact`. Write `--` before an
    id that begins with a hyphen.
    """
    archive = _open(folder)
    removed = archive.remove([_known_id(archive, id) for id in ids])
    say(f"{count(removed, 'article')} removed, {len(archive):,} left: {one_line(str(archive.path))}")


@index.command(epilog="\b\nExample:\n  copydesk index clusters archive --out clusters.csv")
@given.index_folder
@threads
@writing
def clusters(folder: str, threads: int | None, out: str | None, format: str | None, raw: bool) -> None:
    """Group the articles of an index, as `copydesk cluster` groups those of files.

    One row per article in the order of adding, with its outlet and date; row numbers count from 0 in that order.
    """
    target = Target(out, format, raw)
    target.check([])
    archive = _open(folder, target)
    records = archive.clusters(n_threads=threads, progress=wants_progress())
    told = archive.articles()
    target.write(records, Table({}), without=set(), more=Table({name: told[name] for name in ("source", "date")}))
    shared = [record["cluster"] for record in records if (record["members"] or 0) > 1]
    same = "story" if archive.info()["level"] == "story" else "text"
    line = f"{count(len(records), 'article')}, {len(shared):,} of them in {count(len(set(shared)), 'group')}"
    target.report(f"{line} of the same {same}", found=len(shared))


#: Of a number of 64 bits.
_MOST_DIGITS = 19

_UNITS = {"word": "word", "char": "character"}


def _open(folder: str, target: Target | None = None) -> "Index":
    """The index, and a look that the records do not go into its folder."""
    from copydesk import Index

    try:
        archive = Index.open(folder)
    except FileNotFoundError as error:
        raise FileError(f"{folder}: there is no index; `copydesk index create {folder}` makes one") from error
    if target is not None and target.path is not None and Path(target.path).resolve().parent == archive.path.resolve():
        raise ParameterError(f"--out {target.path} lies in the index, where nothing else belongs; name another place")
    return archive


def _columns(table: Table, roles: Roles, language: str, threads: int | None) -> dict[str, Any]:
    """The arguments that `add` and `query` share."""
    columns = {
        "texts": texts_of(table, roles.text),
        "ids": ids_of(table, roles.id),
        "language": table.columns.get(language, language),
        "n_threads": threads,
        "progress": wants_progress(),
    }
    return columns | beside_texts(table, titles=roles.title, dates=roles.date)


def _write(target: Target, records: Any, table: Table, roles: Roles) -> None:
    target.write(records, table, without={roles.text, "id"} if roles.id == "id" else {roles.text})


def _with_way_out(error: ParameterError, roles: Roles) -> ParameterError:
    """An error about ids that the index wants and the file does not seem to have, with the option that names them."""
    wants_ids = roles.id is None and str(error).startswith("`ids`")
    return ParameterError(f"{error}; name their column with --id") if wants_ids else error


def _added(given: int, more: int, on_conflict: str) -> str:
    """How many articles of a file were added, of `given`; the index has so many more."""
    if on_conflict == "skip" and more < given:
        return f"{count(more, 'article')} added, {given - more:,} left out whose ids were there"
    if on_conflict == "replace" and more < given:
        return f"{count(given, 'article')} added, {given - more:,} of them in place of old ones"
    return f"{count(given, 'article')} added"


def _seen(records: Any) -> str:
    """How many articles match, by their closest relation, and which match is the oldest.

    Example:
        >>> _seen([])
        'none matches an article before it'
    """
    closest: dict[int, int] = {}
    for record in records:
        rank = RELATIONS.index(record["relation"])
        closest[record["row"]] = min(rank, closest.get(record["row"], rank))
    if not closest:
        return "none matches an article before it"
    by_rank = Counter(closest.values())
    kinds = ", ".join(f"{by_rank[rank]:,} {name}" for rank, name in enumerate(RELATIONS) if by_rank[rank])
    told = f"{len(closest):,} {'matches' if len(closest) == 1 else 'match'} one that was there before: {kinds}"
    dated = min(((record["date"], record["source"]) for record in records if record["date"]), default=None, key=_day)
    if dated is None:
        return told
    day, outlet = dated
    return f"{told}; the oldest match is of {day[:10]}{f', from {one_line(outlet)}' if outlet else ''}"


def _day(dated: tuple[str, str | None]) -> str:
    return dated[0]


def _known_id(archive: "Index", id: str) -> str | int:
    """The id as the index has it: a number where it has numbers."""
    digits = id.removeprefix("-")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS
    return int(id) if is_number and int(id) in archive else id


def _size(bytes: int) -> str:
    """Bytes for people.

    Example:
        >>> _size(999), _size(1_234_567)
        ('999 bytes', '1.2 MB')
    """
    return next(_sizes(bytes), f"{bytes:,} bytes")


def _sizes(bytes: int) -> Iterator[str]:
    for power, unit in ((9, "GB"), (6, "MB"), (3, "KB")):
        if bytes >= 10**power:
            yield f"{bytes / 10**power:.1f} {unit}"
