"""AWS's managed policy ReadOnlyAccess, as the pinned moto holds a copy of it."""

import fnmatch
import json
import re
from typing import Any, Self

from moto.iam.aws_managed_policies import aws_managed_policies_data


class ReadOnlyAccess:
    """What the policy allows, on every resource."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        patterns = [
            fnmatch.translate(pattern.lower())
            for statement in document["Statement"]
            for pattern in statement["Action"]
        ]
        self._allowed = re.compile("|".join(patterns))

    @classmethod
    def load(cls) -> Self:
        """Read the copy."""
        return cls(json.loads(aws_managed_policies_data)["ReadOnlyAccess"]["Document"])

    def allows(self, action: str) -> bool:
        """Tell whether an action is allowed; IAM does not look at its case."""
        return self._allowed.match(action.lower()) is not None
