"""What an insight reads through: calls that start at once, and records that know their place."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mcp_tool.errors import ReadError, ToolError
from mcp_tool.plan import ALL, Failure, Plan, Rows, Target

# Where services live that have one endpoint for the whole account.
HOME = "us-east-1"

Read = Callable[[Plan], Rows]


class Record(dict[str, Any]):
    """A record as AWS answered it, and the account and region it was read in.

    A record that is one plain value (a queue's URL) is `{"value": …}`. `|` adds members.
    """

    __slots__ = ("target",)

    def __init__(self, members: Mapping[str, Any], target: Target) -> None:
        super().__init__(members)
        self.target = target

    def __or__(self, more: Mapping[str, Any]) -> "Record":  # type: ignore[override]  # stays one
        return Record({**self, **more}, self.target)

    def moved(self, region: str) -> "Record":
        """Return the record as one of another region, where the API told only its name."""
        return Record(self, replace(self.target, region=region))


class Reading:
    """What one call gave in all places it was sent to; waits for it when first looked at.

    Args:
        plan: what was sent.
        rows: what will come; a `ToolError` if no place could be read.
    """

    def __init__(self, plan: Plan, rows: Future[Rows]) -> None:
        self._plan = plan
        self._rows = rows

    def __iter__(self) -> Iterator[Record]:
        """Go through the records, place by place."""
        for part in self.rows.parts:
            for page in part.pages:
                for record in page.records:
                    members = record if isinstance(record, dict) else {"value": record}
                    yield Record(members, part.target)

    @property
    def first(self) -> Record:
        """The only record of a call that answers with one; empty if it could not be read."""
        return next(iter(self), Record({}, self.target))

    @property
    def missing(self) -> bool:
        """Whether AWS said that there is no such thing, which often is what one wants to know."""
        return self.error is not None and _code(self.error) == "NotFound"

    @property
    def failed(self) -> bool:
        """Whether something could not be read; a thing that is not there has been read."""
        return bool(self.failures)

    @property
    def complete(self) -> bool:
        """Whether it came to its end, be that a refusal, before the time was up."""
        return self.rows.exact if self.error is None else _code(self.error) != "Timeout"

    def reached(self, record: Record) -> bool:
        """Tell whether the place of a record was read to its end; else nothing is absent there."""
        if self.error is not None:
            return self.missing
        return record.target not in {each.target for each in self.failures}

    @property
    def error(self) -> ToolError | None:
        """Why no place could be read; None if one could."""
        error = self._rows.exception()
        if error is not None and not isinstance(error, ToolError):
            raise error
        return error

    @property
    def rows(self) -> Rows:
        """What the reader returned; nothing where no place could be read."""
        return self._rows.result() if self.error is None else Rows(())

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What could not be read, or not to its end."""
        if self.error is not None:
            found = Failure(
                self.target, _code(self.error), self.error.message, hint=self.error.hint
            )
            return () if self.missing else (found,)
        told = {each.target for each in self.rows.failures}
        cut = [part.target for part in self.rows.parts if part.rest is not None]
        late = [self._late(target) for target in cut if target not in told]
        return (*self.rows.failures, *late)

    @property
    def target(self) -> Target:
        """The place the call was sent to, the first of several."""
        return Target(self._plan.accounts[0], self._plan.regions[0])

    def _late(self, target: Target) -> Failure:
        what = f"{self._plan.service} {self._plan.operation} in {target.region}"
        return Failure(
            target,
            "Timeout",
            f"{what} was not read to its end in time.",
            "Ask for fewer regions.",
        )


class Account:
    """The account as one run of an insight sees it.

    Every call starts at once and in the background, at most as many together as the pool has
    threads; the same call with the same parameters is sent once.

    Args:
        read: reads a plan.
        plan: the insight's own; its regions and accounts are what is read.
        calls: what the insight declared that it reads.
        pool: runs the calls.
        now: the time, in UTC.
    """

    def __init__(
        self, read: Read, plan: Plan, calls: tuple[str, ...], *, pool: Executor, now: datetime
    ) -> None:
        self.now = now
        self._read = read
        self._plan = plan
        self._calls = calls
        self._pool = pool
        self._readings: dict[str, Reading] = {}

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All calls so far, in the order they were made."""
        return tuple(self._readings.values())

    def ago(self, days: float) -> datetime:
        """Return the moment so many days back."""
        return self.now - timedelta(days=days)

    def covers(self, region: str) -> bool:
        """Tell whether the caller asked about a region."""
        return self._plan.regions == (ALL,) or region in self._plan.regions

    def read(self, call: str, /, **parameters: Any) -> Reading:
        """Call `service:Operation` in every region and account that was asked for."""
        return self._start(call, parameters, self._plan.regions, self._plan.accounts)

    def once(self, call: str, /, **parameters: Any) -> Reading:
        """Call a service that has one endpoint for the whole account: IAM, Route 53, costs."""
        return self._start(call, parameters, (HOME,), self._plan.accounts)

    def everywhere(self, call: str, /, **parameters: Any) -> Reading:
        """Call in all enabled regions, whichever were asked for: to know what is nowhere."""
        return self._start(call, parameters, (ALL,), self._plan.accounts)

    def at(self, record: Record, call: str, /, **parameters: Any) -> Reading:
        """Call where a record was read, to learn more of it."""
        target = record.target
        return self._start(call, parameters, (target.region,), (target.account,))

    def _start(
        self,
        call: str,
        parameters: Mapping[str, Any],
        regions: tuple[str, ...],
        accounts: tuple[str, ...],
    ) -> Reading:
        if call not in self._calls:
            raise LookupError(f"{self._plan.operation} does not declare that it reads {call}")
        key = json.dumps([call, parameters, regions, accounts], sort_keys=True, default=str)
        if key not in self._readings:
            service, _, operation = call.partition(":")
            plan = Plan(self._plan.tool, service, operation, parameters, regions, accounts)
            self._readings[key] = Reading(plan, self._pool.submit(self._read, plan))
        return self._readings[key]


def merged(failures: Iterator[Failure]) -> tuple[Failure, ...]:
    """Say each failure once, with how often it happened: a fan-out tends to fail many times."""
    counts = Counter(failures)
    return tuple(
        replace(each, message=f"{each.message} ({number} times)") if number > 1 else each
        for each, number in counts.items()
    )


def _code(error: ToolError) -> str:
    return error.read_code if isinstance(error, ReadError) else error.code
