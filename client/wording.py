"""Text from outside, made harmless for a terminal: from the account, the model or a server."""

import json
from typing import Any

_ELLIPSIS = "…"


def clean(text: str) -> str:
    """Drop control and direction characters: outside text may not move the cursor or mislead.

    `str.isprintable` refuses escape sequences (C0 and C1), bidirectional overrides and invisible
    characters; line breaks and tabs stay.
    """
    if text.isprintable():
        return text
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def one_line(text: object, limit: int = 120) -> str:
    """Put text on one line of at most `limit` characters."""
    words = " ".join(clean(str(text)).split())
    return words if len(words) <= limit else words[: limit - 1] + _ELLIPSIS


def words_of(arguments: dict[str, Any], limit: int = 120) -> str:
    """Say in words what a tool was asked: its question first, then the other arguments."""
    query = arguments.get("query") or arguments.get("operation") or ""
    others = [
        f"{name}: {_value(value)}"
        for name, value in arguments.items()
        if value and value != query and name not in {"query"}
    ]
    return one_line(" · ".join([str(query), *others] if query else others), limit)


def json_text(value: Any, indent: int | None = None) -> str:
    """Write JSON that is readable in any script and safe to show: odd characters are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return "".join(c if c.isprintable() or c == "\n" else _escape(c) for c in text)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _escape(character: str) -> str:
    return json.dumps(character)[1:-1]
