"""Rows to a table: filtered, ordered, in columns, as many as fit, and where the rest waits."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mcp_tool.aws.models import Models
from mcp_tool.catalog import Operation
from mcp_tool.plan import Filter, Order, Plan, Position, Rows, Table
from mcp_tool.shaping.cells import cut, getter, scrub
from mcp_tool.shaping.columns import Column, entries
from mcp_tool.shaping.filters import matcher
from mcp_tool.shaping.grid import Grid, Line, lay_out, project, standard, unwrap
from mcp_tool.shaping.projection import Projection
from mcp_tool.shaping.summary import Facts, label, sentence

Clean = Callable[[str], str]

WINDOW = 1_000
CELL_LENGTH = 1_000
COUNTED_LENGTH = 40
MEMBERS = 30

# Ids, ARNs, states, places and times are AWS's own words; nobody can put a secret there. It takes
# our own column names to know: a projection, a tag and a record's keys may call anything an id.
_NAMED_BY_AWS = re.compile(
    r"^(?!tag:)(?:\w*_)?(?:id|arn|state|status|region|zone|account|created|time|launched|type|runtime)$"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What rows are rows of.

    Attributes:
        label: the service, as people name it.
        name: the operation, or the insight.
        columns: default columns; empty to show each record's own values.
        result_key: path of the main list in the API's answer, which projections may begin with.
        entries: a member whose entries are rows of their own, None if records are.
    """

    label: str
    name: str
    columns: tuple[Column, ...]
    result_key: str | None = None
    entries: str | None = None


def subject(operation: Operation, models: Models) -> Subject:
    """Describe the rows of an operation."""
    return Subject(
        label=label(models.service(operation.service).service_id),
        name=operation.name,
        columns=standard(operation, models),
        result_key=operation.result_key,
        entries=entries(operation.service, operation.name),
    )


def tabulate(plan: Plan, about: Subject, rows: Rows, *, budget: int, clean: Clean) -> Table:
    """Make the table of what was read.

    Args:
        plan: what was asked.
        about: what the rows are.
        rows: what was read.
        budget: bytes of JSON that the rows may take.
        clean: takes secrets out of free text.

    Raises:
        BadProjectionError: `fields` is no JMESPath or does not suit the records.
    """
    lines = _order(_keep(list(_lines(rows, about.entries)), plan.filters), plan.order)
    facts = _facts(plan, about, rows, lines)
    total = facts.total
    if plan.fields:
        found = project(lines, Projection(plan.fields, about.result_key))
        facts = replace(facts, missed=_missed(lines, found))
        lines = found
        total = facts.before + sum(len(line.record) for line in lines)
    start = plan.seen if _counted_off(plan) else 0
    window = lines[start : start + (plan.limit or WINDOW)]
    grid = lay_out(plan, window, about.columns)
    ours = bool(about.columns) and not plan.fields
    shown, used = _fill(grid, window, budget=budget, clean=_cleaner(clean, grid.columns, ours=ours))
    rest = lines[start + used :]
    resume = () if _counted_off(plan) else _resume(rows, rest)
    return Table(
        columns=tuple(map(clean, grid.columns)),
        rows=tuple(shown),
        total=total,
        total_exact=rows.exact,
        more=bool(rest or resume),
        resume=resume,
        summary=clean(sentence(facts, len(shown), rows.summary)),
    )


def _counted_off(plan: Plan) -> bool:
    """Tell whether a cursor counts rows: sorted ones and an insight's have no place to go on at."""
    return plan.order is not None or not plan.service


def _facts(plan: Plan, about: Subject, rows: Rows, lines: Sequence[Line]) -> Facts:
    before = 0 if _counted_off(plan) else plan.seen
    # Behind a cursor only the rest is read, and counts of a rest would mislead.
    whole = before == 0
    return Facts(
        label=about.label,
        operation=about.name,
        total=before + len(lines),
        exact=rows.exact,
        counts=_counts(lines, about.columns) if whole else Counter(),
        places=len({line.target.region for line in lines}) if plan.fans_out and whole else None,
        before=before,
        seen=plan.seen,
        failed=len(rows.failures),
        ignored=plan.ignored,
    )


def _lines(rows: Rows, member: str | None) -> Iterator[Line]:
    for number, part in enumerate(rows.parts):
        for page_number, page in enumerate(part.pages):
            skipped = part.offset if page_number == 0 else 0
            records = tuple(_apart(page.records, member)) if member else page.records
            for index, record in enumerate(records[skipped:], skipped):
                yield Line(record, part.target, part=number, page=page_number, index=index)


