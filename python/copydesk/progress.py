"""What `progress=` may be, made into one callable of (done, total)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["Progress", "reporting"]

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
