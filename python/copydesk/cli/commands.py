"""All commands; each module adds its own to the group."""

# Imported for the commands they add.
from copydesk.cli import (  # noqa: F401
    blocks,
    completion,
    duplicates,
    index,
    pages,
    quotes,
    reuse,
    row_by_row,
    sketches,
    versions,
)
from copydesk.cli.group import copydesk

__all__ = ["copydesk"]
