"""Near-duplicates, clusters and quotes for newsroom data scientists.

Every function takes a column of texts (list, tuple, NumPy array, pandas or polars Series, Arrow column) and returns
`Records`: a table that reads like a list of dicts and goes into pandas, polars, pyarrow and DuckDB as it is.
"""

import warnings

from copydesk._copydesk import DEBUG_BUILD, __version__
from copydesk.duplicates import cluster, near_duplicates, shingle, signatures, similarity
from copydesk.errors import CopydeskError, InternalError, ParameterError
from copydesk.quotes import extract_quotes
from copydesk.records import Records

__all__ = [
    "CopydeskError",
    "InternalError",
    "ParameterError",
    "Records",
    "__version__",
    "cluster",
    "extract_quotes",
    "near_duplicates",
    "shingle",
    "signatures",
    "similarity",
]

if DEBUG_BUILD:
    warnings.warn("this is a debug build of copydesk, many times slower than a release", RuntimeWarning, stacklevel=2)
