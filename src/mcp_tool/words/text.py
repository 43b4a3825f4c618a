"""Words as they are compared: split out of sentences and API names, endings taken off.

The same functions read questions, operation names and documentation, so that what is one word in
one is one word in all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

Same = Mapping[str, tuple[str, ...]]

_WORD = re.compile(r"IPv[46]|[A-Z]+\d*s?(?![a-z])|[A-Z][a-z]+\d*|[a-z]+\d*|\d+")
_OWNER = re.compile(r"['’]s\b")  # noqa: RUF001  people's keyboards write both
# What comes before something that is meant not to be: "not in Ireland", "no public ones".
_DENIED = re.compile(
    r"\b(?:not|no|without|never|non|except|excluding|but|unlike|outside|isn.t|aren.t|don.t)"
    r"(?: (?:be|being|for|from|in|of|on|running|set|the|those|that|are|to|use|using|an?)){0,3}"
    r"[ -]$"
)
_WITHOUT = re.compile(r"\b(?:not|no|without|never)(?: (?:in|on|an?|any|the|yet))* ([a-z-]{3,})")
_ENDINGS = (
    *("ations", "ation", "ings", "ing", "ions", "ion"),
    *("ed", "able", "ment", "er", "or"),
)
_SHORTEST = 4


def split(text: str, same: Same) -> list[str]:
    """Split a text into lower-case words; `DBInstances` is two.

    Args:
        text: a sentence or an API name.
        same: words and abbreviations with the words that stand for them everywhere.
    """
    found = (word.lower() for word in _WORD.findall(_OWNER.sub("", text)))
    return [each for word in found for each in same.get(word, (word,))]


def singular(word: str) -> str:
    """Take the plural off a word."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "uses")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        return word[:-1]
    return word


def stem(word: str) -> str:
    """Take the endings off a word, so that `encrypted` and `encryption` are one."""
    word = singular(word)
    ending = next(
        (each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= _SHORTEST),
        "",
    )
    word = word.removesuffix(ending)
    if len(word) > _SHORTEST and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("e") if len(word) > _SHORTEST else word


def stems(words: Iterable[str]) -> Iterator[str]:
    """Stem words, each said once, in order."""
    return iter(dict.fromkeys(map(stem, words)))


def denied(before: str) -> bool:
    """Tell whether words say of what follows them that it is not so."""
    return _DENIED.search(before) is not None


def before(text: str, part: str) -> str:
    """Return what stands before a part of a text."""
    return text.partition(part)[0]


def denials(text: str) -> Iterator[tuple[str, str]]:
    """Find what a text says is not so: the words that say it, and the last of them."""
    for match in _WITHOUT.finditer(text):
        yield match[0], match[1]
