"""Waiting for AWS: until a gateway or target settles, is gone, or its role can be used.

There is no SDK waiter for gateways and targets, so their status is read again and again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, repeat
from typing import ClassVar, Protocol, TypeVar

from gatewayctl.errors import NotFoundError, RoleNotReadyError, StatusError
from gatewayctl.report import Report

# Its members may already read as desired, yet the update has to be made again.
UPDATE_FAILED = "UPDATE_UNSUCCESSFUL"
UNSETTLED = {"CREATING", "UPDATING", "DELETING", "SYNCHRONIZING"}
ROLE_DELAYS = (2.0, 4.0, 8.0, 16.0, 30.0)
POLL_DELAYS = (0.5, 1.0, 2.0)
LAST_POLL_DELAY = 5.0


class Resource(Protocol):
    """A gateway or a target."""

    kind: ClassVar[str]

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def status(self) -> str:
        """Its status, in AWS's words."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is in that status, as far as AWS says."""


ResourceT = TypeVar("ResourceT", bound=Resource)
AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True, slots=True)
class Wait:
    """Waits with the clock and the sleep it was given."""

    now: Callable[[], float]
    sleep: Callable[[float], None]
    report: Report
    patience: float = 300.0

    def settled(self, read: Callable[[], ResourceT]) -> ResourceT:
        """Read until the status is one that stays.

        Raises:
            StatusError: it was still moving when patience ran out.
        """
        started, last = self.now(), ""
        for delay in chain(POLL_DELAYS, repeat(LAST_POLL_DELAY)):
            found = read()
            moved, last = found.status != last, found.status
            if last not in UNSETTLED:
                return found
            if moved:
                self.report.progress(f"{found.name}: {last} ({self.now() - started:.0f} s)")
            if self.now() - started + delay > self.patience:
                break
            self.sleep(delay)
        raise StatusError(
            f"{found.name} is still {last} after {self.patience:.0f} s. It may yet get there: "
            "run the same command again to go on waiting."
        )

    def ready(self, read: Callable[[], ResourceT]) -> ResourceT:
        """Read until it is READY.

        Raises:
            StatusError: it ended in another status; AWS's reasons are in the message.
        """
        found = self.settled(read)
        if found.status != "READY":
            raise failed(found)
        return found

    def usable(self, read: Callable[[], ResourceT]) -> ResourceT | None:
        """Wait for what an earlier run, or someone else, has begun; None if it ends in deletion.

        Raises:
            StatusError: it has failed in a way that no update mends.
        """
        try:
            found = self.settled(read)
        except NotFoundError:
            return None
        if found.status not in {"READY", UPDATE_FAILED}:
            raise failed(found)
        return found

    def deleted(self, read: Callable[[], Resource], delete: Callable[[], None]) -> None:
        """Delete once nothing else is going on, and wait until AWS no longer knows it.

        Raises:
            StatusError: it could not be deleted.
        """
        try:
            self.settled(read)
            delete()
            found = self.settled(read)
        except NotFoundError:
            return
        raise failed(found)

    def role(self, call: Callable[[], AnswerT]) -> AnswerT:
        """Make a call again while IAM is still spreading a new role or policy."""
        for delay in ROLE_DELAYS:
            try:
                return call()
            except RoleNotReadyError as error:
                self.report.progress(f"{error}\nTrying again in {delay:.0f} s.")
                self.sleep(delay)
        return call()


def failed(resource: Resource) -> StatusError:
    """Say what AWS says of a resource that did not become READY."""
    reasons = "".join(f"\n  {reason}" for reason in resource.reasons) or " AWS gives no reason."
    return StatusError(
        f"{resource.name} is {resource.status}.{reasons}\n"
        f"Put right what it names, then run scripts/delete-{resource.kind}.py and "
        f"scripts/create-{resource.kind}.py."
    )
