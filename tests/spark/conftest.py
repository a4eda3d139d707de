"""A session of real executor processes; without PySpark or Java these tests are skipped with the reason,
or fail where `COPYDESK_SPARK_REQUIRED=1` is set."""

import importlib
import importlib.util
import os
import shutil
import sys

import pytest

REASON = (
    "PySpark is not installed; pip install 'copydesk[spark]'"
    if importlib.util.find_spec("pyspark") is None
    else "there is no Java; apt-get install openjdk-17-jre-headless"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ
    else None
)


@pytest.fixture(scope="session")
def cs():
    if REASON:
        (pytest.fail if os.environ.get("COPYDESK_SPARK_REQUIRED") else pytest.skip)(REASON)
    return importlib.import_module("copydesk.spark")


@pytest.fixture(scope="session")
def spark(cs):
    """Two executors of one core and 2 GB, as processes of their own, which start other Pythons."""
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(os.environ.get("COPYDESK_SPARK_MASTER", "local-cluster[2,1,2048]"))
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.executor.memory": "1g"}
    for name, value in (settings | {"spark.sql.shuffle.partitions": "4"}).items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()
