"""An insight: its description, and how a run of it becomes rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from mcp_tool.errors import Candidate
from mcp_tool.insights import parameters
from mcp_tool.insights.account import Account, Read, Reading, Record, merged
from mcp_tool.insights.parameters import Parameter
from mcp_tool.plan import Page, Part, Plan, Rows, Target
from mcp_tool.shaping.columns import Column

# Calls that one run sends together; a fan-out over buckets or tables is the reason to have a bound.
TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Found:
    """What an insight found.

    Attributes:
        rows: the records that prove it, in the order they are worth reading.
        summary: the finding in one sentence, with its counts.
    """

    rows: Sequence[Record]
    summary: str


@dataclass(frozen=True, slots=True)
class Insight:
    """One composite read.

    Attributes:
        name: what a caller gives as operation.
        tool: the tool that offers it.
        summary: what it finds, in a few words.
        words: other words for it, in phrases as people ask, with commas between.
        calls: the operations it reads, `service:Operation`.
        columns: the columns of its rows, those that prove the finding among them.
        find: makes the rows; takes the account, and the parameters by their names.
        parameters: its own parameters by name.
        service: the service that has it all, if that is one without regions (`iam`, `ce`).
    """

    name: str
    tool: str
    summary: str
    words: str
    calls: tuple[str, ...]
    columns: tuple[Column, ...]
    find: Callable[..., Found]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    service: str = ""

    @property
    def candidate(self) -> Candidate:
        """Describe it to somebody who may want it; it has no service, as in a plan of it."""
        required = tuple(name for name, each in self.parameters.items() if each.required)
        return Candidate("", self.name, required, self.summary)

    def settle(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Check parameters and complete them with their defaults.

        Raises:
            InvalidArgumentError: one is misspelt, missing or has a wrong value.
        """
        return parameters.settle(self.name, self.parameters, given)

    def state(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Settle parameters, and write them as a plan states them.

        Raises:
            InvalidArgumentError: as `settle`.
        """
        return {name: parameters.stated(each) for name, each in self.settle(given).items()}

    def read(self, read: Read, plan: Plan, now: datetime) -> Rows:
        """Run the insight.

        Args:
            read: reads a plan of one operation, until the deadline at the latest.
            plan: the insight's own plan.
            now: the time, in UTC.

        Raises:
            InvalidArgumentError: a parameter is wrong.
            ReadError: not one call could be read.
        """
        values = self.settle(plan.parameters)
        with ThreadPoolExecutor(TOGETHER, thread_name_prefix="insight") as pool:
            account = Account(read, plan, self.calls, pool=pool, now=now)
            found = self.find(account, **values)
        return _rows(found, account.readings)


def columns(*texts: str) -> tuple[Column, ...]:
    """Write columns as `name=path`, or `name` alone for a member that an insight added.

    A path is members joined by dots; `X[]` goes through a list, `X#` counts one, `tag:K` is a tag.
    """
    named = (text.partition("=") for text in texts)
    return tuple(Column(name, path or name) for name, _, path in named)


def many(number: int, noun: str) -> str:
    """Write a number and what it counts: `1 target group`, `3 target groups`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _rows(found: Found, readings: Sequence[Reading]) -> Rows:
    errors = [each.error for each in readings if each.error is not None]
    if errors and len(errors) == len(readings):
        raise errors[0]
    return Rows(
        parts=(*_parts(found.rows), _spent(readings)),
        failures=merged(failure for each in readings for failure in each.failures),
        summary=found.summary,
    )


def _parts(rows: Iterable[Record]) -> Iterable[Part]:
    """Make a part of each run of rows from one place, so that the insight's order stays."""
    for target, run in groupby(rows, key=lambda each: each.target):
        yield Part(target, pages=(Page({}, tuple(dict(each) for each in run)),))


def _spent(readings: Sequence[Reading]) -> Part:
    """Tell what the calls behind the rows cost, and whether they all came to their end."""
    rows = [each.rows for each in readings]
    complete = all(each.complete for each in readings)
    return Part(
        Target("", ""),
        rest=None if complete else {},
        api_calls=sum(each.api_calls for each in rows),
        redacted=sum(each.redacted for each in rows),
    )
