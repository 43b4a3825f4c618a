"""What is to be read, and what was: frozen data that passes between the parts, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

ALL = "all"

Scalar = str | int | float | bool
Test = Literal["is", "contains", "over", "under", "missing", "present"]


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on rows that the API itself cannot apply.

    Attributes:
        path: where in a record the value stands, members joined by dots.
        test: how it is compared; `over` and `under` take numbers, and times as ISO 8601.
        value: what it is compared with; anything for `missing` and `present`.
    """

    path: str
    test: Test
    value: Scalar


@dataclass(frozen=True, slots=True)
class Order:
    """Which rows come first."""

    path: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Target:
    """One place to read: an account (`own`, or its id) and a region."""

    account: str
    region: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where reading goes on in one place.

    Attributes:
        target: the place.
        token: input members that ask for the page the next row is in; empty for the first page.
        offset: records of that page that were already returned.
    """

    target: Target
    token: Mapping[str, Any]
    offset: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What one tool call reads.

    Attributes:
        tool: the tool that was called.
        service: botocore's name of the service; empty for an insight.
        operation: an AWS API operation, or the name of an insight.
        parameters: the API's own input, or the insight's.
        regions: region ids, or `("all",)`.
        accounts: account ids, `own` or `("all",)`.
        resolved_by: `operation`, `insight`, or `words` with what became of them.
        filters: conditions on the rows, all of which must hold.
        order: how rows are sorted, None as AWS returned them.
        fields: a JMESPath projection in place of the default columns.
        limit: the most rows to return, None for as many as fit.
        resume: where a cursor goes on; empty at the start.
        seen: rows that earlier answers of the same cursor returned.
        ignored: words of the question that the plan does not act on.
    """

    tool: str
    service: str
    operation: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    resolved_by: str = "operation"
    filters: tuple[Filter, ...] = ()
    order: Order | None = None
    fields: str | None = None
    limit: int | None = None
    resume: tuple[Position, ...] = ()
    seen: int = 0
    ignored: tuple[str, ...] = ()

    @property
    def fans_out(self) -> bool:
        """Tell whether more than one place is read, so that rows must say which."""
        return self.regions == (ALL,) or len(self.regions) > 1 or self.many_accounts

    @property
    def many_accounts(self) -> bool:
        """Tell whether rows must say their account."""
        return self.accounts == (ALL,) or len(self.accounts) > 1

    def covers(self, target: Target) -> bool:
        """Tell whether a place is one of those to be read."""
        everywhere, everyone = self.regions == (ALL,), self.accounts == (ALL,)
        return (everywhere or target.region in self.regions) and (
            everyone or target.account in self.accounts
        )


@dataclass(frozen=True, slots=True)
class Failure:
    """A place that could not be read, or not to its end."""

    target: Target
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of AWS: what asked for it, and the records in it."""

    token: Mapping[str, Any]
    records: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one place gave.

    Attributes:
        target: the place.
        pages: the pages in order; the first may start before the row a cursor resumes at.
        offset: records of the first page that a cursor has already returned.
        rest: what asks for the next page if reading stopped early, None if it reached the end.
        cut: reading ended early and cannot go on, so this is a part.
        api_calls: requests that AWS answered or refused.
        cost_usd: about what AWS charges for them.
        scanned_bytes: what a query read behind them.
        redacted: values that were masked.
        failure: why this place ended badly.
    """

    target: Target
    pages: tuple[Page, ...] = ()
    offset: int = 0
    rest: Mapping[str, Any] | None = None
    cut: bool = False
    api_calls: int = 0
    cost_usd: float = 0.0
    scanned_bytes: int = 0
    redacted: int = 0
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """What a plan read, place by place in the plan's order.

    Attributes:
        parts: what each place gave.
        failures: the places that could not be read, or not to their end.
        summary: what an insight found, in one sentence; empty to have one made from the counts.
        untrusted: strangers wrote some of the text, as in log lines.
    """

    parts: tuple[Part, ...]
    failures: tuple[Failure, ...] = ()
    summary: str = ""
    untrusted: bool = False

    @property
    def exact(self) -> bool:
        """Tell whether every place was read to its end."""
        return all(part.rest is None and not part.cut for part in self.parts)

    @property
    def api_calls(self) -> int:
        """Count the requests to AWS."""
        return sum(part.api_calls for part in self.parts)

    @property
    def cost_usd(self) -> float:
        """Sum up what AWS charges."""
        return sum(part.cost_usd for part in self.parts)

    @property
    def scanned_bytes(self) -> int:
        """Sum up what queries read."""
        return sum(part.scanned_bytes for part in self.parts)

    @property
    def redacted(self) -> int:
        """Count the masked values."""
        return sum(part.redacted for part in self.parts)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as they are handed out.

    Attributes:
        columns: the keys, said once.
        rows: one list of cells a row.
        total: rows that were read and passed the filters.
        total_exact: False if a ceiling or the deadline ended the reading.
        more: rows wait behind a cursor.
        resume: where the rest waits; empty if it is found by counting.
        summary: one sentence with counts.
        redacted: values that were masked in the rows.
    """

    columns: tuple[str, ...]
    rows: tuple[list[Any], ...]
    total: int
    total_exact: bool = True
    more: bool = False
    resume: tuple[Position, ...] = ()
    summary: str = ""
    redacted: int = 0
