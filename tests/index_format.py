"""The folder of an index in, what it holds out: docs/index.md as a parser, with none of the library's code.

Everything is read into plain values, and each rule that the page gives a reader is asserted. Slow and obvious, it is
the twin of `src/index`.
"""

import itertools
import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import xxhash

NOTHING = 2**32 - 1
LEVELS = ("exact", "near", "partial", "story")
SECTIONS = (
    *("rows", "ids", "id_order", "sources", "classes", "class_order", "class_rows", "shingles"),
    *("prefixes", "blocks", "tellings", "handles", "texts"),
)


@dataclass
class Manifest:
    generation: int
    level: str
    unit: str
    ids: str | None
    keep_text: bool
    size: int
    threshold: float
    story_threshold: float
    window: int | None
    added: int
    next_file: int
    frequencies: tuple | None
    removed: tuple | None
    segments: list  # of (number, length, checksum, rows)


@dataclass
class Postings:
    """Entries as (upper bits of a hash, number), ascending by the bits."""

    bucket_bits: int
    tag_bits: int
    entries: list
    under: dict = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        self.under = {}
        for upper, number in self.entries:
            self.under.setdefault(upper, []).append(number)

    def find(self, hash):
        """The numbers that may stand under a hash."""
        return self.under.get(hash >> (64 - self.bucket_bits - self.tag_bits), [])


@dataclass
class Telling:
    language: int
    words: int
    stems: dict  # hash: (small, digits)
    content: list  # hashes in the order of the text
    numbers: list
    days: dict  # 0 is Monday


@dataclass
class Segment:
    rows: list = field(default_factory=list)  # dicts of id, text_fingerprint, date, source, class, telling, text
    classes: list = field(default_factory=list)  # dicts of sequence, tokens, shingles, rows
    prefixes: Postings | None = None
    blocks: Postings | None = None
    handles: Postings | None = None


@dataclass
class Folder:
    manifest: Manifest
    segments: list
    removed: set
    frequencies: tuple | None  # articles by language, and by hash (articles, common)

    def live(self):
        """The rows that are not removed, in the order of adding."""
        rows = [row for segment in self.segments for row in segment.rows]
        return [row for position, row in enumerate(rows) if position not in self.removed]


def checksum(data):
    return xxhash.xxh3_128_intdigest(data)


def little(number, size):
    return number.to_bytes(size, "little")


