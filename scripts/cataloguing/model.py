"""What botocore's models say of an operation: its summary, required members, rows and paging."""

import html
import re
from typing import Any

from botocore.model import ListShape, OperationModel, Shape, StructureShape
from botocore.paginate import PaginatorModel

SUMMARY = 120

_TAG = re.compile(r"<[^>]+>")
_BLOCK = re.compile(r"<(?P<tag>note|important|caution)>.*?</(?P=tag)>", re.DOTALL)
_SENTENCE = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)\.(?:\s|$)")
_BESIDE = re.compile(
    r"(?:token|marker|count|total|truncated|size|error|errors|failures|notfound)$"
    r"|unprocessed|failed|missing",
    re.IGNORECASE,
)

# More scalars than this beside its only list, and an answer is a record that has a list.
_SCALARS = 2


def summary(operation: OperationModel) -> str:
    """Return the first sentence of the documentation, without markup, at most 120 characters."""
    text = _BLOCK.sub(" ", operation.documentation or "")
    text = " ".join(html.unescape(_TAG.sub(" ", text)).split())
    text = re.sub(r"\s+([.,;:)])", r"\1", text)
    sentence = _SENTENCE.split(text, maxsplit=1)[0].strip()
    if not sentence:
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", operation.name) + "."
    if len(sentence) < SUMMARY:
        return sentence + "."
    return sentence[: SUMMARY - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def required(operation: OperationModel) -> list[str]:
    """Return the input members that AWS demands."""
    shape = operation.input_shape
    return list(shape.required_members) if shape else []


def paginated(operation: OperationModel, paginator: PaginatorModel) -> bool:
    """Tell whether botocore pages through the operation's answers."""
    return _pages(operation, paginator) is not None


def result_key(operation: OperationModel, paginator: PaginatorModel) -> str | None:
    """Return the JMESPath of the main list of an answer, None if the answer is one record.

    The paginator knows best; without one, it is the only list of the answer, tokens, counts and
    failures aside, or the list inside the only structure (`DistributionList.Items`). A record
    that happens to hold one list is told by its scalars.
    """
    shape = operation.output_shape
    if not isinstance(shape, StructureShape):
        return None
    lists = [path for path in _paged(operation, paginator) if is_list(shape, path)]
    return lists[0] if lists else _only_list(shape, any_size=operation.name.startswith("List"))


def is_list(shape: Shape | None, path: str) -> bool:
    """Tell whether a dotted path through structures ends at a list."""
    for name in path.split("."):
        if not isinstance(shape, StructureShape):
            return False
        shape = shape.members.get(name)
    return isinstance(shape, ListShape)


def _pages(operation: OperationModel, paginator: PaginatorModel) -> dict[str, Any] | None:
    try:
        pages: dict[str, Any] = paginator.get_paginator(operation.name)
    except ValueError:
        return None
    return pages


def _paged(operation: OperationModel, paginator: PaginatorModel) -> list[str]:
    keys = (_pages(operation, paginator) or {}).get("result_key", [])
    return keys if isinstance(keys, list) else [keys]


def _only_list(shape: StructureShape, *, any_size: bool) -> str | None:
    members = {name: each for name, each in shape.members.items() if not _BESIDE.search(name)}
    lists = [name for name, each in members.items() if isinstance(each, ListShape)]
    records = [name for name, each in members.items() if isinstance(each, StructureShape)]
    if len(lists) == 1 and not records and (any_size or len(members) <= 1 + _SCALARS):
        return lists[0]
    if len(members) == 1 and records and is_list(shape, f"{records[0]}.Items"):
        return f"{records[0]}.Items"
    return None
