"""The exceptions that the library raises on its own account.

Errors concern arguments and files, never prose: any text is valid input. What is not text raises the builtin
`TypeError`.
"""

__all__ = ["CopydeskError", "IndexFormatError", "IndexLockedError", "InternalError", "ParameterError"]


class CopydeskError(Exception):
    """The parent of the exceptions that are defined here; wrong types and lengths raise the builtin ones."""


class ParameterError(CopydeskError, ValueError):
    """An argument is outside its range; the message names it, the range, the value and the way out."""


class IndexFormatError(CopydeskError, ValueError):
    """A file is no index, was written by a newer version, or is damaged; the message names the file and the damage."""


class IndexLockedError(CopydeskError, BlockingIOError):
    """Another process or thread is writing to the index; readers go on, and a writer tries again later."""


class InternalError(CopydeskError, RuntimeError):
    """A fault of the library itself; please report it with the traceback."""
