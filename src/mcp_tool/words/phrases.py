"""A sentence as phrases: English says first what it is about, and then of what, where and how.

"Describe the launch permissions for an image" is about permissions and mentions an image, so words
of the first phrase count more than those behind a preposition, and its last noun most.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.text import Same, singular, split

# Stands among words where punctuation ended a phrase.
BREAK = "|"

_PUNCTUATION = re.compile(r"[,;:.()]")
# "IP Address Manager (IPAM) pools" goes on behind its abbreviation.
_ABBREVIATION = re.compile(r"\(([A-Z]+s?)\)")


def marked(sentence: str, same: Same) -> list[str]:
    """Split a sentence into words, with `BREAK` where punctuation ends a phrase."""
    parts = _PUNCTUATION.split(_ABBREVIATION.sub(r"\1", sentence))
    return [word for part in parts for word in (*split(part, same), BREAK)]


def phrases(words: Sequence[str], lexicon: Lexicon) -> list[list[str]]:
    """Cut words into phrases without the words that say nothing.

    Args:
        words: the sentence, with `BREAK` where it had punctuation.
        lexicon: which words lead in, break, or say nothing.

    Returns:
        At least one phrase, which is empty if nothing is left. What the lead says beside the verb
        ("the number of", "names of") comes last.
    """
    leading = lexicon.leads | {BREAK}
    told = list(dropwhile(leading.__contains__, words))
    lead = [each for each in words[: len(words) - len(told)] if each not in lexicon.stop | {BREAK}]
    found = [each for each in (*_cut(told, lexicon), lead) if each]
    # "What about our account" says little, but not nothing.
    return found or [[each for each in words if each not in leading | lexicon.breaks]]


def _doing(word: str, phrase: Sequence[str]) -> bool:
    """Whether a word says what several things do: "log groups keeping", but "load balancing"."""
    return word.endswith("ing") and bool(phrase) and phrase[-1] != singular(phrase[-1])


def _cut(words: Sequence[str], lexicon: Lexicon) -> Iterator[list[str]]:
    phrase: list[str] = []
    for word in words:
        if word == BREAK or word in lexicon.breaks:
            yield phrase
            phrase = []
        elif _doing(word, phrase):
            yield phrase
            phrase = [word]
        elif word not in lexicon.stop:
            phrase.append(word)
    yield phrase
