"""The same answers on a cluster: shingles, quotes, near-duplicate pairs and clusters of Spark DataFrames.

`pip install 'copydesk[spark]'` on the driver and on every worker. Texts are read by the Rust core in Arrow batches on
the workers and never go to the driver. docs/spark.md says what is the same as on one machine and what it costs.
"""

try:
    import pyarrow  # noqa: F401
    import pyspark  # noqa: F401
except ImportError as error:
    raise ImportError("copydesk.spark needs PySpark and pyarrow; pip install 'copydesk[spark]'") from error

from copydesk.spark.clusters import cluster
from copydesk.spark.pairs import near_duplicates
from copydesk.spark.rows import extract_quotes, shingle

__all__ = ["cluster", "extract_quotes", "near_duplicates", "shingle"]
