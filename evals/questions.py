"""The shared question sets: what was asked, and what answers it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUESTIONS = Path("../shared/questions")

_LABELS = Path(__file__).with_name("labels.json")


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        text: the words.
        tool: the tool that it belongs to.
        right: the operations that answer it, `service:Operation`; one in selection, those that
            read the resource in plain.
        held_out: whether it is only counted and never looked at.
    """

    text: str
    tool: str
    right: frozenset[str]
    held_out: bool


def selection(folder: Path) -> list[Question]:
    """Read the questions that one operation answers; operations are held out whole."""
    return [
        Question(row["question"], row["tool"], frozenset({key}), held_out(key))
        for row in _rows(folder / "selection.jsonl")
        for key in [f"{row['service']}:{row['operation']}"]
    ]


def plain(folder: Path) -> list[Question]:
    """Read the questions as people put them, with our labels of what reads the right resource."""
    labels: Mapping[str, list[str]] = json.loads(_LABELS.read_text(encoding="utf-8"))
    return [
        Question(row["question"], row["tool"], frozenset(labels[row["id"]]), held_out(row["id"]))
        for row in _rows(folder / "plain.jsonl")
    ]


def held_out(key: str) -> bool:
    """Tell whether a key is in the half that nobody looks at; the same on every machine."""
    return hashlib.sha256(key.encode()).digest()[0] % 2 == 0


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
