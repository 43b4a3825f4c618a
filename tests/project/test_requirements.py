"""The list of promises is true: what it names exists, and no journey goes unlisted."""

import ast
from pathlib import Path

import pytest

from tests.project.requirements import REQUIREMENTS

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
NAMED = [(promise, name) for promise, shown_by in REQUIREMENTS.items() for name in shown_by]


def names_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {n.name for n in ast.walk(tree) if isinstance(n, functions) and n.name[:5] == "test_"}


@pytest.mark.parametrize(("promise", "name"), NAMED, ids=[name for _, name in NAMED])
def test_what_shows_a_promise_exists(promise, name):
    """Each test and bench that the list names is there."""
    if name.startswith("bench:"):
        assert (ROOT / "bench" / f"{name[6:].replace('-', '_')}.py").exists(), promise
        return
    file, function = name.split("::")
    assert function in names_in(TESTS / file), promise


def test_every_journey_shows_a_promise():
    """A journey through the whole chain stands for something that was promised."""
    named = {name for _, name in NAMED}
    journeys = {
        f"journeys/{file.name}::{function}"
        for file in (TESTS / "journeys").glob("test_*.py")
        for function in names_in(file)
    }
    assert journeys <= named
