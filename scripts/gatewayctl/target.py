"""The gateway's one target, the tool Lambda: what the five target scripts do."""

from gatewayctl import desired, gateway, plan
from gatewayctl.aws import Target
from gatewayctl.change import Change
from gatewayctl.difference import Members
from gatewayctl.errors import ConfigError, NotFoundError
from gatewayctl.session import UNWRITTEN, Session, confirm_name

LATER = "(known once the target is created)"


def find(session: Session, gateway_id: str) -> Target | None:
    """Find the target by its name, which AWS keeps unique in a gateway."""
    for item in session.aws.list_targets(gateway_id):
        if item.name == session.config.target.name:
            return session.aws.target(gateway_id, item.id)
    return None


def require(session: Session, gateway_id: str) -> Target:
    """Find the target.

    Raises:
        NotFoundError: there is none.
    """
    found = find(session, gateway_id)
    if found is None:
        raise NotFoundError(
            f"There is no target {session.config.target.name} in "
            f"{session.environment.gateway_name}. Create it with "
            f"scripts/create-target.py --environment {session.options.environment}."
        )
    return found


def ensure(session: Session, *, question: str | None = None, must_exist: bool = False) -> None:
    """Make the target what the configuration says, and record what came of it.

    Raises:
        GatewayctlError: see the classes in `errors`.
    """
    _check_tools(session)
    owner = gateway.require(session)
    session.wait.ready(lambda: session.aws.gateway(owner.id))
    function_arn = session.stack_output("ToolFunctionArn")
    found = require(session, owner.id) if must_exist else find(session, owner.id)
    current = found and session.wait.usable(lambda: session.aws.target(owner.id, found.id))
    wanted = desired.target(session.config, function_arn=function_arn)
    changes = plan.target(current, wanted, gateway_id=owner.id)
    records = _records(session, current.id if current else LATER, function_arn)
    name = session.config.target.name
    if not session.agreed([*changes, *records], subject=name, question=question):
        session.report.done([*changes, *records], UNWRITTEN)
        return
    session.executor.run(changes)
    made = require(session, owner.id)
    records = _records(session, made.id, function_arn)
    session.executor.run(records)
    ending = f"{made.name} is {made.status} with {len(session.config.tool_schemas)} tools."
    session.report.done([*changes, *records], ending, view(made))


def delete(session: Session, *, yes: bool) -> None:
    """Delete the target, and what was recorded of it.

    Raises:
        NotFoundError: the gateway or the target is not there.
    """
    current = require(session, gateway.require(session).id)
    changes = [
        plan.target_deletion(current.gateway_id, current.id, current.name),
        *_records(session, None, None),
    ]
    if not session.agreed(changes, subject=current.name):
        session.report.done(changes, UNWRITTEN)
        return
    if not yes:
        confirm_name(current.name)
    session.executor.run(changes)
    session.report.done(changes, f"{current.name} is gone.")


def show(session: Session) -> None:
    """Show the target as AWS has it.

    Raises:
        NotFoundError: the gateway or the target is not there.
    """
    session.report.record(view(require(session, gateway.require(session).id)))


def list_all(session: Session) -> None:
    """List the targets of the environment's gateway.

    Raises:
        NotFoundError: there is no gateway.
    """
    owner = gateway.require(session)
    rows = [
        {"name": item.name, "id": item.id, "status": item.status, "updated": item.updated_at}
        for item in session.aws.list_targets(owner.id)
    ]
    session.report.rows(rows, columns=("name", "id", "status", "updated"))


def view(target: Target) -> Members:
    """Give what is known of a target, in AWS's names."""
    return {
        "targetId": target.id,
        "gatewayId": target.gateway_id,
        "status": target.status,
        "statusReasons": list(target.reasons),
        **target.members,
    }


def _check_tools(session: Session) -> None:
    if not session.config.tool_schemas:
        problem = "tool_schemas is empty: run `make schemas`"
        raise ConfigError(session.options.config, [problem])


def _records(session: Session, target_id: str | None, function_arn: str | None) -> list[Change]:
    before = session.environment.created.model_dump()
    return session.recording({**before, "target_id": target_id, "tool_function_arn": function_arn})
