"""`fields`: JMESPath of one record, of their list, or from the answer's top."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
        ("keys(@)", [["Id", "State", "Tags"]] * 2),
        ("length(Tags[])", [2, 0]),
        ("Reservations[].Instances[].Id", ["a", "b"]),
        ("Reservations[*].Instances[*].Id", ["a", "b"]),
        ("Reservations[].Instances[].[Id]", [["a"], ["b"]]),
        ("Reservations[].Instances[?State.Name=='stopped'].Id", ["b"]),
        ("Reservations[*].Instances[].{id: Id}", [{"id": "a"}, {"id": "b"}]),
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


def test_a_list_is_named_as_the_answer_has_it():
    """However one goes through it; a longer name is another member."""
    for fields in ("Buckets[].Id", "Buckets[*].Id", "Buckets[?Id=='a'].Id"):
        assert Projection(fields, "Buckets").rows(RECORDS[:1]) == ["a"]
    assert Projection("length(Buckets)", "Buckets").rows(RECORDS) == [2]
    assert Projection("BucketsOwner", "Buckets").rows([{"BucketsOwner": "me"}]) == ["me"]


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


@pytest.mark.parametrize(
    "fields",
    [
        "|".join(["[@,@]"] * 60),
        "|".join(["[@,@][]"] * 60),
        "|".join(["{a: @, b: @}"] * 60),
        "|".join(["[@,@]"] * 40) + " == " + "|".join(["[@,@]"] * 40),
        "[Id]" + "|[to_string(@)]" * 100,
        f"join('{'x' * 900}', map(&'ab', `{list(range(400))}`)) | join(@, map(&'a', `[1,2,3,4]`))",
        "[" * 200 + "Id" + "]" * 200,
        f"`{'[' * 900}{']' * 900}`",
        "`[NaN, 1e999]`",
        "&Id",
        "[&Id]",
        "sum(`[1e308, 1e308]`)",
        "ceil(to_number('1e999'))",
    ],
)
def test_what_grows_beyond_any_answer_is_told_and_not_made(fields):
    """A few characters can ask for more than there is memory, or for what is no JSON."""
    projection = Projection(fields, KEY)
    with pytest.raises(BadProjectionError):
        projection.rows(RECORDS)


PIECES = st.sampled_from(
    [
        *("@", "[]", "[*]", "[0]", "[::-1]", "*", ".", "|", "||", "&&", "!", "&", ",", "(", ")"),
        *("{a: ", "}", "[", "]", "[?", "==", "<", "Id", "Tags", "State.Name", "`1`", "`[1]`"),
        *("to_string(", "join('x', ", "values(", "keys(", "map(&", "sort_by(", "length(", "merge("),
        *("to_number(", "sum(", "[@,@]", "[@,@][]", "avg(", "ceil(", "contains(", "not_null("),
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_projected_is_json_or_told(fields):
    """No expression raises anything of its own, or gives what cannot be written."""
    try:
        rows = Projection(fields, KEY).rows(RECORDS)
    except BadProjectionError:
        return
    assert json.dumps(rows, allow_nan=False)


def test_one_budget_holds_for_all_records():
    """Ten thousand records, each with a copy of itself a hundred times, are as much as one bomb."""
    record = {"Text": "x" * 3_000, "Numbers": list(range(100))}
    projection = Projection(f"[{', '.join(['to_string(@)'] * 100)}]", KEY)
    with pytest.raises(BadProjectionError):
        projection.rows([record] * 10_000)


def test_text_is_not_turned_round():
    """Backwards, a secret no longer looks like one; lists may be reversed."""
    with pytest.raises(BadProjectionError):
        Projection("reverse(Id)", KEY).rows(RECORDS[:1])
    assert one_by_one("reverse(Tags)[].Key") == [["y", "x"], []]


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
    assert cells({"value": 1}, header([{"value": 1}])) == [1]
