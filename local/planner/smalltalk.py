"""What people say that asks for no tool: greetings, thanks, and what the model is for."""

import re

from local.planner.words import words

_GREETINGS = {"hi", "hello", "hey", "hallo", "greetings", "morning", "afternoon", "evening"}
_THANKS = {"thanks", "thank", "thx", "cheers", "ok", "okay", "great", "nice", "perfect", "bye"}
_POLITE = {"good", "there", "you", "very", "much", "so", "a", "lot", "for", "the", "that", "help"}
_ABILITIES = re.compile(
    r"\b(?:what|how|who)\b.*\b(?:can|could|do|are|should)\b.*\b(?:you|i|we)\b|\bhelp\b|\bare you\b",
    re.IGNORECASE,
)
_ABOUT_THE_MODEL = {
    *("help", "ask", "able", "question", "tool", "kind", "thing", "offer", "ability", "work"),
    *("who", "human", "bot", "ai", "llm", "language", "model", "real", "here", "else", "start"),
}


def greets(said: str) -> bool:
    """Whether this is a greeting and nothing else."""
    return _is_only(said, _GREETINGS)


def thanks(said: str) -> bool:
    """Whether this is thanks, consent or a farewell and nothing else."""
    return _is_only(said, _THANKS)


def asks_abilities(said: str) -> bool:
    """Whether this asks what the model is or can do."""
    return bool(_ABILITIES.search(said)) and set(words(said)) <= _ABOUT_THE_MODEL


def _is_only(said: str, core: set[str]) -> bool:
    spoken = set(re.findall(r"[a-z]+", said.lower()))
    return bool(spoken & core) and spoken <= core | _POLITE
