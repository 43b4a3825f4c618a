"""The flags that commands share, and the parts that come of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from client.parts import Parts

_FLAGS = (
    click.option("--environment", metavar="NAME", help="Which agent: dev, staging, prod."),
    click.option("--url", help="Function URL of the agent."),
    click.option("--region", help="Region of the Function URL."),
    click.option("--profile", help="AWS profile that signs."),
    click.option("--token-file", metavar="FILE", help="Read the Okta access token from a file."),
)
_NAMES = ("environment", "url", "region", "profile", "token_file")

OUTPUT = click.option(
    "--output",
    "-o",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    default="table",
    show_default=True,
    help="Form of the list.",
)
YES = click.option("--yes", "-y", is_flag=True, help="Do not ask.")


def flags(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command, or the group, the flags that choose an agent; a command's own win."""

    @wraps(command)
    def wrapped(**given: Any) -> Any:
        context = click.get_current_context()
        own = {name: given.pop(name) for name in _NAMES}
        above = context.obj or {}
        context.obj = {name: own[name] or above.get(name) for name in _NAMES}
        return command(**given)

    for option in reversed(_FLAGS):
        wrapped = option(wrapped)
    return wrapped


def parts() -> Parts:
    """The parts that the flags of the running command choose."""
    from client.config import Flags
    from client.parts import assemble

    return assemble(Flags(**(click.get_current_context().obj or {})))
