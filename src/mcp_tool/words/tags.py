"""Tags in a question: "tagged env=prod", "with the tag Owner", "without a cost-center tag"."""

import re
from dataclasses import dataclass

_KEY = r"(?P<key>[A-Za-z][\w:./@+-]{0,127}?)"
_VALUE = r"(?P<value>[\w./@+-]{0,255}\w)"
_QUOTE = r"[\"'`]?"
_RULES = (
    re.compile(
        rf"\btag(?:ged)?(?: with| as)? {_QUOTE}{_KEY}{_QUOTE} ?[=:] ?{_QUOTE}{_VALUE}", re.I
    ),
    re.compile(rf"\b{_KEY}={_QUOTE}{_VALUE}"),
    re.compile(
        rf"\b(?P<no>without|missing|lacking|no|not|have no|lack)(?: an?| the| any| tagged with)?"
        rf" {_QUOTE}{_KEY}{_QUOTE} tags?\b",
        re.I,
    ),
    re.compile(
        r"\b(?P<no>without|missing|lacking|no|not)(?: an?| the| any)? tag(?:ged)?(?: with)?"
        rf"(?: an?| the)?(?: key)? {_QUOTE}{_KEY}{_QUOTE}(?=$|[\s?.,!])",
        re.I,
    ),
    re.compile(rf"\b(?:with|having|have)(?: an?| the)? {_QUOTE}{_KEY}{_QUOTE} tags?\b", re.I),
    re.compile(rf"\bwith(?: an?| the)? tag(?: key)? {_QUOTE}{_KEY}{_QUOTE}(?=$|[\s?.,!])", re.I),
)
# Words of sentences about tags that are no keys.
_NO_KEYS = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "by",
        "do",
        "does",
        "have",
        "in",
        "is",
        "it",
        "key",
        "keys",
        "my",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "required",
        "some",
        "specified",
        "tag",
        "tags",
        "that",
        "the",
        "these",
        "this",
        "to",
        "value",
        "values",
        "what",
        "which",
        "with",
    ]
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that things have or have not.

    Attributes:
        key: the tag's key, as written.
        value: its value, None if any.
        there: whether things have it.
        text: the words that said it.
    """

    key: str
    value: str | None
    there: bool
    text: str


def tag(line: str) -> Tag | None:
    """Find the tag that a question names, None if it names none."""
    for rule in _RULES:
        for match in rule.finditer(line):
            parts = match.groupdict()
            if parts["key"].casefold() not in _NO_KEYS:
                return Tag(parts["key"], parts.get("value"), not parts.get("no"), match[0])
    return None
