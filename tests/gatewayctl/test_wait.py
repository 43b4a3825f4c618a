"""Waiting, with a clock that only moves when someone sleeps."""

from dataclasses import dataclass, field

import pytest

from gatewayctl.aws import Gateway
from gatewayctl.errors import NotFoundError, RoleNotReadyError, StatusError
from gatewayctl.report import Report
from gatewayctl.wait import Wait


@dataclass
class Clock:
    """Time that passes while someone sleeps, and what was slept."""

    time: float = 0.0
    sleeps: list[float] = field(default_factory=list)

    def now(self):
        """Tell the time."""
        return self.time

    def sleep(self, seconds):
        """Let time pass."""
        self.sleeps.append(seconds)
        self.time += seconds


def reading(*statuses):
    """Read a gateway that goes through these statuses; None is gone."""
    left = list(statuses)

    def read():
        status = left.pop(0) if len(left) > 1 else left[0]
        if status is None:
            raise NotFoundError("gone")
        return Gateway("id", "arn", "url", "ops-dev", status, ("because",), {})

    return read


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def wait(clock):
    return Wait(now=clock.now, sleep=clock.sleep, report=Report("table"))


def test_progress_is_told_once_for_each_status(wait, clock, capsys):
    """Reads get rarer, and a status is announced when it appears."""
    read = reading("CREATING", "CREATING", "UPDATING", "UPDATING", "UPDATING", "READY")
    assert wait.ready(read).status == "READY"
    assert clock.sleeps == [0.5, 1.0, 2.0, 5.0, 5.0]
    assert capsys.readouterr().err == "ops-dev: CREATING (0 s)\nops-dev: UPDATING (2 s)\n"


def test_patience_ends(wait, clock):
    """What never settles ends in an error that says how to go on."""
    with pytest.raises(StatusError, match=r"still CREATING after 300 s\. .*run the same command"):
        wait.ready(reading("CREATING"))
    assert clock.time <= 300


def test_a_failure_has_aws_reasons(wait):
    """The reasons and the next step are in the message."""
    with pytest.raises(StatusError, match=r"ops-dev is FAILED\.\n  because\nPut right"):
        wait.ready(reading("CREATING", "FAILED"))


def test_what_is_usable(wait):
    """A failed update can be made again, a failed creation cannot, a deletion leaves nothing."""
    assert wait.usable(reading("UPDATING", "UPDATE_UNSUCCESSFUL")).status == "UPDATE_UNSUCCESSFUL"
    assert wait.usable(reading("DELETING", None)) is None
    with pytest.raises(StatusError, match="FAILED"):
        wait.usable(reading("FAILED"))


def test_deletion_waits_before_and_after(wait):
    """Nothing is deleted while it changes; being gone already is being deleted."""
    calls = []
    wait.deleted(reading("UPDATING", "READY", "DELETING", None), lambda: calls.append("delete"))
    wait.deleted(reading("DELETING", None), lambda: calls.append("again"))
    assert calls == ["delete"]
    with pytest.raises(StatusError, match="FAILED"):
        wait.deleted(reading("READY", "DELETING", "FAILED"), lambda: None)


def test_a_call_waits_for_iam(wait, clock):
    """A role that IAM has not spread yet is tried for a minute, then the error stands."""
    refusals = [RoleNotReadyError("not yet")] * 2

    def call():
        if refusals:
            raise refusals.pop()
        return "made"

    assert wait.role(call) == "made"
    assert clock.sleeps == [2.0, 4.0]
    refusals = [RoleNotReadyError("not yet")] * 9
    with pytest.raises(RoleNotReadyError):
        wait.role(call)
    assert sum(clock.sleeps) == 6 + 60
