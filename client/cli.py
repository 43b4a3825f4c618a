"""`awsops`: the group of commands, and how the program ends."""

import os
import sys
from collections.abc import Sequence

import click

from client.commands.account import login, logout, whoami
from client.commands.asking import ask, chat
from client.commands.conversations import conversations
from client.commands.options import flags
from client.commands.setup import completion, config, doctor, tools
from client.errors import ClientError
from client.status import ExitStatus, of


class _InOrder(click.Group):
    """Lists the commands in the order in which a person meets them."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names."""
        return [command.name for command in COMMANDS if command.name]


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aws-operations-agent", prog_name="awsops")
@flags
def awsops() -> None:
    """Ask your AWS account in plain words.

    Set up once: `awsops config set url …`, `awsops config set issuer …`, `awsops login`. Then
    `awsops ask "Which buckets are public?"`, or `awsops chat`.

    Flags win over the environment (AWSOPS_ENVIRONMENT, AWSOPS_URL, AWSOPS_REGION, AWSOPS_PROFILE,
    AWSOPS_TOKEN_FILE …), and that over ~/.config/awsops/config.toml.
    """


COMMANDS: tuple[click.Command, ...] = (
    ask,
    chat,
    conversations,
    tools,
    login,
    logout,
    whoami,
    doctor,
    config,
    completion,
)
for _command in COMMANDS:
    awsops.add_command(_command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line, and return the exit status; errors become sentences."""
    try:
        result = awsops.main(arguments, prog_name="awsops", standalone_mode=False)
        sys.stdout.flush()
        return result or ExitStatus.DONE
    except click.ClickException as error:
        error.show()
        return ExitStatus.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return ExitStatus.INTERRUPTED
    except ClientError as error:
        click.echo(f"Error: {error}", err=True)
        return of(error)
    except BrokenPipeError:
        # Nobody reads on: let the interpreter's own last flush go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitStatus.CLOSED


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run())
