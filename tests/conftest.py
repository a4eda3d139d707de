"""Settings for all tests."""

import sys
from pathlib import Path

from hypothesis import settings

# Helpers such as `layers.py` stand beside the tests.
sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("default", deadline=None)
settings.load_profile("default")
