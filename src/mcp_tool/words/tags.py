"""Tags in a question: "tagged env=prod", "with the tag Owner", "without a cost-center tag"."""

import re
from dataclasses import dataclass

_KEY = r"(?P<key>[A-Za-z][\w:./@+-]{0,127}?)"
_VALUE = r"(?P<value>[\w./@+-]{0,255}\w)"
_QUOTE = r"[\"'`]?"
_RULES = (
    (rf"\btag(?:ged)?(?: with| as)? {_QUOTE}{_KEY}{_QUOTE} ?[=:] ?{_QUOTE}{_VALUE}"),
    rf"\b{_KEY}={_QUOTE}{_VALUE}",
    (
        rf"\b(?P<no>without|missing|lacking|no|not|have no|lack)(?: an?| the| any| tagged with)?"
        rf" {_QUOTE}{_KEY}{_QUOTE} tags?\b"
    ),
    (
        r"\b(?P<no>without|missing|lacking|no|not)(?: an?| the| any)? tag(?:ged)?(?: with)?"
        rf"(?: an?| the)?(?: key)? {_QUOTE}{_KEY}{_QUOTE}(?=$|[\s?.,!])"
    ),
    rf"\b(?:with|having|have)(?: an?| the)? {_QUOTE}{_KEY}{_QUOTE} tags?\b",
    rf"\bwith(?: an?| the)? tag(?: key)? {_QUOTE}{_KEY}{_QUOTE}(?=$|[\s?.,!])",
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
    if "tag" not in line.casefold() and "=" not in line:
        return None
    for rule in _RULES:
        for match in re.finditer(rule, line, re.IGNORECASE):
            parts = match.groupdict()
            if parts["key"].casefold() not in _NO_KEYS:
                return Tag(parts["key"], parts.get("value"), not parts.get("no"), match[0])
    return None
