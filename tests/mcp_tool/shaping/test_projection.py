"""`fields`: JMESPath of one record, of their list, or from the answer's top."""

import pytest

from mcp_tool.errors import BadProjectionError
from mcp_tool.shaping.projection import Projection, cells, header

KEY = "Reservations[].Instances[]"
RECORDS = [
    {"Id": "a", "State": {"Name": "running"}, "Tags": [{"Key": "x"}, {"Key": "y"}]},
    {"Id": "b", "State": {"Name": "stopped"}, "Tags": []},
]


def one_by_one(fields):
    projection = Projection(fields, KEY)
    assert not projection.whole
    return [row for record in RECORDS for row in projection.rows([record])]


@pytest.mark.parametrize(
    ("fields", "rows"),
    [
        ("Id", ["a", "b"]),
        ("{id: Id}", [{"id": "a"}, {"id": "b"}]),
        ("[Id, State.Name]", [["a", "running"], ["b", "stopped"]]),
        ("[].Id", ["a", "b"]),
        ("[*].Id", ["a", "b"]),
        ("[?State.Name=='stopped'].Id", ["b"]),
        ("[].Tags[].Key", ["x", "y"]),
        ("Tags[0].Key", ["x", None]),
        ("length(Tags)", [2, 0]),
        ("length(Tags[])", [2, 0]),
        ("Reservations[].Instances[].Id", ["a", "b"]),
        ("Reservations[].Instances[].[Id]", [["a"], ["b"]]),
        ("Tags[?Key=='y'] | [0].Key", ["y", None]),
    ],
)
def test_projections_of_records_work_record_by_record(fields, rows):
    """So that a cursor can go on behind any of them."""
    assert one_by_one(fields) == rows


@pytest.mark.parametrize(
    ("fields", "rows"),
    [
        ("length(@)", [2]),
        ("length([?State.Name=='running'])", [1]),
        ("[0].Id", ["a"]),
        ("[].Id | [-1]", ["b"]),
        ("reverse(@)[].Id", ["b", "a"]),
        ("max_by(@, &Id).Id", ["b"]),
    ],
)
def test_what_is_about_all_records_sees_all(fields, rows):
    """Counts, sorts and picks need the whole list."""
    projection = Projection(fields, KEY)
    assert projection.whole
    assert projection.rows(RECORDS) == rows


@pytest.mark.parametrize("fields", ["{id: ", "Id, Name", "]", "[?", "a" * 5 + "("])
def test_what_is_no_jmespath_is_told(fields):
    """Before AWS is asked."""
    with pytest.raises(BadProjectionError):
        Projection(fields, KEY)


@pytest.mark.parametrize("fields", ["nope(Id)", "sum(Id)", "sort_by(@, &Tags)"])
def test_what_does_not_suit_the_records_is_told(fields):
    """An unknown function, or one for another type."""
    with pytest.raises(BadProjectionError):
        Projection(fields, KEY).rows(RECORDS)


def test_columns_are_the_keys_of_objects():
    """Objects, lists and plain values each have their columns."""
    assert header([{"a": 1}, {"b": 2}]) == ("a", "b")
    assert header([[1, 2], [3]]) == ("1", "2")
    assert header([1, {"a": 1}]) == header([]) == ("value",)


def test_rows_are_laid_out_under_their_columns():
    """What a row lacks is empty."""
    assert cells({"a": 1}, ("a", "b")) == [1, None]
    assert cells([1], ("1", "2")) == [1, None]
    assert cells("x", ("value",)) == ["x"]
