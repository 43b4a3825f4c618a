"""`awsops`: the group of commands, and how the program ends."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from client.commands.account import login, logout, whoami
from client.commands.asking import ask, chat
from client.commands.conversations import conversations
from client.commands.options import flags
from client.commands.setup import completion, config, doctor, tools
from client.commands.web import web
from client.errors import ClientError, OutputClosedError
from client.status import ExitStatus, of

COMMANDS: tuple[click.Command, ...] = (
    ask,
    chat,
    web,
    conversations,
    tools,
    login,
    logout,
    whoami,
    doctor,
    config,
    completion,
)


class _Awsops(click.Group):
    """Lists the commands in the order in which a person meets them."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; `click` would end a closed output with its own status.

        Raises:
            OutputClosedError: nobody reads on.
        """
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise OutputClosedError from error
        return result


@click.group(
    cls=_Awsops,
    commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="aws-operations-agent", prog_name="awsops")
@flags
def awsops() -> None:
    """Ask your AWS account in plain words.

    Set up once: `awsops config set url …`, `awsops config set issuer …`, `awsops login`. Then
    `awsops ask "Which buckets are public?"`, or `awsops chat`.

    Flags win over the environment (AWSOPS_ENVIRONMENT, AWSOPS_URL, AWSOPS_REGION, AWSOPS_PROFILE,
    AWSOPS_TOKEN_FILE …), and that over ~/.config/awsops/config.toml.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line, and return the exit status; errors become sentences."""
    try:
        status = awsops.main(arguments, prog_name="awsops", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return ExitStatus.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return ExitStatus.INTERRUPTED
    except OutputClosedError as error:
        # The interpreter flushes once more at its end: let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return of(error)
    except ClientError as error:
        click.echo(_broken_into_lines(f"Error: {error}"), err=True)
        return of(error)
    return status or ExitStatus.DONE


def _broken_into_lines(words: str) -> str:
    """Break lines between words where a person reads them; a terminal breaks them anywhere."""
    if not sys.stderr.isatty():
        return words
    import shutil

    return click.wrap_text(words, shutil.get_terminal_size().columns)


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run())
