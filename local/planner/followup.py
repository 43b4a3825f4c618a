"""Follow-ups as the offline model understands them: more rows, a count, a narrower question."""

import re

from local.planner.words import STATES, is_state, words

_MORE = re.compile(
    r"(?:please )?(?:(?:show|give|list|see|get) )?(?:me |us )?(?:the )?"
    r"(?:more|next|rest|remaining|others?|continue|go on)"
    r"(?: (?:page|rows?|ones|results|of (?:them|those)|please|\d+))*",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?:and |so )?how many(?: (?:are|is|of))?(?: (?:there|they|those|them|that|these))?"
    r"(?: (?:are there|in total|altogether))?",
    re.IGNORECASE,
)
_NARROWING = re.compile(
    r"(?:but |and |now )*(?:only|just|without|except|excluding|not|but|with|sort(?:ed)?|of (?:those"
    r"|them|these))\b(?! (?:tell|give|list|how|which|what)\b)",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"(?:and|what about|how about|same|also|now|or|in|on|at|for|from|by|over|under|above|below"
    r"|since|before|after|older|newer|larger|smaller|where|whose|named|tagged|show only)\b",
    re.IGNORECASE,
)
_BACKWARD = re.compile(r"(?:\S+ ){0,4}(?:ones?|those|them|these|they)\b", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:and|but|now|what about|how about|also|please|show|me|the|ones?|of|those|them|these|they"
    r"|same|for)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:only|just)\b", re.IGNORECASE)


def asks_more(said: str) -> bool:
    """Whether this asks for further rows of the last answer."""
    return bool(_MORE.fullmatch(_bare(said)))


def asks_count(said: str) -> bool:
    """Whether this asks only how many rows the last answer has."""
    return bool(_COUNT.fullmatch(_bare(said)))


def narrows(said: str, *, names_a_thing: bool) -> bool:
    """Whether this makes sense only together with the question before it.

    Args:
        said: the user's words, regions taken out.
        names_a_thing: whether some tool is about a word of it.
    """
    bare = _bare(said)
    if not bare or _NARROWING.match(bare) or _BACKWARD.match(bare):
        return True
    telling = words(bare)
    if telling and all(is_state(word) for word in telling):
        return True
    return not names_a_thing and _ADDS.match(bare) is not None


def combine(question: str, said: str) -> str:
    """Work a narrowing follow-up into the question before it."""
    base, rest = question.rstrip(" ?.!"), _bare(said)
    for row in STATES:
        pattern = re.compile(rf"\b(?:{'|'.join(row)})\b", re.IGNORECASE)
        wanted = pattern.search(rest)
        if wanted and pattern.search(base):
            base = pattern.sub(wanted.group(), base)
            rest = pattern.sub("", rest)
    narrower = " ".join(_FILLER.sub(" ", _ONLY.sub(" ", rest)).split())
    if not words(narrower):
        return base + "?"
    return f"{base}, {'only ' if _ONLY.search(rest) else ''}{narrower}"


def _bare(said: str) -> str:
    return " ".join(said.split()).strip(" ?.!,")
