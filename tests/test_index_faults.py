"""Killed, refused and damaged: `benchmarks/index_faults.py` at small numbers; its own defaults are the full ones."""

import importlib
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(HOME))
faults = importlib.import_module("index_faults")

pytestmark = pytest.mark.skipif(not hasattr(faults.os, "fork"), reason="processes are forked")


def test_a_kill_at_a_random_moment_leaves_the_last_state_or_the_next_one(tmp_path):
    outcome = faults.kills(30, 1, tmp_path)
    assert outcome.failures == []
    assert outcome.counts["kills"] == 30


def test_a_kill_or_an_error_at_a_system_call_leaves_the_old_state_or_the_new_one(tmp_path):
    if reason := faults.without_strace():
        pytest.skip(reason)
    outcome = faults.calls(tmp_path, most=2)
    assert outcome.failures == []
    assert outcome.counts["killed, old state"] > 10
    assert outcome.counts["OSError, old state"] > 10


def test_a_flipped_bit_and_a_cut_file_are_always_refused(tmp_path):
    outcome = faults.flips(300, 40, 1, tmp_path)
    assert outcome.failures == []
    assert outcome.counts["flips refused"] == 300
    assert outcome.counts["truncations refused"] > 200


def test_a_file_that_opens_all_the_same_is_a_failure(tmp_path):
    """What the test above relies on: here a file that is no part of the index is damaged, which opening cannot see."""
    faults.create(tmp_path / "index", "near")
    (tmp_path / "index" / "notes.txt").write_text("x" * 2000)
    outcome = faults.Outcome()
    faults.damage(tmp_path / "index", 20, 5, 1, outcome)
    assert 0 < len(outcome.failures) < 30
    assert all(failure.startswith("notes.txt") for failure in outcome.failures)
