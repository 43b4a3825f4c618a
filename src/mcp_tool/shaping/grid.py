"""Records laid out under columns: a caller's projection, one record's values, or default columns.

A grid names its columns for the records of a window and gives each record's rows when asked; a
projection that goes through a list can give several rows for one record, or none.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from botocore.model import ListShape, MapShape, StructureShape

from mcp_tool.aws.models import Models
from mcp_tool.catalog import Operation
from mcp_tool.plan import Plan, Target
from mcp_tool.shaping.cells import getter, plain, tags
from mcp_tool.shaping.columns import Column, chosen, derived, leaves
from mcp_tool.shaping.projection import Projection, cells, header
from mcp_tool.shaping.summary import noun

TAG_COLUMNS = 4
LEAF_COLUMNS = 60
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One record, and where it was read.

    Attributes:
        record: the record, secrets masked.
        target: the place.
        part: number of the place in the plan's order.
        page: number of the page in the place.
        index: number of the record in the page.
    """

    record: Any
    target: Target
    part: int
    page: int
    index: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns, and a function from a line to its rows of cells."""

    columns: tuple[str, ...]
    rows: Callable[[Line], list[list[Any]]]


def standard(operation: Operation, models: Models) -> tuple[Column, ...]:
    """Return the default columns of an operation; empty to show each record's own values."""
    picked = chosen(operation.service, operation.name)
    shape = models.element(operation.service, operation.name, operation.result_key)
    if operation.result_key is None:
        # `DescribeCluster` answers `{"cluster": {…}}`; its columns are those of what is inside.
        around = [*shape.members] if isinstance(shape, StructureShape) else []
        prefix = f"{around[0]}." if len(around) == 1 else ""
        return tuple(replace(each, path=f"{prefix}{each.path}") for each in picked)
    if picked:
        return picked
    if isinstance(shape, ListShape | MapShape):
        return ()  # a row of fields and values, each with a name of its own
    return derived(shape, noun(operation.name, 1).replace(" ", "_").lower())


def project(lines: Sequence[Line], projection: Projection) -> list[Line]:
    """Put in each line's place the rows that a projection makes of it; lines without one go.

    Raises:
        BadProjectionError: the expression does not suit the records.
    """
    if projection.whole:
        found = projection.rows([_readable(line.record) for line in lines])
        return [Line(found, Target("", ""), part=0, page=0, index=0)]
    projected = (replace(line, record=projection.rows([_readable(line.record)])) for line in lines)
    return [line for line in projected if line.record]


def lay_out(plan: Plan, lines: Sequence[Line], columns: tuple[Column, ...]) -> Grid:
    """Choose the grid for some lines.

    Args:
        plan: what was asked; with `fields`, the lines are projected.
        lines: the lines of the window.
        columns: the operation's default columns; empty to show each record's own values.
    """
    if plan.fields:
        return _projected(plan, lines)
    return _columned(plan, lines, columns) if columns else _leafed(plan, lines)


def unwrap(record: Any) -> Any:
    """Take the one object out of an answer that holds nothing else."""
    while isinstance(record, dict) and len(record) == 1:
        (inner,) = record.values()
        if not isinstance(inner, dict):
            break
        record = inner
    return record


def _projected(plan: Plan, lines: Sequence[Line]) -> Grid:
    names = header([row for line in lines for row in line.record])
    # A projection of all records at once has lost where each was read.
    located = bool(lines) and lines[0].target.region != ""
    places, place = _place(plan) if located else ((), _nowhere)
    return Grid(
        (*places, *names),
        lambda line: [[*place(line.target), *cells(row, names)] for row in line.record],
    )


def _readable(record: Any) -> Any:
    """A record as a projection sees it: plain, and with or without its wrapping object."""
    inner = unwrap(record)
    both = {**inner, **record} if inner is not record else record
    return plain(both)


def _columned(plan: Plan, lines: Sequence[Line], columns: tuple[Column, ...]) -> Grid:
    looked_at = lines[:LOOKED_AT]
    tagged = [Column(f"tag:{key}", f"tag:{key}") for key in _tag_keys(looked_at)]
    filled = [each for each in (*columns, *tagged) if _filled(each, looked_at)] or list(columns)
    places, place = _place(plan)
    getters = [(getter(each.path), each.name) for each in filled]
    return Grid(
        (*places, *(each.name for each in filled)),
        lambda line: [
            [*place(line.target), *(plain(get(line.record), name) for get, name in getters)]
        ],
    )


def _filled(column: Column, lines: Sequence[Line]) -> bool:
    if not lines:
        return True
    get = getter(column.path)
    return any(get(line.record) not in (None, "", []) for line in lines)


def _tag_keys(lines: Sequence[Line]) -> list[str]:
    keys = Counter(key for line in lines for key in tags(line.record))
    own = [key for key in keys if key != "Name" and not key.startswith("aws:")]
    return sorted(sorted(own), key=lambda key: -keys[key])[:TAG_COLUMNS]


def _leafed(plan: Plan, lines: Sequence[Line]) -> Grid:
    names = dict.fromkeys(name for line in lines for name, _ in leaves(unwrap(line.record)))
    kept = tuple(islice(names, LEAF_COLUMNS))
    places, place = _place(plan)

    def rows(line: Line) -> list[list[Any]]:
        values = dict(leaves(unwrap(line.record)))
        return [[*place(line.target), *(plain(values.get(name), name) for name in kept)]]

    return Grid((*places, *kept), rows)


def _place(plan: Plan) -> tuple[tuple[str, ...], Callable[[Target], list[str]]]:
    if plan.many_accounts:
        return ("account", "region"), lambda target: [target.account, target.region]
    if plan.fans_out:
        return ("region",), lambda target: [target.region]
    return (), _nowhere


def _nowhere(_: Target) -> list[str]:
    return []
