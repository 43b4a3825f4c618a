"""The past, and AWS's own policies: what no AWS API call can put into an account.

The only module that reaches into moto's objects. The seed calls it under `/sandbox/`.
"""

import json
from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any

ACCOUNT = "123456789012"


def set_state(document: Any) -> None:
    """Set values that moto invents, such as a time that it stamps with now.

    Args:
        document: a list of `{service, region, path, value}` or `{…, time}`: the attributes and
            keys that lead from moto's backend to the value, and the value, or a time in
            ISO 8601, which takes the form in which moto keeps the present one.
    """
    for entry in document:
        _set(backend(entry["service"], entry["region"]), entry)


def add_managed_policies(document: Any) -> None:
    """Make AWS managed policies known: a list of names. All 1,582 would cost moto 0.4 s."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data
    from moto.iam.models import AWSManagedPolicy

    iam = backend("iam", "us-east-1")
    policies = json.loads(aws_managed_policies_data)
    for name in document:
        policy = AWSManagedPolicy.from_data(name, ACCOUNT, "us-east-1", policies[name])
        iam.managed_policies[policy.arn] = policy


def backend(service: str, region: str) -> Any:
    """Give moto's state of one service in one Region."""
    from moto.backends import get_backend

    regions: Any = get_backend(service)[ACCOUNT]  # type: ignore[call-overload]  # any of them
    return regions[region] if region in regions else regions["aws"]


CONTROLS: Mapping[str, Callable[[Any], None]] = {
    "/sandbox/ready": lambda _: None,
    "/sandbox/state": set_state,
    "/sandbox/managed-policies": add_managed_policies,
}


def _set(target: Any, entry: Mapping[str, Any]) -> None:
    *parents, name = entry["path"]
    for parent in parents:
        target = _child(target, parent)
    value = entry["value"] if "value" in entry else _like(_child(target, name), entry["time"])
    if isinstance(target, MutableMapping):
        target[name] = value
    else:
        setattr(target, name, value)


def _child(target: Any, name: str) -> Any:
    match target:
        case Mapping():
            return target[name]
        case list():
            return target[int(name)]
        case _:
            return getattr(target, name)


def _like(current: Any, time: str) -> Any:
    """The time in the form in which moto keeps the current one."""
    moment = datetime.fromisoformat(time)
    match current:
        case datetime(tzinfo=None) | None:
            return moment.astimezone(UTC).replace(tzinfo=None)
        case int() | float():
            return moment.timestamp() * (1000 if current > 1e11 else 1)
        case _:
            return moment
