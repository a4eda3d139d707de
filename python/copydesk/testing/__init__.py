"""Asserts for batch jobs: promises about a pile of articles and its quotes, which say what breaks them.

They are plain functions and work in any test runner and in any script. A promise that does not hold raises
`CheckFailed`, an AssertionError whose message shows the first few records that break it and whose `records` has all.
Parameters have the names and the defaults of the functions behind them. An empty batch keeps every promise.
"""

from copydesk.testing.articles import assert_no_boilerplate, assert_no_discrepancies, assert_no_near_duplicates
from copydesk.testing.failure import CheckFailed
from copydesk.testing.quotes import assert_quotes_attributed, assert_quotes_verbatim, assert_spans_hold

__all__ = [
    "CheckFailed",
    "assert_no_boilerplate",
    "assert_no_discrepancies",
    "assert_no_near_duplicates",
    "assert_quotes_attributed",
    "assert_quotes_verbatim",
    "assert_spans_hold",
]