class Bytes:
    """Little-endian values from the front."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        assert self.at + count <= len(self.data)
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, size, *, signed=False):
        return int.from_bytes(self.take(size), "little", signed=signed)

    def float(self):
        return struct.unpack("<d", self.take(8))[0]

    def array(self, kind, count):
        return np.frombuffer(self.take(count * np.dtype(kind).itemsize), kind)

    def varint(self):
        count, shift = 0, 0
        while True:
            byte = self.number(1)
            assert not (byte == 0 and shift), "a count takes as few bytes as it can"
            count |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return count

    def rest(self):
        return self.take(len(self.data) - self.at)


def read_manifest(data):
    assert checksum(data[:-16]) == int.from_bytes(data[-16:], "little")
    cursor = Bytes(data[:-16])
    assert cursor.take(8) == b"CPYDKIDX"
    assert (cursor.number(4), cursor.number(4)) == (1, 1)  # version, hashing
    generation = cursor.number(8)
    level, unit, ids, keep_text = (cursor.number(1) for _ in range(4))
    assert keep_text < 2
    size = cursor.number(4)
    threshold, story_threshold = cursor.float(), cursor.float()
    assert 1 <= size <= 100
    assert 0 < threshold <= 1
    assert 0 < story_threshold < 1
    window = cursor.number(8, signed=True)
    added, next_file = cursor.number(8), cursor.number(8)

    def named():
        number, length, total = cursor.number(8), cursor.number(8), cursor.number(16)
        assert number == 2**64 - 1 or number < next_file
        return None if number == 2**64 - 1 else (number, length, total)

    frequencies, removed = named(), named()
    segments = [(*named(), cursor.number(8)) for _ in range(cursor.number(8))]
    assert cursor.rest() == b""
    rows = sum(rows for *_, rows in segments)
    assert rows <= added
    assert rows < NOTHING
    assert rows == 0 or ids
    assert (level == LEVELS.index("story")) == (frequencies is not None)
    return Manifest(
        generation,
        LEVELS[level],
        ("word", "char")[unit],
        (None, "int", "str")[ids],
        bool(keep_text),
        size,
        threshold,
        story_threshold,
        None if window == -(2**63) else window,
        added,
        next_file,
        frequencies,
        removed,
        segments,
    )


def read_set(code, count):
    """A set of shingles: lower bytes one after the other, upper ones as a bitmap."""
    upper = 0 if count < 37 else 1 if count < 8192 else 2
    lower = 8 - upper
    bitmap = -(-(count + 256**upper) // 8) if upper else 0
    assert len(code) == count * lower + bitmap
    lows = [int.from_bytes(code[at * lower : (at + 1) * lower], "little") for at in range(count)]
    highs = [0] * count
    if upper:
        bits = np.flatnonzero(np.unpackbits(np.frombuffer(code[count * lower :], np.uint8), bitorder="little"))
        assert len(bits) == count
        highs = [int(bit) - at for at, bit in enumerate(bits)]
        assert all(0 <= high < 256**upper for high in highs)
    hashes = [high << (8 * lower) | low for high, low in zip(highs, lows, strict=True)]
    assert all(one < other for one, other in itertools.pairwise(hashes))
    return hashes


def read_postings(data):
    trailer = Bytes(data[-16:])
    count = trailer.number(8)
    bucket_bits, tag_bits, number_bits = (trailer.number(1) for _ in range(3))
    assert trailer.rest() == bytes(5)
    assert 1 <= bucket_bits <= 28
    assert tag_bits <= 16
    assert 1 <= number_bits <= 32
    width, buckets = tag_bits + number_bits, 1 << bucket_bits
    starts_at = len(data) - 16 - 4 * (buckets + 1)
    packed, starts = data[:starts_at], np.frombuffer(data[starts_at:-16], "<u4").astype(np.int64).tolist()
    assert len(packed) == -(-count * width // 8) + 8
    assert packed[-8:] == bytes(8)
    assert (starts[0], starts[-1]) == (0, count)
    assert (np.diff(starts) >= 0).all()
    entries = []
    for bucket in range(buckets):
        for bit in range(starts[bucket] * width, starts[bucket + 1] * width, width):
            entry = int.from_bytes(packed[bit // 8 : bit // 8 + 8], "little") >> (bit % 8) & ((1 << width) - 1)
            entries.append((bucket << tag_bits | entry >> number_bits, entry & ((1 << number_bits) - 1)))
    # The numbers of two hashes with one tag stand as the hashes do, and may repeat.
    uppers = [upper for upper, _ in entries]
    assert uppers == sorted(uppers)
    return Postings(bucket_bits, tag_bits, entries)


def cut(data, width, count, prefix=0):
    """Stretches of a heap: `count` + 1 starts of `width` bytes behind `prefix` bytes, then the heap."""
    cursor = Bytes(data[prefix:])
    starts = [int(start) for start in cursor.array(f"<u{width}", count + 1)]
    heap = cursor.rest()
    assert starts == sorted(starts)
    assert (starts[0], starts[-1]) == (0, len(heap))
    return [heap[start:end] for start, end in itertools.pairwise(starts)]


def read_telling(data):
    if not data:
        return None
    cursor = Bytes(data)
    language, words = cursor.number(1), cursor.varint()

    def hashes():
        found = [int(hash) for hash in cursor.array("<u8", cursor.varint())]
        assert all(one < other for one, other in itertools.pairwise(found))
        return found

    stems = hashes()
    flags = cursor.take(-(-len(stems) // 4))
    told = {stem: flags[at // 4] >> (2 * (at % 4)) & 3 for at, stem in enumerate(stems)}
    content = [stems[cursor.varint()] for _ in range(cursor.varint())]
    assert len(content) <= words
    numbers = hashes()
    named = cursor.number(1)
    days = {day: cursor.float() for day in range(8) if named >> day & 1}
    assert 7 not in days
    assert all(0 < much <= words for much in days.values())
    assert cursor.rest() == b""
    small_and_digits = {stem: (bool(both & 1), bool(both & 2)) for stem, both in told.items()}
    return Telling(language, words, small_and_digits, content, numbers, days)


def read_segment(data, manifest):
    assert data[:16] == b"CPYDKSEG" + little(1, 4) + bytes(4)
    trailer = Bytes(data[-40:])
    row_count, class_count, shingle_count = (trailer.number(8) for _ in range(3))
    section_count, version = trailer.number(4), trailer.number(4)
    assert (version, trailer.take(8)) == (1, b"CPYDKSEG")
    table_at = len(data) - 40 - 24 * section_count
    table = Bytes(data[table_at:-40])
    sections, end = {}, 16
    for _ in range(section_count):
        kind, zero, start, length = table.number(4), table.number(4), table.number(8), table.number(8)
        assert (zero, start) == (0, end)
        sections[SECTIONS[kind - 1]] = data[start : start + length]
        end = start + length
    assert end == table_at
    level = LEVELS.index(manifest.level)
    expected = {
        name for name, number in (("prefixes", 1), ("blocks", 2), ("tellings", 3), ("handles", 3)) if level >= number
    }
    expected |= set(SECTIONS[:8]) | ({"texts"} if manifest.keep_text else set())
    assert set(sections) == expected

    source_count = int.from_bytes(sections["sources"][:4], "little")
    sources = [name.decode() for name in cut(sections["sources"], 4, source_count, prefix=4)]
    if manifest.ids == "int":
        ids = np.frombuffer(sections["ids"], "<i8").tolist()
    else:
        ids = [id.decode() for id in cut(sections["ids"], 8, row_count)]
    assert len(ids) == row_count
    tellings = (
        [read_telling(one) for one in cut(sections["tellings"], 8, row_count)] if level >= 3 else [None] * row_count
    )
    texts = cut(sections["texts"], 8, row_count) if manifest.keep_text else [None] * row_count

    segment = Segment()
    rows = Bytes(sections["rows"])
    for id, telling, text in zip(ids, tellings, texts, strict=True):
        fingerprint, date = rows.number(16), rows.number(8, signed=True)
        of_class, source = rows.number(4), rows.number(4)
        assert of_class == NOTHING or of_class < class_count
        segment.rows.append(
            {
                "id": id,
                "text_fingerprint": fingerprint,
                "date": None if date == -(2**63) else date,
                "source": None if source == NOTHING else sources[source],
                "class": None if of_class == NOTHING else of_class,
                "telling": telling,
                "text": None if text is None or of_class == NOTHING else text.decode(),
            }
        )
    assert rows.rest() == b""

    order = Bytes(sections["id_order"])
    entries = [(order.number(8), order.number(4)) for _ in range(row_count)]
    id_bytes = [little(id & (2**64 - 1), 8) if isinstance(id, int) else id.encode() for id in ids]
    assert entries == sorted((xxhash.xxh3_64_intdigest(id), row) for row, id in enumerate(id_bytes))
    assert order.rest() == b""

    heads = Bytes(sections["classes"])
    classes = [[heads.number(16), heads.number(8), heads.number(8), heads.number(4)] for _ in range(class_count)]
    assert heads.rest() == b""
    starts = [start for _, _, start, _ in classes] + [len(sections["shingles"])]
    assert starts[0] == 0
    rows_cursor = Bytes(sections["class_rows"])
    row_starts = rows_cursor.array("<u4", class_count + 1).tolist()
    members = np.frombuffer(rows_cursor.rest(), "<u4").tolist()
    assert (row_starts[0], row_starts[-1]) == (0, len(members))
    for number, (sequence, tokens, start, count) in enumerate(classes):
        code = sections["shingles"][start : starts[number + 1]]
        own = members[row_starts[number] : row_starts[number + 1]]
        assert own == [row for row, one in enumerate(segment.rows) if one["class"] == number]
        segment.classes.append({"sequence": sequence, "tokens": tokens, "shingles": read_set(code, count), "rows": own})
    assert sum(count for *_, count in classes) == shingle_count
    by_sequence = sorted((one["sequence"], number) for number, one in enumerate(segment.classes))
    assert np.frombuffer(sections["class_order"], "<u4").tolist() == [number for _, number in by_sequence]

    for name in ("prefixes", "blocks", "handles"):
        if name in sections:
            setattr(segment, name, read_postings(sections[name]))
    return segment


def read_removed(data, rows):
    assert data[:8] == b"CPYDKREM"
    words = np.frombuffer(data[16:], "<u8")
    removed = {64 * at + bit for at, word in enumerate(words.tolist()) for bit in range(64) if word >> bit & 1}
    assert len(removed) == int.from_bytes(data[8:16], "little")
    assert all(position < rows for position in removed)
    return removed


def read_frequencies(data):
    cursor = Bytes(data)
    assert cursor.take(8) == b"CPYDKFRQ"
    assert cursor.number(4) == 1
    articles = {cursor.number(4): cursor.number(4) for _ in range(cursor.number(4))}
    count = cursor.number(4)
    hashes, counts = cursor.array("<u8", count), cursor.array("<u4", count)
    assert cursor.rest() == b""
    assert (hashes[:-1] < hashes[1:]).all()
    held = zip(hashes.tolist(), counts.tolist(), strict=True)
    return articles, {hash: (count >> 1, bool(count & 1)) for hash, count in held}


def read_folder(path):
    path = Path(path)
    manifest = read_manifest((path / "manifest").read_bytes())

    def file(kind, number, length, total, *_):
        data = (path / f"{kind}-{number:08}").read_bytes()
        assert (len(data), checksum(data)) == (length, total)
        return data

    segments = []
    for named in manifest.segments:
        segment = read_segment(file("segment", *named), manifest)
        assert len(segment.rows) == named[-1]
        segments.append(segment)
    rows = sum(len(segment.rows) for segment in segments)
    removed = read_removed(file("removed", *manifest.removed), rows) if manifest.removed else set()
    frequencies = read_frequencies(file("frequencies", *manifest.frequencies)) if manifest.frequencies else None
    return Folder(manifest, segments, removed, frequencies)
