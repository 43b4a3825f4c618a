"""Values that a question names: states and kinds that AWS's model lists, yes and no, sizes, ages.

A state is found by the values that AWS's own model lists for a member, so nobody keeps a list of
them here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from botocore.model import Shape, StringShape, StructureShape

from mcp_tool.shaping.columns import Column
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.measures import UNITS, Measure
from mcp_tool.words.text import denied, stem

_WORD = re.compile(r"\w+(?:\.\w+)*")
# Words of the longest value that people say whole.
_LONGEST = 5
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
        if word in text:
            text = re.sub(rf"\b{word}\b", spelled, text)
    return text


def mentioned(text: str, shape: StringShape, used: set[str]) -> str | None:
    """Find the longest value of a member that stands in the question, in words of its own.

    "Not in active state" names no state: which ones are meant instead is not said.
    """
    known = _spoken(tuple(shape.enum))
    for said, start in _runs(text):
        if said in known and said not in used and not denied(text[:start]):
            return known[said]
    return None


def says(text: str, word: str) -> bool:
    """Tell whether a question says a word, and does not deny it."""
    places = [match.start() for match in re.finditer(rf"\b{re.escape(word)}\b", text)]
    return bool(places) and not any(denied(text[:at]) for at in places)


@lru_cache(maxsize=64)
def _spoken(enum: tuple[str, ...]) -> Mapping[str, str]:
    """Values as people say them; EC2 alone has a thousand instance types."""
    spoken_ = {spoken(value): value for value in enum}
    return {said: value for said, value in spoken_.items() if len(said) > 1 and said not in _PLAIN}


def _runs(text: str) -> Iterator[tuple[str, int]]:
    """Runs of neighbouring words and where they begin, the longest first."""
    words = [(match[0], match.start()) for match in _WORD.finditer(text)]
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            yield " ".join(word for word, _ in run), run[0][1]


def flags(
    text: str, words: Sequence[str], lexicon: Lexicon, element: StructureShape
) -> Iterator[Flag]:
    """List the boolean members that a question's adjectives are about, and which value is meant."""
    for word in words:
        adjective = lexicon.adjectives.get(word)
        for member in adjective.members if adjective else ():
            shape = element.members.get(member)
            if adjective and shape is not None and shape.type_name == "boolean":
                yield word, member, shape, adjective.value is says(text, word)
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
