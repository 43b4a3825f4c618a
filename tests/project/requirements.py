"""What the project promises, and what shows it: a sentence, and the tests or figures behind it.

A test is named as `file::function` below `tests/`, a figure as `bench:NAME`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Requirement:
    """One promise, in a sentence, and what shows that it is kept."""

    promise: str
    shown_by: tuple[str, ...]


REQUIREMENTS: tuple[Requirement, ...] = ()
