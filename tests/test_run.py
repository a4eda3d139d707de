"""A call answers Ctrl-C, lets other threads run, reports progress, survives fork and never panics into Python."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

import copydesk
from copydesk import _copydesk

#: Enough work for seconds: pairs of long, different texts that all land in the exact join.
SLOW = """
    import copydesk
    texts = [" ".join(str(n * k % 9973) for n in range(3000)) for k in range(1, 1500)]
    def slow(**arguments):
        return copydesk.near_duplicates(texts, method="exact", threshold=0.05, size=1, **arguments)
"""


def run(script, **options):
    code = textwrap.dedent(SLOW) + textwrap.dedent(script)
    command = [sys.executable, "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, **options)


@pytest.mark.parametrize("arguments", ["", "against=texts"])
def test_ctrl_c_ends_a_call(arguments):
    out = run(f"""
        import os, signal, threading, time
        sent = []
        def interrupt():
            time.sleep(0.3)
            sent.append(time.perf_counter())
            os.kill(os.getpid(), signal.SIGINT)
        threading.Thread(target=interrupt).start()
        try:
            slow({arguments})
        except KeyboardInterrupt:
            print(time.perf_counter() - sent[0])
    """).stdout
    # The promise is 200 ms; a loaded machine gets five times that before the test calls it broken.
    assert float(out) < 1.0


def test_the_users_own_signal_handler_runs_and_the_call_goes_on():
    out = run("""
        import os, signal, threading, time
        calls = []
        signal.signal(signal.SIGINT, lambda *_: calls.append(1))
        threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        texts = texts[:300]
        records = slow()
        while not calls:
            time.sleep(0.01)
        print(len(calls), type(records).__name__)
    """).stdout
    assert out.split() == ["1", "Records"]


def test_other_threads_run_during_a_call():
    ticks = []
    stop = threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    start = time.perf_counter()
    copydesk.signatures(["word " * 200_000] * 40, num_hashes=1024)
    end = time.perf_counter()
    stop.set()
    thread.join()
    during = [moment for moment in ticks if start < moment < end]
    assert len(during) > 3, f"{len(during)} ticks in {end - start:.2f} s"


def test_calls_from_many_threads_give_the_same_answer():
    texts = [f"the council said no to plan {n % 5} of the harbour board" for n in range(400)]
    expected = copydesk.cluster(texts).to_list()
    results = []

    def call():
        results.append(copydesk.cluster(texts, n_threads=2).to_list())

    threads = [threading.Thread(target=call) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 6


def test_progress_is_reported_up_to_the_end():
    steps = []
    texts = [f"text number {n}" for n in range(5000)]
    copydesk.cluster(texts, progress=lambda done, total: steps.append((done, total)))
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1] >= 5000


@pytest.mark.parametrize("level", ["near", "partial"])
def test_progress_arrives_where_pairs_are_compared(level):
    steps = []
    texts = [" ".join(str(word) for word in range(n, n + 40)) for n in range(300)]
    copydesk.cluster(texts, level=level, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] > 300


def test_a_progress_callback_that_raises_ends_the_call_with_its_exception():
    class Enough(Exception):
        pass

    def report(done, total):
        raise Enough

    with pytest.raises(Enough):
        copydesk.cluster([f"text number {n}" for n in range(5000)], progress=report)


def test_progress_true_draws_a_bar(capsys):
    copydesk.cluster(["one text"], progress=True)
    assert "clustering" in capsys.readouterr().err
    copydesk.cluster(["one text"])
    assert capsys.readouterr().err == ""


def test_progress_of_another_kind_is_refused():
    with pytest.raises(TypeError, match="`progress` must be True, False, None or a callable"):
        copydesk.cluster(["a"], progress=3)


@pytest.mark.parametrize("threads", [0, -1, 1025, 10**30])
def test_an_impossible_number_of_threads_is_refused(threads):
    with pytest.raises(
        copydesk.ParameterError, match=r"`n_threads` must be in \[1, 1024\], got -?\d+; left out, it is one a core"
    ):
        copydesk.cluster(["a"], n_threads=threads)


def test_a_panic_becomes_an_exception_that_asks_to_be_reported(capfd):
    with pytest.raises(copydesk.InternalError, match="please report it") as caught:
        _copydesk.panic_in_a_run()
    assert isinstance(caught.value, RuntimeError)
    assert copydesk.cluster(["a"])["cluster"] == [0]
    capfd.readouterr()


def child(queue):
    queue.put(copydesk.cluster(["a b", "A b", "c"], n_threads=2)["cluster"])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_can_call_after_its_parent_did():
    copydesk.cluster(["a", "b"] * 2000, n_threads=2)
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=child, args=(queue,))
    process.start()
    try:
        assert queue.get(timeout=30) == [0, 0, 2]
    finally:
        process.join(timeout=30)
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
            pytest.fail("the child hangs")


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_the_answer_does_not_depend_on_the_hash_seed(seed):
    script = "import copydesk; print(copydesk.cluster([f'plan {n % 7} of the board' for n in range(99)]).to_list())"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", script]
    out = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    assert out.strip() == str(copydesk.cluster([f"plan {n % 7} of the board" for n in range(99)]).to_list())
