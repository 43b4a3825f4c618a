"""The resolver's words: `lexicon.json` beside this file, read once when first needed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Adjective:
    """A word that says a yes or no about a resource: `public` databases, `encrypted` volumes."""

    members: tuple[str, ...]
    value: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and what they mean.

    Attributes:
        stop: words that say nothing about what to read.
        changes: verbs that ask for a change when they begin a request.
        nouns: two-word nouns that begin with such a verb and ask for none.
        operations: `service:Operation` -> other words for what it reads.
        unmeant: refused operations that plain words do not mean, because another one serves.
        same: words that are another word everywhere.
        values: words for a value that AWS spells otherwise.
        filters: `service:Operation` -> a record's path -> the API filter that selects by it.
        kinds: a member that holds free text -> words -> what stands in it.
        adjectives: words for boolean members.
        ids: prefix of a resource id -> the parameter that takes it, in the singular.
        places: words for regions -> prefix of region ids.
    """

    stop: frozenset[str]
    changes: frozenset[str]
    nouns: frozenset[str]
    operations: Mapping[str, str]
    unmeant: frozenset[str]
    same: Mapping[str, str]
    values: Mapping[str, str]
    filters: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, Mapping[str, str]]
    adjectives: Mapping[str, Adjective]
    ids: Mapping[str, str]
    places: Mapping[str, str]


@cache
def load() -> Lexicon:
    """Read the lexicon that ships with the package."""
    text = Path(__file__).with_name("lexicon.json").read_text(encoding="utf-8")
    words: dict[str, Any] = json.loads(text)
    return Lexicon(
        stop=frozenset(words["stop"].split()),
        changes=frozenset(words["changes"].split()),
        nouns=frozenset(words["nouns"]),
        operations=words["operations"],
        unmeant=frozenset(words["unmeant"]),
        same=words["same"],
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
