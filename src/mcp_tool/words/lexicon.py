"""The resolver's words: `lexicon.json` beside this file, read once when first needed."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from mcp_tool.words.text import Same


@dataclass(frozen=True, slots=True)
class Adjective:
    """A word that says a yes or no about a resource: `public` databases, `encrypted` volumes."""

    members: tuple[str, ...]
    value: bool


@dataclass(frozen=True, slots=True)
class Called:
    """What people call a service, and its main things."""

    names: tuple[str, ...]
    things: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Words and what they mean.

    Attributes:
        stop: words that say nothing about what to read.
        qualities: words that say which of a kind, not which kind.
        leads: words that questions begin with before they come to the thing.
        breaks: words between one phrase and the next.
        same: words and abbreviations -> the words that stand for them everywhere.
        changes: verbs that ask for a change when they begin a request.
        nouns: two-word nouns that begin with such a verb and ask for none.
        services: botocore's service name -> what people call it.
        operations: `service:Operation` -> other words for what it reads.
        idioms: patterns of what people say -> the words for what they mean.
        deeds: what somebody did -> what CloudTrail's names of such events begin with.
        metrics: words for what CloudWatch measures -> its name of the metric.
        mains: `service:Operation` -> the nouns that mean it when nothing else is said.
        unmeant: refused operations that plain words do not mean, because another one serves.
        values: words for a value that AWS spells otherwise.
        filters: `service:Operation` -> a record's path -> the API filter that selects by it.
        kinds: a member that holds free text -> words -> what stands in it.
        adjectives: words for boolean members.
        ids: prefix of a resource id -> the parameter that takes it, in the singular.
        places: words for regions -> prefix of region ids.
    """

    stop: frozenset[str]
    qualities: frozenset[str]
    leads: frozenset[str]
    breaks: frozenset[str]
    same: Same
    changes: frozenset[str]
    nouns: frozenset[str]
    services: Mapping[str, Called]
    operations: Mapping[str, str]
    idioms: tuple[tuple[re.Pattern[str], str], ...]
    deeds: Mapping[str, str]
    metrics: Mapping[str, str]
    mains: Mapping[str, tuple[str, ...]]
    unmeant: frozenset[str]
    values: Mapping[str, str]
    filters: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, Mapping[str, str]]
    adjectives: Mapping[str, Adjective]
    ids: Mapping[str, str]
    places: Mapping[str, str]

    @cached_property
    def brands(self) -> frozenset[str]:
        """Return the names of services."""
        return frozenset(name for called in self.services.values() for name in called.names)

    def unbranded(self, words: Sequence[str]) -> list[str]:
        """Leave the names of services out of a noun that has more: `s3 buckets` are `buckets`."""
        return [each for each in words if each not in self.brands] or list(words)

    @cached_property
    def things(self) -> Mapping[str, str]:
        """Return the last word of each noun in `mains` with the last word of the first beside it.

        `disk` is a `volume`, and behind either a name may stand.
        """
        return {
            each.split()[-1]: nouns[0].split()[-1]
            for nouns in self.mains.values()
            for each in nouns
        }


@cache
def load() -> Lexicon:
    """Read the lexicon that ships with the package."""
    text = Path(__file__).with_name("lexicon.json").read_text(encoding="utf-8")
    words: dict[str, Any] = json.loads(text)
    return Lexicon(
        stop=frozenset(words["stop"].split()),
        qualities=frozenset(words["qualities"].split()),
        leads=frozenset(words["leads"].split()),
        breaks=frozenset(words["breaks"].split()),
        same={word: tuple(each.split()) for word, each in words["same"].items()},
        changes=frozenset(words["changes"].split()),
        nouns=frozenset(words["nouns"]),
        services={
            name: Called(*(tuple(part.split(",")) for part in each.split(";")))
            for name, each in words["services"].items()
        },
        operations=words["operations"],
        idioms=tuple((re.compile(each, re.I), said) for each, said in words["idioms"].items()),
        deeds=words["deeds"],
        metrics=words["metrics"],
        mains={name: tuple(each.split(",")) for name, each in words["mains"].items()},
        unmeant=frozenset(words["unmeant"]),
        values=words["values"],
        filters=words["filters"],
        kinds=words["kinds"],
        adjectives={
            word: Adjective(tuple(each["members"]), each["value"])
            for word, each in words["adjectives"].items()
        },
        ids=words["ids"],
        places=words["places"],
    )
