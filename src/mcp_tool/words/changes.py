"""Words that ask for a change, which no tool makes."""

import re

from mcp_tool.words.lexicon import Lexicon

_WORD = re.compile(r"[a-z][a-z-]*[a-z]")
_POLITE = re.compile(
    r"^(?:please|kindly|hey|hi|hello|ok|now|just|can you|could you|would you"
    r"|will you|i want to|i need to|i want you to|i would like to|i'd like to"
    r"|let's|help me|go and|you (?:must|should)|make sure to|go ahead and|try to)[ ,]+"
)
# A second request must say upon what: "reads and writes" is none, "and delete them" is one.
_THEN = re.compile(
    r"(?:,|;|\.|\band\b|\bthen\b|\bplease\b) (?:then |also |please )*([a-z]+)"
    r" (?:the|my|our|all|it|them|this|that|those|these|every|any|each|an?|old|unused"
    r"|[a-z]+-[0-9a-f])\b"
)


def change(text: str, lexicon: Lexicon) -> str | None:
    """Return the verb by which a request asks for a change, None if it asks for none.

    Args:
        text: the question in lower case and on one line.
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
