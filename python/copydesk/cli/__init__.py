"""The command line: `copydesk cluster`, `quotes`, `report` and `demo`.

Commands read files into a table (`copydesk.files`), call the same public function that a notebook would, and write
the records beside the columns of the input. Data goes to standard output or a file, progress to a terminal, and a
mistake in arguments or files is one line on standard error with exit code 2.
"""

from copydesk.cli.run import main

__all__ = ["main"]
