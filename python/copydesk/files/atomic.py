"""A file that appears whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: str | Path) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of `path` when the block ends well.

    The bytes go to a temporary file in the same folder, reach the disk, and then take the name in one step. When the
    block raises, `path` is as it was. A link is followed; what is no regular file (a pipe, a terminal, /dev/null) is
    written to directly, for it cannot be replaced.

    Args:
        path: The file to write.

    Yields:
        A binary file.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        with target.open("wb") as direct:
            yield direct
        return
    draft = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    # Mode 0o666 less the umask, as for any file that a program creates; tempfile would make it private.
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as new:
            yield new
            new.flush()
            os.fsync(new.fileno())
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o7777)
        draft.replace(target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    # The rename itself reaches the disk with the folder; Windows has no handle for one.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
