"""Cursors: where an answer ended, so that the next call goes on exactly there.

A cursor is plain data, packed to be short. It carries no secret and needs no key, because nothing
in it is believed: what it asks for is planned again like any other input.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from mcp_tool.errors import BadCursorError
from mcp_tool.plan import Filter, Order, Plan, Position, Target, Test

VERSION = 1
UNPACKED_LENGTH = 200_000
POSITIONS = 1_000


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cursor says, its types checked and nothing else.

    Attributes:
        tool: the tool whose answer it continues.
        arguments: the call's arguments, as a caller could have sent them.
        filters: conditions on rows.
        order: how rows are sorted.
        positions: where reading goes on.
        seen: rows that were returned so far.
    """

    tool: str
    arguments: Mapping[str, Any]
    filters: tuple[Filter, ...]
    order: Order | None
    positions: tuple[Position, ...]
    seen: int


def encode(plan: Plan, positions: Sequence[Position], seen: int) -> str:
    """Pack what the next call needs.

    Args:
        plan: the plan that goes on.
        positions: where.
        seen: rows returned so far.
    """
    arguments = {
        "operation": f"{plan.service}:{plan.operation}" if plan.service else plan.operation,
        "parameters": plan.parameters,
        "regions": list(plan.regions),
        "accounts": list(plan.accounts),
        "fields": plan.fields,
        "limit": plan.limit,
    }
    state = [
        VERSION,
        plan.tool,
        {key: value for key, value in arguments.items() if value},
        [[each.path, each.test, each.value] for each in plan.filters],
        [plan.order.path, plan.order.descending] if plan.order else None,
        [[each.target.account, each.target.region, each.token, each.offset] for each in positions],
        seen,
    ]
    packed = zlib.compress(json.dumps(state, separators=(",", ":"), default=str).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode(text: str) -> Mark:
    """Unpack a cursor.

    Raises:
        BadCursorError: it is none of ours.
    """
    try:
        return _mark(_unpack(text))
    except (ValueError, TypeError, KeyError, zlib.error, binascii.Error, RecursionError) as error:
        raise BadCursorError(
            "The cursor is damaged or from another version.", hint="Ask again without the cursor."
        ) from error


def _unpack(text: str) -> list[Any]:
    packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    # A few bytes can unpack to gigabytes; what does not fit is no cursor of ours.
    unpacking = zlib.decompressobj()
    plain = unpacking.decompress(packed, UNPACKED_LENGTH)
    if not unpacking.eof:
        raise ValueError("too long")
    state: list[Any] = json.loads(plain)
    return state


def _mark(state: list[Any]) -> Mark:
    version, tool, arguments, filters, order, positions, seen = state
    if version != VERSION or not isinstance(arguments, dict) or not isinstance(tool, str):
        raise ValueError("not this version")
    if isinstance(seen, bool) or not isinstance(seen, int) or seen < 0:
        raise ValueError("no count")
    if len(positions) > POSITIONS:
        raise ValueError("too many places")
    return Mark(
        tool=tool,
        arguments=arguments,
        filters=tuple(_filter(*each) for each in filters),
        order=_order(*order) if order else None,
        positions=tuple(_position(*each) for each in positions),
        seen=seen,
    )


def _filter(path: Any, test: Any, value: Any) -> Filter:
    if not isinstance(path, str) or test not in get_args(Test):
        raise ValueError("no filter")
    if not isinstance(value, str | int | float | bool):
        raise TypeError("no filter value")
    return Filter(path, test, value)


def _order(path: Any, descending: Any) -> Order:
    if not isinstance(path, str) or not isinstance(descending, bool):
        raise TypeError("no order")
    return Order(path, descending)


def _position(account: Any, region: Any, token: Any, offset: Any) -> Position:
    if not isinstance(account, str) or not isinstance(region, str) or not isinstance(token, dict):
        raise TypeError("no position")
    if isinstance(offset, bool) or not isinstance(offset, int) or offset < 0:
        raise ValueError("no offset")
    return Position(Target(account, region), token, offset)
