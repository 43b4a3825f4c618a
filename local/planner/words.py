"""Words as the offline model compares them: a question's against those of tools or operations."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

# AWS's word first, then people's words for it, which count for it too.
SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("instance", "server", "machine", "vm", "box", "host"),
    ("bucket", "storage", "file"),
    ("database", "db", "postgres", "mysql"),
    ("user", "person", "people", "login"),
    ("iam", "permission", "privilege"),
    ("administrator", "admin", "administration"),
    ("metric", "cpu", "utilization"),
    ("function", "serverless", "code"),
    ("cost", "bill", "spend", "spent", "spending", "price", "expensive", "money", "pay"),
    ("queue", "backlog"),
    ("topic", "notification", "subscriber"),
    ("identity", "email", "mail"),
    ("zone", "dns"),
    ("task", "container", "docker"),
    ("eks", "kubernetes", "k8s"),
    ("volume", "disk", "ebs"),
    ("security", "firewall"),
    ("time", "clock", "date", "day"),
    ("alarm", "alert"),
)

# What people say, and the words for what they mean.
IDIOMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^who ?am ?i\b", re.IGNORECASE), "caller identity"),
    (re.compile(r"^who (?:has |have )?(?:\w+ed|did|made)\b.*", re.IGNORECASE), "audit trail"),
    (re.compile(r"\bwhat is in (?:this|our|my) account\b", re.IGNORECASE), "account inventory"),
)

# Words for states that exclude each other. They say which of a kind, not which kind.
STATES: tuple[tuple[str, ...], ...] = (
    ("running", "stopped", "stopping", "pending", "terminated", "started"),
    ("attached", "unattached", "detached", "available"),
    ("public", "private"),
    ("encrypted", "unencrypted"),
    ("enabled", "disabled"),
    ("active", "inactive"),
    ("open", "closed"),
    ("used", "unused"),
    ("tagged", "untagged"),
    ("healthy", "unhealthy"),
    ("failed", "succeeded"),
)

# Neither do these, so they choose only where nothing else is said.
_VAGUE = {
    *("managed", "customer", "own"),
    *("who", "last", "past", "ago", "created", "day", "hour", "week", "month", "year"),
    *(word for row in STATES for word in row),
}

_SYNONYM_WEIGHT = 0.7
_POSITION_DECAY = 0.2

_STOP = frozenset(
    """
    a about all also am amazon an and any anything are as at aws be been but by can could
    current currently describe details did do does each every everything find for from get
    give had has have how i in info information into is it its just kindly know let list look
    many may me much my need not of on one ones only or our out please really retrieve see
    should show so some something tell that the their them then there these they this those to
    today us use used using view want was we were what whats when where which why will with
    without would write you your now right switched nobody everybody still ever never uses
    """.split()  # noqa: SIM905  a list of words reads better as lines of words
)

# A path is somebody's name for a thing and says nothing of what it is.
_PATH = re.compile(r"\S*\w/\S+|/\S+")
_TOKEN = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*")


@dataclass(frozen=True, slots=True)
class Match:
    """How well one document's words fit the question's.

    Attributes:
        index: the document's place among those ranked.
        score: the weight of the shared words; 0 where none is shared.
        found: how many of the question's words the document has.
        asked: how many words were looked for.
    """

    index: int
    score: float
    found: int
    asked: int


def words(text: str) -> list[str]:
    """The telling words of a text in their order, lower case and singular."""
    tokens = (token.lower() for token in _TOKEN.findall(text) if len(token) > 1)
    return [_singular(token) for token in tokens if token not in _STOP]


def terms(text: str) -> list[str]:
    """The telling words of a text, and its pairs of neighbours ("security group")."""
    single = words(text)
    return single + [f"{left} {right}" for left, right in pairwise(single)]


def is_state(word: str) -> bool:
    """Whether a word is one of the states."""
    return any(word in row for row in STATES)


def rank(question: str, documents: Sequence[Mapping[str, float]]) -> list[Match]:
    """Rank documents (weights by term) for a question, the best first.

    A term counts more the rarer it is among the documents and the earlier it stands in the
    question, where English puts what a question is about.
    """
    for said, meant in IDIOMS:
        question = said.sub(meant, question)
    question = _PATH.sub(" ", question)
    every = words(question)
    single = [word for word in every if word not in _VAGUE] or every
    asked = [(word, place) for place, word in enumerate(single)]
    asked += [(f"{left} {right}", place) for place, (left, right) in enumerate(pairwise(single))]
    rarity = _rarity(documents)
    matches = []
    for index, document in enumerate(documents):
        score = sum(
            _weight(term, document, rarity) / (1 + _POSITION_DECAY * place) for term, place in asked
        )
        found = sum(1 for word in single if _weight(word, document, rarity))
        matches.append(Match(index, score, found, len(single)))
    return sorted(matches, key=lambda match: (-match.score, match.index))


def _weight(term: str, document: Mapping[str, float], rarity: Mapping[str, float]) -> float:
    own = document.get(term, 0.0) * rarity.get(term, 0.0)
    meant = _MEANT.get(term, term)
    return max(own, _SYNONYM_WEIGHT * document.get(meant, 0.0) * rarity.get(meant, 0.0))


def _rarity(documents: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The inverse document frequency of each term, as BM25 has it."""
    having = Counter(term for document in documents for term in document)
    total = len(documents)
    return {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in having.items()}


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        return word[:-1]
    return word


_MEANT = {_singular(said): _singular(row[0]) for row in SYNONYMS for said in row[1:]}
