"""Plans: from what is desired and what there is, the changes that lead from one to the other.

Pure functions; an empty list means that nothing is left to do.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from gatewayctl.aws import Gateway, Summary, Target
from gatewayctl.change import Change, Operation
from gatewayctl.difference import Members, differences, merge
from gatewayctl.errors import StatusError
from gatewayctl.wait import UPDATE_FAILED

SEARCH_TYPE = "protocolConfiguration.mcp.searchType"


def gateway(current: Gateway | None, wanted: Members) -> list[Change]:
    """Create the gateway, or replace it where it differs; members set by others are kept.

    Raises:
        StatusError: semantic search, which only creation can set, differs.
    """
    if current is None:
        return [Change(Operation.CREATE_GATEWAY, wanted["name"], merge({}, wanted))]
    merged = merge(current.members, wanted)
    found = differences(current.members, merged)
    if any(item.path == SEARCH_TYPE for item in found):
        raise StatusError(
            f"{current.name}: semantic search can only be chosen when a gateway is created. "
            "Set gateway.semantic_search back, or run delete-gateway.py and create-gateway.py."
        )
    if not found and current.status != UPDATE_FAILED:
        return []
    request = {"gatewayIdentifier": current.id, **merged}
    return [Change(Operation.UPDATE_GATEWAY, current.name, request, found)]


def tags(arn: str, current: Mapping[str, str], wanted: Mapping[str, str]) -> list[Change]:
    """Add the tags that are missing or differ; tags set by others are kept."""
    missing = {key: value for key, value in wanted.items() if current.get(key) != value}
    if not missing:
        return []
    found = differences({key: current.get(key) for key in missing}, missing)
    return [Change(Operation.TAG_RESOURCE, arn, {"resourceArn": arn, "tags": missing}, found)]


def target(current: Target | None, wanted: Members, *, gateway_id: str) -> list[Change]:
    """Create the target, or replace it where it differs; members set by others are kept."""
    if current is None:
        request = {"gatewayIdentifier": gateway_id, **wanted}
        return [Change(Operation.CREATE_TARGET, wanted["name"], request)]
    # Whole members replace each other here: a target configuration is a union of kinds.
    merged = {**current.members, **wanted}
    found = differences(current.members, merged)
    if not found and current.status != UPDATE_FAILED:
        return []
    request = {"gatewayIdentifier": gateway_id, "targetId": current.id, **merged}
    return [Change(Operation.UPDATE_TARGET, current.name, request, found)]


def deletion(current: Gateway | None, targets: Sequence[Summary]) -> list[Change]:
    """Delete the targets, then the gateway: AWS keeps a gateway that has targets."""
    if current is None:
        return []
    changes = [target_deletion(current.id, item.id, item.name) for item in targets]
    request = {"gatewayIdentifier": current.id}
    return [*changes, Change(Operation.DELETE_GATEWAY, current.name, request)]


def target_deletion(gateway_id: str, target_id: str, name: str) -> Change:
    """Delete one target."""
    request = {"gatewayIdentifier": gateway_id, "targetId": target_id}
    return Change(Operation.DELETE_TARGET, name, request)


def parameter(name: str, current: str | None, wanted: str | None) -> list[Change]:
    """Write the gateway's URL where the agent reads it, or delete it."""
    if current == wanted:
        return []
    if wanted is None:
        return [Change(Operation.DELETE_PARAMETER, name, {"Name": name})]
    request = {"Name": name, "Value": wanted, "Type": "String", "Overwrite": True}
    found = differences({"Value": current}, {"Value": wanted})
    return [Change(Operation.PUT_PARAMETER, name, request, found)]


def recording(path: Path, environment: str, current: Members, wanted: Members) -> list[Change]:
    """Write into the configuration file what came of it."""
    found = differences(current, wanted)
    if not found:
        return []
    request = {"path": str(path), "environment": environment, "created": dict(wanted)}
    return [Change(Operation.WRITE_CONFIG, str(path), request, found)]
