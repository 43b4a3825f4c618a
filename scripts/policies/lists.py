"""What stands between ReadOnlyAccess and the catalogue: four lists of IAM actions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from policy_sentry.querying.actions import get_actions_for_service

from mcp_tool.catalog import Catalog
from mcp_tool.tools import TOOLS
from policies.read_only_access import ReadOnlyAccess

# What the role has to keep, although an operation behind it is refused, and why.
KEPT = {
    "apigateway:GET": "every read of API Gateway is this action; API keys are denied by resource",
    "kms:Decrypt": "Lambda decrypts the function's own environment with it, as the role",
    "logs:StopQuery": "the reader stops its own query at the deadline, or it goes on being charged",
    "sts:AssumeRole": "a statement of its own denies it on all but the reader roles",
}


@dataclass(frozen=True, slots=True)
class Lists:
    """IAM actions, each list sorted.

    Attributes:
        services: `<prefix>:*` of each service that the catalogue reads.
        refused: behind operations that hand out secrets or data, have side effects or cost money.
        unused: what ReadOnlyAccess allows in these services and no operation needs.
        beyond: what operations need and ReadOnlyAccess does not allow.
    """

    services: tuple[str, ...]
    refused: tuple[str, ...]
    unused: tuple[str, ...]
    beyond: tuple[str, ...]


def lists(
    catalog: Catalog, read_only: ReadOnlyAccess, known: Callable[[str], Iterable[str]]
) -> Lists:
    """Compare the catalogue with ReadOnlyAccess.

    Args:
        catalog: the operations, allowed and refused.
        read_only: AWS's policy.
        known: lists the actions that IAM has under a prefix, as `prefix:Action`.
    """
    needed = needed_actions(catalog)
    prefixes = sorted({action.partition(":")[0] for action in needed})
    refused = refused_actions(catalog) - KEPT.keys()
    granted = {each for prefix in prefixes for each in known(prefix) if read_only.allows(each)}
    return Lists(
        services=tuple(f"{prefix}:*" for prefix in prefixes),
        refused=tuple(sorted(refused)),
        unused=tuple(sorted(granted - needed - refused - KEPT.keys())),
        beyond=tuple(sorted(each for each in needed if not read_only.allows(each))),
    )


def load() -> Lists:
    """Compare the shipped catalogue with the ReadOnlyAccess and the actions of today."""
    return lists(Catalog.load(), ReadOnlyAccess.load(), get_actions_for_service)


def needed_actions(catalog: Catalog) -> frozenset[str]:
    """Return the actions behind the allowed operations."""
    return frozenset(
        action for tool in TOOLS for each in catalog.operations(tool.name) for action in each.iam
    )


def refused_actions(catalog: Catalog) -> frozenset[str]:
    """Return the actions behind the operations that are refused although they change nothing."""
    return frozenset(
        action
        for tool in TOOLS
        for each in catalog.refusals(tool.name)
        if each.reason != "write"
        for action in each.iam
    )
