"""The command `completion`, which prints what a shell needs to complete `copydesk`."""

from typing import Any

import click
from click.shell_completion import get_completion_class

from copydesk.cli.group import copydesk
from copydesk.cli.terminal import say


@copydesk.command(
    epilog="\b\nExample:\n"
    "  bash:  echo 'eval \"$(copydesk completion bash)\"' >> ~/.bashrc\n"
    "  zsh:   echo 'eval \"$(copydesk completion zsh)\"' >> ~/.zshrc    (below compinit)\n"
    "  fish:  copydesk completion fish > ~/.config/fish/completions/copydesk.fish"
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script with which a shell completes commands, options and files.

    Add it to what the shell reads when it starts, as below, and open a new shell.
    """
    completer: Any = get_completion_class(shell)
    root = context.find_root()
    # The template alone: `source` of click's bash class starts the bash that is on the path to ask its version.
    script = completer(root.command, {}, "copydesk", "_COPYDESK_COMPLETE")
    say((script.source_template % script.source_vars()).strip())
