"""Files in, files out: articles from CSV, JSONL, Parquet and text files, records to CSV, JSONL and Parquet.

`read` gives a `Table` that remembers where each row stands, `choose_columns` finds the text, id and title in it,
`beside` lays result records next to the columns of the articles they came from, `write` makes a file, whole or not at
all.
Nothing here translates line ends, so offsets of a quote fit the file that it was read from.
"""

from copydesk.files.atomic import replacing
from copydesk.files.columns import Roles, choose_columns, ids_of, texts_of
from copydesk.files.dates import dates_of
from copydesk.files.join import beside
from copydesk.files.readers import read
from copydesk.files.sources import Kind
from copydesk.files.table import STANDARD_INPUT, STANDARD_OUTPUT, FileError, Place, Table
from copydesk.files.writers import Format, check_target, format_of, write, write_to

__all__ = [
    "STANDARD_INPUT",
    "STANDARD_OUTPUT",
    "FileError",
    "Format",
    "Kind",
    "Place",
    "Roles",
    "Table",
    "beside",
    "check_target",
    "choose_columns",
    "dates_of",
    "format_of",
    "ids_of",
    "read",
    "replacing",
    "texts_of",
    "write",
    "write_to",
]
