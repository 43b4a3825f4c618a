"""CloudWatch Logs Insights queries: started, waited for, and stopped when the time is up.

A query is charged by the bytes it scans, and goes on scanning when nobody waits for it any more;
so what a deadline ends is stopped, through a door of its own that no tool request can reach.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

from mcp_tool.aws.faults import AWS_ERRORS
from mcp_tool.plan import Failure, Target
from mcp_tool.redaction.patterns import MASK, names_secret

# AWS's list price in us-east-1, in US dollars; most regions cost the same, none twice as much.
USD_PER_GB = 0.005
_GB = 1_000_000_000

# What stopping and fetching the rest need before the answer has to be on its way.
_MARGIN_SECONDS = 2.0
_PAUSES = (0.1, 0.2, 0.4, 0.8)
_LONGEST_PAUSE = 1.0
_GOING_ON = frozenset({"Scheduled", "Running"})
# A pointer to the whole record: long, and nothing to a reader.
_POINTER = "@ptr"

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a query ended.

    Attributes:
        answer: the last answer of GetQueryResults; its results may be a part.
        api_calls: requests it took.
        stopped: the deadline ended it.
    """

    answer: Answer
    api_calls: int
    stopped: bool = False

    @property
    def status(self) -> str:
        """What AWS says of the query: `Complete`, `Failed`, …."""
        return str(self.answer.get("status", "Unknown"))

    @property
    def scanned_bytes(self) -> int:
        """How much the query read, which is what is charged."""
        return int(self.answer.get("statistics", {}).get("bytesScanned", 0))


class Query:
    """One query that was started.

    Args:
        results: GetQueryResults of a client.
        stop: StopQuery, through the door.
        query_id: which query.
    """

    def __init__(
        self, results: Callable[..., Answer], stop: Callable[..., object], query_id: str
    ) -> None:
        self._results = results
        self._stop = stop
        self._id = query_id

    def wait(self, deadline: float) -> Outcome:
        """Wait for the query to end, and stop it shortly before a deadline.

        Args:
            deadline: `time.monotonic()` at which the answer must be on its way.

        Raises:
            AwsError: AWS does not tell how the query goes; it is stopped.
        """
        try:
            return self._wait(deadline)
        except AWS_ERRORS:
            self._stop(queryId=self._id)
            raise

    def _wait(self, deadline: float) -> Outcome:
        last = deadline - min(_MARGIN_SECONDS, (deadline - time.monotonic()) / 2)
        pauses = chain(_PAUSES, repeat(_LONGEST_PAUSE))
        answer, calls = self._results(queryId=self._id), 1
        while answer["status"] in _GOING_ON:
            pause = next(pauses)
            if time.monotonic() + pause >= last:
                self._stop(queryId=self._id)
                return Outcome(self._results(queryId=self._id), calls + 2, stopped=True)
            time.sleep(pause)
            answer, calls = self._results(queryId=self._id), calls + 1
        return Outcome(answer, calls)


def price(scanned_bytes: int) -> float:
    """Return about what scanning costs, in US dollars."""
    return scanned_bytes / _GB * USD_PER_GB


def fault(outcome: Outcome, target: Target) -> Failure | None:
    """Say why the results of a query are a part only; None if they are whole."""
    if outcome.stopped:
        return Failure(
            target,
            "Timeout",
            f"The query in {target.region} was stopped when the time was up; its rows are a part.",
            "Narrow startTime and endTime, or ask for fewer log groups.",
        )
    if outcome.status == "Complete":
        return None
    return Failure(
        target,
        "AwsError",
        f"The query in {target.region} ended as {outcome.status}.",
        "Simplify the query, or narrow its time range.",
    )


def records(rows: Sequence[Any]) -> tuple[tuple[Mapping[str, str], ...], int]:
    """Make records of result rows, which are lists of fields and values.

    A value is masked if its field's name says that it is secret: cut out of its line, it shows
    nothing of that any more.

    Returns:
        The records, and how many values were masked.
    """
    found = tuple(_record(row) for row in rows)
    return found, sum(value == MASK for record in found for value in record.values())


def _record(row: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    pairs = ((each.get("field", ""), each.get("value", "")) for each in row)
    return {
        name: MASK if names_secret(name, value) else value
        for name, value in pairs
        if name != _POINTER
    }
