"""A question in plain words, taken apart: words, ids, names, places, how many, and what it wants.

Nothing here knows an API. The words are data: they are compared and looked up, never interpreted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mcp_tool.lexicon import Lexicon
from mcp_tool.plan import ALL

_WORD = re.compile(r"[a-z0-9][a-z0-9._/-]*[a-z0-9]|[a-z0-9]")
_ID = re.compile(r"\b([a-z]{1,8})-(?:[0-9a-f]{17}|[0-9a-f]{8})\b")
_ARN = re.compile(r"\barn:aws[a-z-]*:[a-z0-9-]+:\S*[\w/*]")
_REGION = re.compile(
    r"(?<![\w-])[a-z]{2}-(?:north|south|east|west|central)(?:east|west)?-\d(?![\w-])"
)
_EVERYWHERE = re.compile(
    r"\b(?:all|every|each|any|across)(?: of)?(?: the| my| our)? regions?\b"
    r"|\beverywhere\b"
)
_QUOTED = re.compile(r"\"([^\"]{1,120})\"|`([^`]{1,120})`|(?<!\w)'([^']{1,120})'(?!\w)")
_NAMED = re.compile(r"\b(?:named|called) ([\w./:@+=-]+)", re.IGNORECASE)
_LIKE_NAME = re.compile(
    r"(?<![\w./:-])(?=[\w./-]*[a-zA-Z])(?=[\w./-]*[-_0-9/])[\w./-]{4,}(?![\w:-])"
)
_TOP = re.compile(
    r"\b(?:top|first|last|latest|newest|oldest|largest|biggest|smallest) (\d{1,3})\b"
    r"|\b(\d{1,3}) (?:most|latest|newest|oldest|largest|biggest|smallest)\b"
)
_NEWEST = re.compile(r"\b(?:newest|latest|most recent(?:ly)?)\b")
_OLDEST = re.compile(r"\b(?:oldest|longest running)\b")
_LARGEST = re.compile(r"\b(?:largest|biggest|most storage|most memory)\b")
_SMALLEST = re.compile(r"\bsmallest\b")
_ORDERS = (
    (_NEWEST, "time", True),
    (_OLDEST, "time", False),
    (_LARGEST, "size", True),
    (_SMALLEST, "size", False),
)
_POLITE = re.compile(
    r"^(?:please|kindly|hey|hi|hello|ok|now|just|can you|could you|would you"
    r"|will you|i want to|i need to|i want you to|i would like to|i'd like to"
    r"|let's|help me|go and|you (?:must|should)|make sure to)[ ,]+"
)
_THEN = re.compile(r"(?:,|;|\.|\band\b|\bthen\b|\bplease\b) (?:then |also |please )*([a-z]+)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """A question's parts.

    Attributes:
        text: the question, in lower case and on one line.
        words: its words in order.
        ids: prefix and whole of each resource id.
        arns: the ARNs.
        names: what looks like somebody's name for a thing, as written.
        regions: what is written like a region's id, `("all",)`, or empty if none is named.
        limit: how many it asks for.
        order: `time` or `size`, and whether the greatest come first.
    """

    text: str
    words: tuple[str, ...]
    ids: tuple[tuple[str, str], ...] = ()
    arns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    limit: int | None = None
    order: tuple[str, bool] | None = None


def read(query: str, lexicon: Lexicon, regions: Mapping[str, str]) -> Question:
    """Take a question apart.

    Args:
        query: the words.
        lexicon: what words mean.
        regions: region ids and the places they are in.
    """
    line = " ".join(query.split())
    text = line.casefold()
    ids = tuple((match[1], match[0]) for match in _ID.finditer(text) if match[1] in lexicon.ids)
    arns = tuple(match[0] for match in _ARN.finditer(line))
    named = _regions(text, lexicon, regions)
    taken = {*(each for _, each in ids), *regions, *arns}
    return Question(
        text=text,
        words=tuple(_WORD.findall(text)),
        ids=ids,
        arns=arns,
        names=tuple(dict.fromkeys(each for each in _names(line) if each.casefold() not in taken)),
        regions=named,
        limit=_limit(text),
        order=next(((what, down) for find, what, down in _ORDERS if find.search(text)), None),
    )


def change(text: str, lexicon: Lexicon) -> str | None:
    """Return the verb by which a request asks for a change, None if it asks for none.

    Args:
        text: the question in lower case.
        lexicon: the verbs, and the nouns that begin with one.
    """
    while polite := _POLITE.match(text):
        text = text[polite.end() :]
    starts = [text, *(text[match.start(1) :] for match in _THEN.finditer(text))]
    for start in starts:
        verb = _WORD.match(start)
        if verb and verb[0] in lexicon.changes and not _noun(start, lexicon):
            return verb[0]
    return None


def _noun(text: str, lexicon: Lexicon) -> bool:
    return any(re.match(rf"{noun}\b", text) for noun in lexicon.nouns)


def _names(line: str) -> Iterator[str]:
    for match in _QUOTED.finditer(line):
        yield match[1] or match[2] or match[3]
    for match in _NAMED.finditer(line):
        yield match[1]
    for match in _LIKE_NAME.finditer(line):
        yield match[0]


def _regions(text: str, lexicon: Lexicon, regions: Mapping[str, str]) -> tuple[str, ...]:
    if _EVERYWHERE.search(text):
        return (ALL,)
    found = _REGION.findall(text)
    for region, description in regions.items():
        place = description.partition("(")[2].rstrip(")").casefold()
        if len(place) > 4 and re.search(rf"\b{re.escape(place)}\b", text):
            found.append(region)
    if not found:
        for word, prefix in lexicon.places.items():
            if re.search(rf"(?<![\w-]){word}(?![\w-])", text):
                found += [each for each in regions if each.startswith(prefix)]
    return tuple(dict.fromkeys(found))


def _limit(text: str) -> int | None:
    match = _TOP.search(text)
    number = int(match[1] or match[2]) if match else 0
    return number or None
