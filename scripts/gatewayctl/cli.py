"""The commands: flags in, one function called, an exit status out."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from enum import IntEnum
from functools import wraps
from pathlib import Path
from typing import Any

import click

from gatewayctl import gateway, target
from gatewayctl.config_file import ENVIRONMENTS
from gatewayctl.errors import GatewayctlError, NotFoundError
from gatewayctl.report import printable
from gatewayctl.session import Options, open_session

CONFIG = Path(__file__).parents[2] / "configs" / "bedrock-agentcore-config.json"


class Status(IntEnum):
    """How a script ends."""

    DONE = 0  # or nothing was to do
    FAILED = 1
    USAGE = 2  # click's own status for a command line it cannot read
    NOT_FOUND = 3


def run(command: click.Command, arguments: Sequence[str], *, program: str) -> int:
    """Run a command and give its exit status; errors become one message on standard error."""
    try:
        return (
            command.main(list(arguments), prog_name=program, standalone_mode=False) or Status.DONE
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo(
            "Stopped. Nothing is half-written: run the same command again to go on.", err=True
        )
        return Status.FAILED
    except NotFoundError as error:
        return _failed(error, Status.NOT_FOUND)
    except GatewayctlError as error:
        return _failed(error, Status.FAILED)


def _failed(error: GatewayctlError, status: Status) -> Status:
    click.echo(f"Error: {printable(str(error))}", err=True)
    return status


ENVIRONMENT_OPTION = click.option(
    "--environment", required=True, type=click.Choice(ENVIRONMENTS), help="Which environment."
)
CONFIG_OPTION = click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=CONFIG,
    help="The configuration file.  [default: configs/bedrock-agentcore-config.json]",
)
COMMON_OPTIONS = (
    ENVIRONMENT_OPTION,
    CONFIG_OPTION,
    click.option(
        "--profile", help="AWS profile; without it, the SDK's own search for credentials."
    ),
    click.option("--region", help="AWS region; without it, the one the configuration names."),
    click.option("--endpoint-url", help="Another address of the AgentCore control plane."),
    click.option("--dry-run", is_flag=True, help="Print the exact plan and write nothing."),
    click.option(
        "--output",
        type=click.Choice(["table", "json"]),
        default="table",
        show_default=True,
        help="Form of the result.",
    ),
)
YES_OPTION = click.option("--yes", is_flag=True, help="Do not ask.")


def common(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all scripts share, as one `Options`."""

    @wraps(command)
    def wrapped(**flags: Any) -> None:
        options = Options(**{field.name: flags.pop(field.name) for field in fields(Options)})
        command(options, **flags)

    for option in reversed(COMMON_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


@click.command
@common
def create_gateway(options: Options) -> None:
    """Create the environment's gateway, or bring it to what the configuration says."""
    gateway.ensure(open_session(options, filled=True))


@click.command
@common
def get_gateway(options: Options) -> None:
    """Show the environment's gateway."""
    gateway.show(open_session(options))


@click.command
@common
def list_gateways(options: Options) -> None:
    """List the gateways of the environment's region."""
    gateway.list_all(open_session(options))


@click.command
@common
@YES_OPTION
def update_gateway(options: Options, *, yes: bool) -> None:
    """Show how the gateway differs from the configuration, ask, and replace it."""
    session = open_session(options, filled=True)
    gateway.ensure(session, question=None if yes else "Apply this plan?", must_exist=True)


@click.command
@common
@YES_OPTION
def delete_gateway(options: Options, *, yes: bool) -> None:
    """Delete the environment's gateway, its targets first."""
    gateway.delete(open_session(options), yes=yes)


@click.command
@common
def create_target(options: Options) -> None:
    """Create the gateway's target, or bring it to what the configuration says."""
    target.ensure(open_session(options))


@click.command
@common
def get_target(options: Options) -> None:
    """Show the gateway's target."""
    target.show(open_session(options))


@click.command
@common
def list_targets(options: Options) -> None:
    """List the targets of the environment's gateway."""
    target.list_all(open_session(options))


@click.command
@common
@YES_OPTION
def update_target(options: Options, *, yes: bool) -> None:
    """Show how the target differs from the configuration, ask, and replace it."""
    session = open_session(options)
    target.ensure(session, question=None if yes else "Apply this plan?", must_exist=True)


@click.command
@common
@YES_OPTION
def delete_target(options: Options, *, yes: bool) -> None:
    """Delete the gateway's target."""
    target.delete(open_session(options), yes=yes)


COMMANDS = {
    "create-gateway": create_gateway,
    "get-gateway": get_gateway,
    "list-gateways": list_gateways,
    "update-gateway": update_gateway,
    "delete-gateway": delete_gateway,
    "create-target": create_target,
    "get-target": get_target,
    "list-targets": list_targets,
    "update-target": update_target,
    "delete-target": delete_target,
}
