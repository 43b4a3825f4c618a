"""A plan as text and as data."""

from gatewayctl.change import Change, Operation, to_text
from gatewayctl.difference import Difference

UPDATE = Change(
    Operation.UPDATE_GATEWAY,
    "ops-dev",
    {"gatewayIdentifier": "ops-dev-1", "description": "new"},
    (Difference("description", "old", "new"),),
)


def test_a_plan_is_shown_change_by_change():
    """A create shows what is sent, an update what differs, a deletion what goes."""
    create = Change(Operation.CREATE_GATEWAY, "ops-dev", {"name": "ops-dev", "tags": {"a": "b"}})
    delete = Change(Operation.DELETE_GATEWAY, "ops-dev", {"gatewayIdentifier": "ops-dev-1"})
    assert to_text([create, UPDATE, delete]) == (
        "+ CreateGateway ops-dev\n"
        '    name: "ops-dev"\n'
        '    tags.a: "b"\n'
        "~ UpdateGateway ops-dev\n"
        '    description: "old" -> "new"\n'
        "- DeleteGateway ops-dev\n"
        '    gatewayIdentifier: "ops-dev-1"'
    )


def test_long_values_are_cut_and_say_how_long_they_are():
    """A line stays readable; JSON has the whole."""
    change = Change(Operation.CREATE_GATEWAY, "ops-dev", {"instructions": "x" * 500})
    assert to_text([change]).endswith("x… (502 characters)")
    assert change.to_json()["request"] == {"instructions": "x" * 500}


def test_as_data_a_change_has_its_whole_request():
    """Nothing that would be sent is left out."""
    assert UPDATE.to_json() == {
        "operation": "UpdateGateway",
        "subject": "ops-dev",
        "request": {"gatewayIdentifier": "ops-dev-1", "description": "new"},
        "differences": [{"path": "description", "before": "old", "after": "new"}],
    }