def _apart(records: Sequence[Any], member: str) -> Iterator[Any]:
    """Take each entry of a member as a record of its own, beside what the record says of all."""
    for record in records:
        if found := record.get(member):
            yield from ({**record, **entry} for entry in found)
        else:
            yield record


def _keep(lines: list[Line], filters: Sequence[Filter]) -> list[Line]:
    tests = [matcher(each) for each in filters]
    return [line for line in lines if all(passes(line.record) for passes in tests)]


def _order(lines: list[Line], order: Order | None) -> list[Line]:
    if order is None:
        return lines
    get = getter(order.path)
    ranks = [_rank(get(line.record)) for line in lines]
    known = [(rank, line) for rank, line in zip(ranks, lines, strict=True) if rank is not None]
    unknown = [line for rank, line in zip(ranks, lines, strict=True) if rank is None]
    known.sort(key=lambda each: each[0], reverse=order.descending)
    return [*(line for _, line in known), *unknown]


def _rank(value: Any) -> tuple[str, Any] | None:
    """Make a value comparable with any other; what has no order has no rank."""
    if isinstance(value, int | float):
        return "", value
    return (type(value).__name__, value) if isinstance(value, str | datetime) else None


def _counts(lines: Sequence[Line], columns: Sequence[Column]) -> Counter[str]:
    counted = next((each for each in columns if each.counted), None)
    if counted is None:
        return Counter()
    get = getter(counted.path)
    missing = f"without {counted.name}"
    counts = Counter(_said(get(line.record)) or missing for line in lines)
    return Counter() if set(counts) == {missing} else counts


def _said(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return "" if value is None else str(value)[:COUNTED_LENGTH]


def _missed(lines: Sequence[Line], projected: Sequence[Line]) -> tuple[str, ...]:
    """Name a record's members if a projection gives nothing for any record."""
    given = [row for line in projected for row in line.record]
    if not given or not all(map(_blank, given)):
        return ()
    record = unwrap(lines[0].record)
    return tuple(record)[:MEMBERS] if isinstance(record, dict) else ()


def _blank(row: Any) -> bool:
    cells = list(row.values()) if isinstance(row, dict) else row
    return not any(cell is not None for cell in cells) if isinstance(cells, list) else cells is None


def _cleaner(
    clean: Clean, columns: Sequence[str], *, ours: bool
) -> Callable[[list[Any]], list[Any]]:
    """Make what cleans a row, in its columns of free text only."""
    free = [not ours or not _NAMED_BY_AWS.search(name) for name in columns]
    return lambda row: [
        scrub(cell, clean) if text else cell for cell, text in zip(row, free, strict=True)
    ]


def _fill(
    grid: Grid, window: Sequence[Line], *, budget: int, clean: Callable[[list[Any]], list[Any]]
) -> tuple[list[list[Any]], int]:
    """Take lines until the budget is spent; at least one, cut down if it must be."""
    longest = budget if len(window) == 1 else CELL_LENGTH
    shown: list[list[Any]] = []
    left = budget
    for used, line in enumerate(window):
        # Cleaned before it is cut: half a secret would no longer look like one.
        group = [[cut(cell, longest) for cell in clean(row)] for row in grid.rows(line)]
        size = sum(_size(row) for row in group)
        if size > left:
            return (shown, used) if used else (_shrink(group, budget), 1)
        shown += group
        left -= size
    return shown, len(window)


def _shrink(group: list[list[Any]], budget: int) -> list[list[Any]]:
    first, longest = group[0], budget
    while _size(first) > budget and longest > 20:
        longest //= 2
        first = [cut(cell, longest) for cell in first]
    kept, left = [first], budget - _size(first)
    for row in group[1:]:
        left -= _size(row)
        if left < 0:
            break
        kept.append(row)
    return kept


def _size(row: list[Any]) -> int:
    return len(json.dumps(row)) + 2


def _resume(rows: Rows, rest: Sequence[Line]) -> tuple[Position, ...]:
    first = rest[0] if rest else None
    waiting = {line.part for line in rest}
    positions = []
    for number, part in enumerate(rows.parts):
        if first and number == first.part:
            page = part.pages[first.page]
            positions.append(Position(part.target, page.token, first.index))
        elif number in waiting or (first and number > first.part and part.rest is not None):
            token = part.pages[0].token if part.pages else part.rest or {}
            positions.append(Position(part.target, token, part.offset))
        elif part.rest is not None:
            positions.append(Position(part.target, part.rest, part.offset if not part.pages else 0))
    return tuple(positions)
