"""What an answer through the chain must hold, and whether it does."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jmespath

from client.events import Table

# A boto3 client of a service in a region.
Client = Callable[[str, str], Any]
REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is right.

    Attributes:
        read: how raw boto3 finds what the rows must name: service, method, its arguments, the
            JMESPath of the names, and `all` for every region of the account.
        names: what the rows must name otherwise, as the sample account was made.
        says: what the answer must say, in any case.
        least: whether further rows are right too.
        refused: the reason with which it must be refused.
    """

    read: Sequence[Any] = ()
    names: Sequence[str] = ()
    says: Sequence[str] = ()
    least: bool = False
    refused: str = ""

    def names_of(self, client: Client) -> frozenset[str]:
        """Return what the rows must name."""
        if not self.read:
            return frozenset(self.names)
        service, method, arguments, path, *everywhere = self.read
        regions = REGIONS if everywhere else REGIONS[:1]
        return frozenset(
            str(name)
            for region in regions
            for name in _pages(client(service, region), method, arguments, path)
        )


def holds(expected: Iterable[str], tables: Sequence[Table], *, least: bool) -> bool:
    """Tell whether tables name exactly what is expected, a row each; or that at least."""
    rows = [row for table in tables for row in table.rows]
    named = {name for name in expected if any(_names(row, name) for row in rows)}
    if named != set(expected):
        return False
    return least or all(any(_names(row, name) for name in named) for row in rows)


def _names(row: Sequence[Any], name: str) -> bool:
    return any(
        name == cell or (isinstance(cell, str) and cell.endswith(f"/{name}")) for cell in row
    )


def _pages(client: Any, method: str, arguments: Mapping[str, Any], path: str) -> Iterable[Any]:
    if client.can_paginate(method):
        pages = client.get_paginator(method).paginate(**arguments)
    else:
        pages = [getattr(client, method)(**arguments)]
    return [name for page in pages for name in jmespath.search(path, page) or ()]
