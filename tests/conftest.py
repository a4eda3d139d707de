"""Settings for all tests."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

# Helpers such as `layers.py` stand beside the tests.
sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("default", deadline=None)
settings.load_profile("default")


@pytest.fixture
def run(capfdbinary):
    """The command line in this process: exit code, standard output, standard error."""
    from copydesk.cli import main

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run
