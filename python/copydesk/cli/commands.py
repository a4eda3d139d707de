"""All commands; each module adds its own to the group."""

from copydesk.cli import blocks, duplicates, pages, quotes, reuse, versions  # noqa: F401 - imported for the commands they add
from copydesk.cli.group import copydesk

__all__ = ["copydesk"]
