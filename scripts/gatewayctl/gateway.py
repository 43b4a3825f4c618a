"""The environment's gateway: what the five gateway scripts do."""

from typing import NamedTuple

from gatewayctl import desired, plan
from gatewayctl.aws import Gateway
from gatewayctl.change import Change
from gatewayctl.config_file import NOTHING_CREATED
from gatewayctl.difference import Members
from gatewayctl.errors import NotFoundError
from gatewayctl.session import UNWRITTEN, Session, confirm_name

LATER = "(known once the gateway is created)"
ROLE_OUTPUT, PARAMETER_OUTPUT = "GatewayRoleArn", "GatewayUrlParameterName"


class Stack(NamedTuple):
    """What the stack holds for the gateway: its role, and the parameter its URL is read from."""

    role_arn: str
    parameter: str


def find(session: Session) -> Gateway | None:
    """Find the environment's gateway by its name, which AWS keeps unique in a region."""
    name = session.environment.gateway_name
    for item in session.aws.list_gateways():
        if item.name == name:
            return session.aws.gateway(item.id)
    return None


def require(session: Session) -> Gateway:
    """Find the environment's gateway.

    Raises:
        NotFoundError: there is none.
    """
    found = find(session)
    if found is None:
        raise NotFoundError(
            f"There is no gateway {session.environment.gateway_name}. Create it with "
            f"scripts/create-gateway.py --environment {session.options.environment}."
        )
    return found


def ensure(session: Session, *, question: str | None = None, must_exist: bool = False) -> None:
    """Make the gateway what the configuration says, and record what came of it.

    Raises:
        GatewayctlError: see the classes in `errors`.
    """
    stack = Stack(session.stack_output(ROLE_OUTPUT), session.stack_output(PARAMETER_OUTPUT))
    found = require(session) if must_exist else find(session)
    current = found and session.wait.usable(lambda: session.aws.gateway(found.id))
    changes = _gateway_changes(session, current, stack)
    records = _records(session, current, stack)
    name = session.environment.gateway_name
    if not session.agreed([*changes, *records], subject=name, question=question):
        session.report.done([*changes, *records], UNWRITTEN)
        return
    session.executor.run(changes)
    made = require(session)
    records = _records(session, made, stack)
    session.executor.run(records)
    ending = f"{made.name} is {made.status}: {mcp_url(made.url)}"
    session.report.done([*changes, *records], ending, view(session, made))


def delete(session: Session, *, yes: bool) -> None:
    """Delete the gateway with its targets, and what was recorded of it.

    Raises:
        NotFoundError: there is neither a gateway nor a trace of one.
    """
    current = find(session)
    targets = session.aws.list_targets(current.id) if current else ()
    changes = [*plan.deletion(current, targets), *_forgetting(session)]
    if not changes:
        require(session)
    name = session.environment.gateway_name
    if not session.agreed(changes, subject=name):
        session.report.done(changes, UNWRITTEN)
        return
    if not yes:
        confirm_name(name)
    session.executor.run(changes)
    session.report.done(changes, f"{name} is gone.")


def show(session: Session) -> None:
    """Show the gateway as AWS has it.

    Raises:
        NotFoundError: there is none.
    """
    session.report.record(view(session, require(session)))


def list_all(session: Session) -> None:
    """List the gateways of the region."""
    rows = [
        {"name": item.name, "id": item.id, "status": item.status, "updated": item.updated_at}
        for item in session.aws.list_gateways()
    ]
    session.report.rows(rows, columns=("name", "id", "status", "updated"))


def view(session: Session, gateway: Gateway) -> Members:
    """Give what is known of a gateway, in AWS's names."""
    return {
        "gatewayId": gateway.id,
        "gatewayArn": gateway.arn,
        "gatewayUrl": gateway.url,
        "status": gateway.status,
        "statusReasons": list(gateway.reasons),
        **gateway.members,
        "tags": session.aws.tags(gateway.arn),
    }


def mcp_url(url: str) -> str:
    """Give the URL of the MCP endpoint: some answers carry the bare host of the gateway."""
    return url if url.endswith("/mcp") else f"{url.rstrip('/')}/mcp"


def _gateway_changes(session: Session, current: Gateway | None, stack: Stack) -> list[Change]:
    environment = session.options.environment
    wanted = desired.gateway(session.config, environment, role_arn=stack.role_arn)
    tags = desired.tags(session.config, environment)
    if current is None:
        return plan.gateway(None, {**wanted, "tags": tags})
    changes = plan.gateway(current, wanted)
    return [*changes, *plan.tags(current.arn, session.aws.tags(current.arn), tags)]


def _records(session: Session, gateway: Gateway | None, stack: Stack) -> list[Change]:
    url = mcp_url(gateway.url) if gateway else LATER
    before = session.environment.created.model_dump()
    after = {
        **before,
        "gateway_id": gateway.id if gateway else LATER,
        "gateway_arn": gateway.arn if gateway else LATER,
        "gateway_url": url,
        "gateway_url_parameter": stack.parameter,
        "gateway_role_arn": stack.role_arn,
    }
    if after["gateway_id"] != before["gateway_id"]:
        # A target lives and dies with its gateway.
        after |= {"target_id": None, "tool_function_arn": None}
    return [
        *plan.parameter(stack.parameter, session.aws.parameter(stack.parameter), url),
        *session.recording(after),
    ]


def _forgetting(session: Session) -> list[Change]:
    name = session.environment.created.gateway_url_parameter
    forgotten = plan.parameter(name, session.aws.parameter(name), None) if name else []
    return [*forgotten, *session.recording(NOTHING_CREATED.model_dump())]
