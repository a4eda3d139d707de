"""All commands; each module adds its own to the group."""

# Imported for the commands they add.
from copydesk.cli import blocks, duplicates, index, pages, quotes, reuse, versions  # noqa: F401
from copydesk.cli.group import copydesk

__all__ = ["copydesk"]
