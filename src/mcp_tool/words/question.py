"""A question in plain words, taken apart: ids, names, tags, places, times, how many, what it wants.

Nothing here knows an API. The words are data: they are compared and looked up, never interpreted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from mcp_tool.plan import ALL
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.measures import Measure, measures
from mcp_tool.words.text import before, denied, singular
from mcp_tool.words.times import Span, span

_WORD = re.compile(r"[a-z0-9][a-z0-9._/-]*[a-z0-9]|[a-z0-9]")
_ID = re.compile(r"\b([a-z]{1,8})-(?:[0-9a-f]{17}|[0-9a-f]{8})\b")
_ARN = re.compile(r"\barn:aws[a-z-]*:[a-z0-9-]+:\S*[\w/*]")
_REGION = re.compile(
    r"(?<![\w-])[a-z]{2}-(?:north|south|east|west|central)(?:east|west)?-\d(?![\w-])"
)
_EVERYWHERE = re.compile(
    r"\b(?:in|from|over|of|for) (?:all|every|each|any)(?: of)?(?: the| my| our)? regions?\b"
    r"|\bacross(?: all| every)?(?: the| my| our)? regions?\b"
    r"|\beverywhere\b"
)
_QUOTED = re.compile(r"\"([^\"]{1,120})\"|`([^`]{1,120})`|(?<!\w)'([^']{1,120})'(?!\w)")
_NAMED = re.compile(
    r"\b(?:named|called|names? (?:that )?(?:starts?|begins?|ends?|starting|beginning|ending) with"
    r"|names? (?:that )?(?:contains?|includes?|containing|like)) (?:the )?([\w./:@+=-]*\w)",
    re.IGNORECASE,
)
_SERIES = re.compile(r",? (?:and|or) ([\w./:@+=-]*[-_0-9][\w./:@+=-]*)")
_LIKE_NAME = re.compile(
    r"(?<![\w./:-])(?=[\w./-]*[a-zA-Z])(?=[\w./-]*[-_0-9/])[\w./-]{3,}\w(?![\w:-])"
)
_TOP = re.compile(
    r"\b(?:top|first|last|latest|newest|oldest|largest|biggest|smallest) (\d{1,3})\b"
    r"|\b(\d{1,3}) (?:most|latest|newest|oldest|largest|biggest|smallest)\b"
)
_BRAND = re.compile(r"\b[A-Z][a-z]+[A-Z][A-Za-z]*\b")
_MORE = re.compile(r"\b(?:older|newer|younger|not|never|nobody|[a-z]+ed)\b")
_ORDERS = (
    (re.compile(r"\b(?:newest|latest|most recent(?:ly)?)\b"), "time", True),
    (re.compile(r"\b(?:oldest|longest running)\b"), "time", False),
    (re.compile(r"\b(?:largest|biggest|most storage|most memory)\b"), "size", True),
    (re.compile(r"\bsmallest\b"), "size", False),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question's parts.

    Attributes:
        line: the question on one line, as written.
        text: the same in lower case.
        plain: the question without the parts that say which and where and when: what is asked.
        words: its words in order.
        ids: prefix and whole of each resource id.
        arns: the ARNs.
        names: what is said to be a name, as written: quoted, or behind `named`.
        likenesses: what looks like somebody's name for a thing.
        regions: what is written like a region's id, `("all",)`, or empty if none is named.
        elsewhere: places that it says it does not mean.
        limit: how many it asks for.
        order: `time` or `size`, and whether the greatest come first.
        span: the time it is about.
        measures: its comparisons with a number.
    """

    line: str
    text: str
    plain: str
    words: tuple[str, ...]
    ids: tuple[tuple[str, str], ...] = ()
    arns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    likenesses: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    limit: int | None = None
    order: tuple[str, bool] | None = None
    span: Span | None = None
    measures: tuple[Measure, ...] = ()


