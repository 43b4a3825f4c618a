"""An insight's parameters: what they may be, and what is said of what they may not."""

import pytest

from mcp_tool.errors import InvalidArgumentError
from mcp_tool.insights.parameters import choice, day, settle, text, texts, whole, wholes

KNOWN = {
    "days": whole("days back", 7, most=63),
    "ports": wholes("ports", (22,), least=0, most=65_535),
    "group": text("the log group's name", required=True),
    "tags": texts("tag keys", ("Team",)),
    "by": choice("what to count", ("errors", "calls")),
    "since": day("the first day"),
}
GIVEN = {"group": "g"}
HINTS = {
    "days": "days must be a whole number from 1 to 63.",
    "ports": "ports must be a whole number from 0 to 65,535.",
    "group": "group must be a string of 1 to 512 characters.",
    "tags": "tags must be a string of 1 to 512 characters.",
    "by": "by must be one of errors, calls.",
    "since": "since must be a day such as 2026-03-31.",
}


def test_what_is_absent_has_its_default():
    """Null is how some callers write absent."""
    assert settle("Some", KNOWN, {"group": "g", "days": None}) == {
        "days": 7,
        "ports": (22,),
        "group": "g",
        "tags": ("Team",),
        "by": "errors",
        "since": None,
    }


@pytest.mark.parametrize(
    ("name", "value", "settled"),
    [
        ("days", 63, 63),
        ("days", 5.0, 5),
        ("ports", 443, (443,)),
        ("ports", [80, 443], (80, 443)),
        ("group", "  /aws/lambda/one ", "/aws/lambda/one"),
        ("tags", "Owner", ("Owner",)),
        ("tags", ["Owner", "Team"], ("Owner", "Team")),
        ("by", "calls", "calls"),
        ("since", "2026-03-31", "2026-03-31"),
    ],
)
def test_what_is_right_is_taken(name, value, settled):
    """One value may stand for a list of one."""
    assert settle("Some", KNOWN, GIVEN | {name: value})[name] == settled


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("days", 0), ("days", 64), ("days", "7"), ("days", True), ("days", 1.5), ("days", [7]),
        ("ports", -1), ("ports", [22, "23"]), ("group", ""), ("group", 7), ("group", "x" * 513),
        ("tags", [""]), ("tags", {"a": 1}), ("by", "both"), ("by", ["errors"]),
        ("since", "31.03.2026"), ("since", 20260331),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(name, value):
    """The message says which, the hint what it must be."""
    with pytest.raises(InvalidArgumentError) as raised:
        settle("Some", KNOWN, GIVEN | {name: value})
    assert raised.value.message == f"Some cannot use this {name}."
    assert raised.value.hint == HINTS[name]


@pytest.mark.parametrize("value", [[], list(range(51))])
def test_a_list_has_a_length(value):
    """Nothing is no list, and a hundred ports are a mistake."""
    with pytest.raises(InvalidArgumentError) as raised:
        settle("Some", KNOWN, GIVEN | {"ports": value})
    assert raised.value.hint == "ports must be an array of at most 50 numbers."
    with pytest.raises(InvalidArgumentError):
        settle("Some", KNOWN, GIVEN | {"tags": value})


def test_what_is_required_is_asked_for():
    """With what it means."""
    with pytest.raises(InvalidArgumentError) as raised:
        settle("Some", KNOWN, {})
    assert raised.value.message == "Some needs group."
    assert raised.value.hint == "Give it in parameters: the log group's name."


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("day", "Did you mean days?"),
        ("InstanceIds", "It takes days, ports, group, tags, by, since."),
    ],
)
def test_what_is_misspelt_is_told_its_neighbour(name, hint):
    """Or all there are."""
    with pytest.raises(InvalidArgumentError) as raised:
        settle("Some", KNOWN, {name: 1})
    assert raised.value.hint == hint


def test_an_insight_without_parameters_takes_none():
    """And says so."""
    with pytest.raises(InvalidArgumentError) as raised:
        settle("Some", {}, {"x": 1})
    assert raised.value.hint == "It takes none."
