"""Which module of the Rust core may import which: the rule, and a checker that names each breach.

The table is the architecture of DESIGN.md. A module may import what stands in its own line and nothing else, so an
import that points up, or sideways, fails the test rather than a review.
"""

import re
from pathlib import Path

_TEXT = {"error", "id", "span", "text"}
_ENGINE = _TEXT | {"corpus", "shingle", "similarity", "sketch", "lsh", "union_find", "postings", "schedule", "memory"}

ALLOWED = {
    "error": set(),
    "span": set(),
    "id": {"error"},
    "text": {"error", "id", "span"},
    "corpus": {"error", "id"},
    "shingle": _TEXT,
    "similarity": {"shingle"},
    "sketch": {"error"},
    "lsh": {"sketch"},
    "union_find": set(),
    "memory": set(),
    "postings": set(),
    "schedule": {"error", "id", "corpus"},
    "duplicate": _ENGINE,
    "story": _ENGINE | {"duplicate"},
    "quote": _TEXT,
    "reuse": _ENGINE | {"duplicate", "story", "quote"},
    "versions": _ENGINE | {"duplicate", "story", "quote", "reuse"},
    "records": _ENGINE | {"duplicate", "story", "quote", "reuse", "versions"},
    "arrow": {"error", "id", "corpus", "records"},
    "index": _ENGINE | {"duplicate", "story"},
}
#: The border: may import everything, and is the only place that names pyo3.
BORDER = "py"

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_BORDER_CRATES = re.compile(r"\b(pyo3|pyo3_arrow|numpy)\s*::|\buse\s+(pyo3|pyo3_arrow|numpy)\b")
#: Names that `lib.rs` re-exports, and where they live.
_REEXPORTED = {"Error": "error", "Result": "error"}


def module_of(path: Path, src: Path) -> str:
    """The top-level module that a source file belongs to."""
    return path.relative_to(src).parts[0].removesuffix(".rs")


def imported(code: str) -> set[str]:
    """The top-level modules that `crate::…` paths in `code` name."""
    names = set()
    for found in re.finditer(r"\bcrate\s*::\s*(\{|\w+)", code):
        if found[1] != "{":
            names.add(found[1])
            continue
        depth, item = 1, True
        for piece in re.finditer(r"[{},]|\w+", code[found.end() :]):
            depth += {"{": 1, "}": -1}.get(piece[0], 0)
            if depth == 0:
                break
            if piece[0] == "," and depth == 1:
                item = True
            elif item and piece[0] not in "{},":
                names.add(piece[0])
                item = False
    return {_REEXPORTED.get(name, name) for name in names}


def breaches(src: Path) -> list[str]:
    """One line for each import that the table does not allow, in the order of the files."""
    found = []
    for path in sorted(src.rglob("*.rs")):
        module = module_of(path, src)
        if module in ("lib", BORDER):
            continue
        code = _COMMENT.sub("", path.read_text(encoding="utf-8"))
        name = path.relative_to(src).as_posix()
        if module not in ALLOWED:
            found.append(f"{name}: `{module}` has no line in the table of layers")
            continue
        found += [
            f"{name}: `{module}` may not import `{target}`"
            for target in sorted(imported(code) - ALLOWED[module] - {module})
        ]
        if _BORDER_CRATES.search(code):
            found.append(f"{name}: only `{BORDER}` names pyo3 and numpy")
        if re.search(r"super\s*::\s*super", code):
            found.append(f"{name}: `super::super` hides which layer it means; write `crate::…`")
    return found
