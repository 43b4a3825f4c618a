"""The second lock: no botocore client sends what is not on its list.

The hook hangs on the session, so every client made from it carries it, and it runs on
`provide-client-params`, the first event of an API call: nothing has been resolved, signed or sent
when it raises. There are two lists. A tool request is read with a session guarded by the
catalogue; the door below has a session of its own, and no tool request holds it.
"""

from collections.abc import Callable
from typing import Any

from botocore.model import OperationModel
from botocore.session import Session

# What reading an account needs beside the caller's reads: to become its reader role, to know which
# of its regions are on, and to end a query of ours that would go on being charged.
DOOR = frozenset({("sts", "AssumeRole"), ("ec2", "DescribeRegions"), ("logs", "StopQuery")})

Allows = Callable[[str, str], bool]


class NotReadOnlyError(Exception):
    """A client was told to send an operation that is not on its list; nothing was sent."""


def guard(session: Session, allows: Allows) -> Session:
    """Make every later client of a session refuse what `allows` does not.

    Args:
        session: the session; it is changed and returned.
        allows: told botocore's service name and the API's operation name.
    """

    def refuse(**event: Any) -> None:
        model: OperationModel = event["model"]
        service = model.service_model.service_name
        if not allows(service, model.name):
            raise NotReadOnlyError(f"{service}:{model.name} is not in the catalogue")

    session.register("provide-client-params", refuse, unique_id="mcp-tool-readonly")
    return session


def door(service: str, operation: str) -> bool:
    """Allow what the door sends, and nothing else."""
    return (service, operation) in DOOR