def read(query: str, lexicon: Lexicon, regions: Mapping[str, str], now: datetime) -> Question:
    """Take a question apart.

    Args:
        query: the words.
        lexicon: what words mean.
        regions: region ids and the places they are in.
        now: the time, in UTC.
    """
    line = " ".join(query.split())
    text = line.casefold()
    ids = tuple((match[1], match[0]) for match in _ID.finditer(text) if match[1] in lexicon.ids)
    arns = tuple(match[0] for match in _ARN.finditer(line))
    found = _places(text, lexicon, regions)
    places = {region: said for region, said in found.items() if not denied(before(text, said))}
    when = span(text, now)
    timeless = text.replace(when.text, " ") if when else text
    compared = tuple(measures(timeless))
    named = (*_names(line), *_apposed(line, lexicon))
    names = tuple(dict.fromkeys(each for each in named if each not in arns))
    taken = {*(each for _, each in ids), *places, *arns, *names}
    likenesses = (match[0] for match in _LIKE_NAME.finditer(line))
    said = [*arns, *names, *(each for _, each in ids), *found.values()]
    said += [each.text for each in compared]
    return Question(
        line=line,
        text=text,
        plain=_meant(_without(_untimed(line, when), said), lexicon),
        words=tuple(_WORD.findall(text)),
        ids=ids,
        arns=arns,
        names=names,
        likenesses=tuple(each for each in likenesses if each.casefold() not in taken),
        regions=tuple(places),
        elsewhere=tuple(
            dict.fromkeys(each for each in found.values() if each not in places.values())
        ),
        limit=_limit(timeless),
        order=next(((what, down) for find, what, down in _ORDERS if find.search(text)), None),
        span=when,
        measures=compared,
    )


def _meant(line: str, lexicon: Lexicon) -> str:
    """Write what people say in the words that say what they mean."""
    line = _BRAND.sub(lambda match: _named_service(match[0], lexicon), line)
    for pattern, words in lexicon.idioms:
        line = pattern.sub(words, line)
    return line


def _named_service(word: str, lexicon: Lexicon) -> str:
    """Write a service's name as one word; other words in capitals are several."""
    return word.casefold() if word.casefold() in lexicon.brands else word


def _untimed(line: str, when: Span | None) -> str:
    """Leave of the words that said a time those that said more: "older", "not used"."""
    if when is None:
        return line
    more = " ".join(_MORE.findall(when.text))
    return re.sub(re.escape(when.text), more, line, flags=re.I)


def _without(line: str, said: Iterable[str]) -> str:
    """Take parts out of a question, whatever their case."""
    for each in sorted(said, key=len, reverse=True):
        line = re.sub(rf"[\"'`]?(?<![\w-]){re.escape(each)}(?![\w-])[\"'`]?", " ", line, flags=re.I)
    return _TOP.sub(lambda match: re.sub(r"\d+", "", match[0]), line)


def _names(line: str) -> Iterator[str]:
    for match in _QUOTED.finditer(line):
        yield match[1] or match[2] or match[3]
    for match in _NAMED.finditer(line):
        yield match[1]
        following = _SERIES.match(line, match.end())
        if following:
            yield following[1]


def _apposed(line: str, lexicon: Lexicon) -> Iterator[str]:
    """Find what looks like a name behind the noun of a thing: "the bucket alpha-logs"."""
    for match in _LIKE_NAME.finditer(line):
        before = re.findall(r"[a-z]+", line[: match.start()].casefold())[-1:]
        if match[0].startswith("/") or (before and singular(before[0]) in lexicon.things):
            yield match[0]


def _places(text: str, lexicon: Lexicon, regions: Mapping[str, str]) -> dict[str, str]:
    """Find regions, each with the words that named it."""
    everywhere = _EVERYWHERE.search(text)
    if everywhere:
        return {ALL: everywhere[0]}
    found = {each: each for each in _REGION.findall(text)}
    for region, description in regions.items():
        place = description.partition("(")[2].rstrip(")").casefold()
        # Compiling a pattern for each of forty places would cost more than all the rest.
        if len(place) > 4 and place in text and re.search(rf"\b{re.escape(place)}\b", text):
            found[region] = place
    if not found:
        for word, prefix in lexicon.places.items():
            if word in text and re.search(rf"(?<![\w-]){word}(?![\w-])", text):
                found |= {each: word for each in regions if each.startswith(prefix)}
    return found


def _limit(text: str) -> int | None:
    match = _TOP.search(text)
    number = int(match[1] or match[2]) if match else 0
    return number or None
