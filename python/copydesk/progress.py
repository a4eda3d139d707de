"""What `progress=` may be, made into one callable of (done, total)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

__all__ = ["Progress", "Stages", "reporting"]

#: False or None: silence. True: a bar on standard error or in the notebook. A callable: called with (done, total); the
#: total grows when a stage finds more to do, such as pairs to compare, and done reaches it at the end.
Progress = bool | Callable[[int, int], object] | None


@contextmanager
def reporting(progress: Progress, what: str) -> Iterator[Callable[[int, int], object] | None]:
    """The callable behind `progress`; a bar named `what` is closed at the end, also when the run is interrupted.

    Raises:
        TypeError: `progress` is neither a bool, None nor callable.
    """
    if progress is None or progress is False:
        yield None
    elif progress is True:
        from tqdm.auto import tqdm

        with tqdm(desc=what, unit="step", unit_scale=True) as bar:

            def update(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            yield update
    elif callable(progress):
        yield progress
    else:
        raise TypeError(
            f"`progress` must be True, False, None or a callable of (done, total), got {type(progress).__name__}"
        )


class Stages:
    """One progress of several stages, each of which counts by itself.

    Args:
        report: Called with (done, total) of the whole, in thousandths of a unit of weight; None for silence.
        weights: What share of the work each stage is, in their order. A stage finds out itself how much it has to do,
            so time left is as good as the weights.
    """

    def __init__(self, report: Callable[[int, int], object] | None, weights: Sequence[int]) -> None:
        self._report, self._weights = report, iter(weights)
        self._total, self._done, self._shown = sum(weights), 0, 0

    def next(self) -> Callable[[int, int], object] | None:
        """The progress of the next stage; the one before is over."""
        if self._report is None:
            return None
        report, weight, before = self._report, next(self._weights), self._done
        self._done += weight

        def update(done: int, total: int) -> None:
            share = min(1.0, done / total) if total else 0.0
            # A stage whose total grows would step back.
            self._shown = max(self._shown, round(1000 * (before + weight * share)))
            report(self._shown, 1000 * self._total)

        return update

    def end(self) -> None:
        """Say that all is done."""
        if self._report is not None:
            self._report(1000 * self._total, 1000 * self._total)
