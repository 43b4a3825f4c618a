"""The verdict on one operation: called, or refused and why.

Access level first, then the reviewed exceptions. What nothing proves to be a read counts as a
write.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cataloguing.access import READING, AccessLevels
from cataloguing.reviewed import Key, Refused, Reviewed


@dataclass(frozen=True, slots=True)
class Verdict:
    """What IAM actions an operation needs, and whether it is refused."""

    iam: tuple[str, ...]
    refused: Refused | None = None


class Judge:
    """Decides on operations.

    Args:
        levels: the access levels of IAM actions.
        reviewed: the exceptions.
        prefixes: the IAM prefix of each service of the tools.
    """

    def __init__(
        self, levels: AccessLevels, reviewed: Reviewed, prefixes: Mapping[str, str]
    ) -> None:
        self._levels = levels
        self._reviewed = reviewed
        self._prefixes = prefixes
        self._withheld = {action for key in reviewed.refused for action in self._own(key)}

    def decide(self, key: Key) -> Verdict:
        """Decide on one operation.

        Raises:
            ValueError: the table calls an action new that the access levels know.
        """
        own = self._own(key)
        found = {self._levels.level(action) for action in own}
        if key in self._reviewed.newer and found != {None}:
            raise ValueError(f"{':'.join(key)} is no longer newer than the access levels.")
        if key in self._reviewed.refused:
            return Verdict(own, self._reviewed.refused[key])
        if key in self._reviewed.newer | self._reviewed.allowed or found <= READING:
            return Verdict(own + self._along(own))
        if None in found:
            return Verdict((), Refused("write", "No IAM action shows that it only reads."))
        level = " and ".join(sorted(str(each) for each in found - READING))
        return Verdict(own, Refused("write", f"Its IAM access level is {level}."))

    def _own(self, key: Key) -> tuple[str, ...]:
        service, name = key
        return self._reviewed.actions.get(key, (f"{self._prefixes[service]}:{name}",))

    def _along(self, own: tuple[str, ...]) -> tuple[str, ...]:
        """Name the reads in the tools' services that AWS checks along with an operation."""
        ours = set(self._prefixes.values())
        along = {each for action in own for each in self._levels.dependents(action)}
        kept = (each for each in along if each.split(":")[0] in ours)
        return tuple(sorted(set(kept) - self._withheld - set(own)))
