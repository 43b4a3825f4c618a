"""Values that a question names: states and kinds that AWS's model lists, yes and no, sizes, ages.

A state is found by the values that AWS's own model lists for a member, so nobody keeps a list of
them here.
"""

import re
from collections.abc import Iterator, Sequence

from botocore.model import Shape, StringShape, StructureShape

from mcp_tool.shaping.columns import Column
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.measures import UNITS, Measure
from mcp_tool.words.text import stem

_STATE = re.compile(r"(?:State|Status)", re.IGNORECASE)
_PLAIN = frozenset(
    [
        "none",
        "all",
        "other",
        "default",
        "service",
        "user",
        "name",
        "key",
        "active",
        "account",
        "group",
        "role",
        "policy",
        "public",
        "private",
        "resource",
        "event",
        "function",
        "volume",
        "instance",
    ]
)
_DENIED = re.compile(r"\b(?:not|no|without|never|non|except|isn.t|aren.t)(?: in)?(?: an?| the)? $")

Enumerated = tuple[str, StringShape]
# The word, the member it is about, its shape, and yes or no.
Flag = tuple[str, str, Shape, bool]


def enumerated(element: StructureShape) -> Iterator[Enumerated]:
    """List members whose values AWS lists, states first; one level down as far as `State.Name`."""
    found = []
    for name, member in element.members.items():
        if isinstance(member, StringShape) and member.enum:
            found.append((name, member))
        elif isinstance(member, StructureShape):
            found += [
                (f"{name}.{inner}", shape)
                for inner, shape in member.members.items()
                if isinstance(shape, StringShape) and shape.enum
            ]
    return iter(sorted(found, key=lambda each: not _STATE.search(each[0])))


def spoken(value: str) -> str:
    """Write a value of AWS's as people say it."""
    return value.casefold().replace("_", " ").replace("-", " ")


def translated(text: str, lexicon: Lexicon) -> str:
    """Write a question with AWS's words for values."""
    text = spoken(text)
    for word, spelled in lexicon.values.items():
        text = re.sub(rf"\b{word}\b", spelled, text)
    return text


def mentioned(text: str, shape: StringShape, used: set[str]) -> str | None:
    """Find the longest value of a member that stands in the question, in a word of its own.

    "Not in active state" names no state: which ones are meant instead is not said.
    """
    for value in sorted(shape.enum, key=len, reverse=True):
        said = spoken(value)
        if len(said) < 2 or said in _PLAIN or said in used:
            continue
        match = re.search(rf"(?<![\w.]){re.escape(said)}(?![\w]|\.\w)", text)
        if match and not _DENIED.search(text[: match.start()]):
            return str(value)
    return None


def flags(words: Sequence[str], lexicon: Lexicon, element: StructureShape) -> Iterator[Flag]:
    """List the boolean members that a question's adjectives are about."""
    for word in words:
        adjective = lexicon.adjectives.get(word)
        for member in adjective.members if adjective else ():
            shape = element.members.get(member)
            if adjective and shape is not None and shape.type_name == "boolean":
                yield word, member, shape, adjective.value
                break


def measured(measure: Measure, columns: Sequence[Column]) -> tuple[Column, float] | None:
    """Find the column that a comparison is about, and the number in the column's unit."""
    fitting = [each for each in columns if _kind(each.name) == measure.kind]
    wanted = {stem(noun) for noun in measure.nouns}
    named = [each for each in fitting if wanted & {stem(word) for word in each.name.split("_")}]
    # A size without a noun is the first size there is; a plain number must say what it counts.
    column = next(iter(named or (fitting if measure.kind else ())), None)
    if column is None:
        return None
    _, factor = UNITS.get(column.name.rpartition("_")[2], ("", 1.0))
    return column, measure.value / factor


def _kind(name: str) -> str:
    return UNITS.get(name.rpartition("_")[2], ("", 1.0))[0]
