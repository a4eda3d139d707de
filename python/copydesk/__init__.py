"""Near-duplicates, clusters and quotes for newsroom data scientists.

Every function takes a column of texts (list, tuple, NumPy array, pandas or polars Series, Arrow column). All but
`signatures`, which gives an array, return `Records`: a table that reads like a list of dicts, with `.to_pandas()`, and
that polars, pyarrow and DuckDB take as it is. `import copydesk.pandas` makes them methods of a Series,
`copydesk.testing` has asserts for batch jobs.

PYTEST_DONT_REWRITE: nothing here is a test, and a notebook that has imported this may call pytest without a warning.
"""

from copydesk._copydesk import DEBUG_BUILD as _DEBUG_BUILD
from copydesk._copydesk import __version__
from copydesk.blocks import boilerplate, credits
from copydesk.desk import Desk, analyze
from copydesk.duplicates import cluster, near_duplicates, shingle, signatures, similarity
from copydesk.errors import CopydeskError, IndexFormatError, IndexLockedError, InternalError, ParameterError
from copydesk.index import Index
from copydesk.quotes import extract_quotes
from copydesk.records import Records
from copydesk.reuse import overlap, passages
from copydesk.speakers import speakers
from copydesk.stories import explain
from copydesk.verification import verify_quotes
from copydesk.versions import discrepancies, match_quotes

__all__ = [
    "CopydeskError",
    "Desk",
    "Index",
    "IndexFormatError",
    "IndexLockedError",
    "InternalError",
    "ParameterError",
    "Records",
    "__version__",
    "analyze",
    "boilerplate",
    "cluster",
    "credits",
    "discrepancies",
    "explain",
    "extract_quotes",
    "match_quotes",
    "near_duplicates",
    "overlap",
    "passages",
    "shingle",
    "signatures",
    "similarity",
    "speakers",
    "verify_quotes",
]

if _DEBUG_BUILD:
    import warnings

    warnings.warn("this is a debug build of copydesk, many times slower than a release", RuntimeWarning, stacklevel=2)
