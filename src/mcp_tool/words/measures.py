"""Comparisons with a number: "over 5 GB", "less than 128 MB of memory", "at least 3 tasks"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

_OVER = r"over|above|exceed(?:s|ing)?|(?:more|greater|larger|bigger|longer|higher) than|at least"
_UNDER = r"under|below|(?:less|smaller|fewer|shorter|lower) than|at most|up to"
_MEASURE = re.compile(
    rf"(?:(?P<over>\b(?:{_OVER})\b|>=?)|(?P<under>\b(?:{_UNDER})\b|<=?))"
    r" ?(?P<number>\d{1,12}(?:[.,]\d{1,6})?) ?(?P<unit>%|[a-z]+)?(?: of)?(?: (?P<noun>[a-z]+))?"
)
_KIB = 1024
# What one of a unit is in the smallest unit of its kind.
UNITS: Mapping[str, tuple[str, float]] = {
    **dict.fromkeys(("b", "byte", "bytes"), ("bytes", 1.0)),
    **dict.fromkeys(("kb", "kib"), ("bytes", float(_KIB))),
    **dict.fromkeys(("mb", "mib", "megabytes"), ("bytes", float(_KIB**2))),
    **dict.fromkeys(("gb", "gib", "gigabytes", "gigs"), ("bytes", float(_KIB**3))),
    **dict.fromkeys(("tb", "tib", "terabytes"), ("bytes", float(_KIB**4))),
    **dict.fromkeys(("ms", "milliseconds"), ("seconds", 0.001)),
    **dict.fromkeys(("s", "sec", "second", "seconds"), ("seconds", 1.0)),
    **dict.fromkeys(("min", "minute", "minutes"), ("seconds", 60.0)),
    **dict.fromkeys(("hour", "hours"), ("seconds", 3600.0)),
    **dict.fromkeys(("day", "days"), ("seconds", 86400.0)),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that something is compared with.

    Attributes:
        test: which side of it is meant.
        value: the number, in the smallest unit of its kind.
        kind: `bytes`, `seconds`, or empty for a plain number.
        nouns: words beside it that may say what is measured.
        text: the words that said it.
    """

    test: Literal["over", "under"]
    value: float
    kind: str
    nouns: tuple[str, ...]
    text: str


_BETWEEN = re.compile(r"\bbetween (\d{1,12}) ?([a-z]*) and (\d{1,12}) ?([a-z]*)\b")


def measures(text: str) -> Iterator[Measure]:
    """Find the comparisons in a question.

    Args:
        text: the question in lower case, without its spans of time.
    """
    # "Between 10 and 100 GB" is over the one and under the other.
    text = _BETWEEN.sub(r"over \1 \4, under \3 \4", text)
    for match in _MEASURE.finditer(text):
        unit = match["unit"] or ""
        kind, factor = UNITS.get(unit, ("", 1.0))
        before = re.findall(r"[a-z]+", text[: match.start()])[-2:]
        nouns = [*reversed(before), *((unit,) if not kind and unit else ()), match["noun"] or ""]
        yield Measure(
            test="over" if match["over"] else "under",
            value=float(match["number"].replace(",", "")) * factor,
            kind=kind,
            nouns=tuple(filter(None, nouns)),
            text=text[match.start() : match.end("unit" if kind else "number")],
        )
