"""Types of the Rust core. The functions here take every argument by position; the package's own have the defaults."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, final

import numpy as np
import numpy.typing as npt

__all__ = [
    "DEBUG_BUILD",
    "Index",
    "Table",
    "__version__",
    "band_shape",
    "boilerplate",
    "cluster",
    "compare_versions",
    "credits",
    "discrepancies",
    "explain",
    "extract_quotes",
    "forest",
    "match_quotes",
    "near_duplicates",
    "overlap",
    "overlaps",
    "panic_in_a_run",
    "passages",
    "profiles",
    "quote_columns",
    "quote_rules",
    "schemas",
    "sentences",
    "shingle",
    "signatures",
    "similarity",
    "speakers",
    "story_terms",
    "verify_quotes",
]

DEBUG_BUILD: Final[bool]
__version__: Final[str]

_Progress = Callable[[int, int], object]

@final
class Table:
    @property
    def schema(self) -> list[tuple[str, str, bool]]: ...
    def __len__(self) -> int: ...
    def column(self, name: str) -> list[Any]: ...
    def row(self, index: int) -> dict[str, Any]: ...
    def slice(self, start: int, count: int, step: int) -> Table: ...
    def numpy(self, name: str) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]: ...
    @staticmethod
    def from_columns(schema: list[tuple[str, str, bool]], columns: list[list[Any]]) -> Table: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Index:
    @staticmethod
    def create(path: str, parameters: dict[str, Any], background: dict[str, Any] | None) -> Index: ...
    @staticmethod
    def open(path: str) -> Index: ...
    def add(
        self,
        articles: dict[str, Any],
        on_conflict: str,
        max_pairs: int,
        save: bool,
        n_threads: int | None,
        progress: _Progress | None,
    ) -> Table: ...
    def query(
        self, articles: dict[str, Any], max_pairs: int, n_threads: int | None, progress: _Progress | None
    ) -> Table: ...
    def clusters(self, n_threads: int | None, progress: _Progress | None) -> tuple[Table, int]: ...
    def articles(self) -> dict[str, list[Any]]: ...
    def texts(self, ids_given: list[Any], count: int) -> list[str | None]: ...
    def remove(self, ids_given: list[Any], count: int, save: bool) -> int: ...
    def save(self) -> None: ...
    def compact(self, n_threads: int | None, progress: _Progress | None) -> None: ...
    def verify(self, n_threads: int | None, progress: _Progress | None) -> None: ...
    def refresh(self) -> None: ...
    def close(self, save: bool) -> None: ...
    def contains(self, id: object) -> bool: ...
    def __len__(self) -> int: ...
    @property
    def path(self) -> Path: ...
    def info(self) -> dict[str, Any]: ...

_Sets = tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]
_Shape = tuple[int, int, int]

def panic_in_a_run() -> None: ...
def band_shape(threshold: float, num_hashes: int, miss: float) -> _Shape | None: ...
def forest(
    shingles: npt.NDArray[np.int64],
    left: npt.NDArray[np.uint32],
    right: npt.NDArray[np.uint32],
    similarity: npt.NDArray[np.float64],
    partial: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.bool_]]: ...
def overlaps(left: _Sets, right: _Sets, n_threads: int | None) -> npt.NDArray[np.float64]: ...
def profiles(
    texts: object, size: int, unit: str, num_hashes: int, shape: _Shape | None, n_threads: int | None
) -> tuple[
    npt.NDArray[np.uint8],
    npt.NDArray[np.int64],
    npt.NDArray[np.uint32],
    npt.NDArray[np.uint64],
    npt.NDArray[np.int64],
]: ...
def compare_versions(
    arguments: dict[str, Any], n_threads: int | None, progress: _Progress | None
) -> tuple[Table, Table, Table]: ...
def discrepancies(arguments: dict[str, Any], n_threads: int | None, progress: _Progress | None) -> Table: ...
def match_quotes(arguments: dict[str, Any], n_threads: int | None, progress: _Progress | None) -> Table: ...
def overlap(arguments: dict[str, Any], n_threads: int | None, progress: _Progress | None) -> Table: ...
def passages(arguments: dict[str, Any], n_threads: int | None, progress: _Progress | None) -> Table: ...
def quote_columns() -> tuple[list[str], list[str]]: ...
def quote_rules() -> list[str]: ...
def schemas() -> list[tuple[str, list[tuple[str, str, bool]]]]: ...
def sentences(
    texts: object, n_threads: int | None, progress: _Progress | None
) -> list[list[tuple[int, int]] | None]: ...
def shingle(
    texts: object,
    size: int,
    unit: str,
    positions: bool,
    ids: object | None,
    n_threads: int | None,
    progress: _Progress | None,
) -> Table: ...
def signatures(
    texts: object, num_hashes: int, size: int, unit: str, n_threads: int | None, progress: _Progress | None
) -> npt.NDArray[np.uint32]: ...
def similarity(
    left: object, right: object, size: int, unit: str, n_threads: int | None, progress: _Progress | None
) -> Table: ...
def near_duplicates(
    texts: object,
    against: object | None,
    threshold: float,
    measure: str,
    method: str,
    size: int,
    unit: str,
    num_hashes: int,
    miss: float,
    max_pairs: int,
    expand: bool,
    ignore_boilerplate: bool,
    ids: object | None,
    against_ids: object | None,
    n_threads: int | None,
    progress: _Progress | None,
) -> Table: ...
def cluster(
    texts: object,
    level: str,
    threshold: float,
    method: str,
    size: int,
    unit: str,
    num_hashes: int,
    miss: float,
    ignore_boilerplate: bool,
    ids: object | None,
    dates: list[int | None] | None,
    story: dict[str, Any],
    n_threads: int | None,
    progress: _Progress | None,
) -> tuple[Table, int, int]: ...
def explain(
    left: object, right: object, language: object, n_threads: int | None, progress: _Progress | None
) -> Table: ...
def story_terms(texts: list[str], language: str) -> list[list[tuple[str, bool]]]: ...
def extract_quotes(
    texts: object,
    titles: object | None,
    language: object,
    ids: object | None,
    n_threads: int | None,
    progress: _Progress | None,
) -> Table: ...
def credits(
    texts: object,
    titles: object | None,
    sources: object | None,
    language: object,
    ids: object | None,
    n_threads: int | None,
    progress: _Progress | None,
) -> Table: ...
def boilerplate(
    texts: object,
    titles: object | None,
    sources: object | None,
    ids: object | None,
    n_threads: int | None,
    progress: _Progress | None,
) -> Table: ...
def speakers(quotes: Table, names: list[str], aliases: list[list[str]], roster: Table | None) -> Table: ...
def verify_quotes(
    quotes: object,
    sources: object,
    match_: str,
    language: object,
    ids: object | None,
    source_ids: object | None,
    n_threads: int | None,
    progress: _Progress | None,
) -> Table: ...
