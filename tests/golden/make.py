"""Write the indexes that every later version has to open: `python tests/golden/make.py`.

Run by hand, and only when the format gets a new version: what lies in the repository was written by the version that
its name says and stays as it is. `tests/test_golden.py` has what the folders hold.
"""

import shutil
import struct
from pathlib import Path

import xxhash

import copydesk

HERE = Path(__file__).parent

WALL = (
    "The council of Ardmere voted on Tuesday to tear down the old harbour wall. The mayor, Ida Pell, said that sixty "
    "boats have to leave by the first of April and that the work will cost four million crowns. Fishermen stood in the "
    "rain before the hall and called for a second survey."
)
SHORTER = WALL[: WALL.index(" Fishermen")]
LONGER = f"From our reporter. {WALL} The ferry goes as before, the harbour master said, and the market stays open."
EDITED = WALL.replace("sixty boats", "all boats").replace("in the rain", "in the wind")
RETOLD = (
    "Ardmere harbour loses its wall: on Tuesday councillors decided to have it pulled down for four million crowns. "
    "Boats must be gone in April, mayor Pell told the fishermen, who want another survey first."
)

#: Id, text, outlet, date; a list for each addition.
BATCHES = [
    [
        ("wall", WALL, "Ardmere Courier", "2024-03-05T21:30"),
        ("wall/kürzer", SHORTER, "Der Bote", "2024-03-06"),
        ("missing", None, "Ardmere Courier", None),
        ("empty", "", None, "1969-12-31T23:59:59.999999"),
    ],
    [
        ("WALL", WALL.upper(), None, None),
        ("tide", "High tide at noon.", "Ardmere Courier", "2024-03-07"),
    ],
    [
        ("wall-edited", EDITED, "Post", "2024-03-08"),
        ("wall-longer", LONGER, "Post", "2024-03-08"),
        ("tide-again", "High tide, at noon!", None, None),
    ],
]
REMOVED = "wall/kürzer"

STORY = [
    (WALL, "Council votes for new wall", "2024-03-05"),
    ("High tide at noon.", None, None),
    (RETOLD, None, "2024-03-06"),
]

#: English articles that hold a word, as in a few days of a small paper; the library's own table takes 600 KB.
ENGLISH = 2
ARTICLES = 400
HELD = {
    "said": 300,
    "voted": 20,
    "vote": 20,
    "tuesday": 60,
    "mayor": 15,
    "council": 25,
    "councillor": 10,
    "million": 40,
}


def partial():
    path = fresh("index-1")
    with copydesk.Index(path, level="partial", size=3, threshold=0.6, keep_text=True) as index:
        for batch in BATCHES:
            ids, texts, sources, dates = (list(column) for column in zip(*batch, strict=True))
            index.add(texts, ids=ids, sources=sources, dates=dates)
        index.remove(REMOVED)


def story():
    path = fresh("index-1-story")
    copydesk.Index(path, level="story", window=30)
    put_frequencies(path)
    with copydesk.Index.open(path) as index:
        for text, title, date in STORY:
            index.add([text], titles=[title], dates=[date])


def put_frequencies(path):
    """Put a small table of frequencies in place of the library's, as docs/index.md has it."""
    held = sorted((xxhash.xxh3_64_intdigest(word.encode(), seed=ENGLISH), count) for word, count in HELD.items())
    table = b"CPYDKFRQ" + struct.pack("<IIIII", 1, 1, ENGLISH, ARTICLES, len(held))
    table += b"".join(struct.pack("<Q", hash) for hash, _ in held)
    table += b"".join(struct.pack("<I", count << 1 | 1) for _, count in held)
    (path / "frequencies-00000000").write_bytes(table)
    manifest = bytearray((path / "manifest").read_bytes()[:-16])
    manifest[80:104] = struct.pack("<Q", len(table)) + checksum(table)
    (path / "manifest").write_bytes(manifest + checksum(manifest))


def checksum(data):
    return xxhash.xxh3_128_intdigest(bytes(data)).to_bytes(16, "little")


def fresh(name):
    shutil.rmtree(HERE / name, ignore_errors=True)
    return HERE / name


if __name__ == "__main__":
    partial()
    story()
    for folder in ("index-1", "index-1-story"):
        files = {path.name: path.stat().st_size for path in sorted((HERE / folder).iterdir())}
        print(folder, sum(files.values()), "bytes:", files)
