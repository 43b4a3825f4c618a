"""Values of records as cells: looked up, plain, short."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcp_tool.shaping.cells import cut, getter, plain, scrub, tags

RECORD = {
    "Id": "i-1",
    "State": {"Name": "running"},
    "Rules": [{"Cidr": ["a", "b"]}, {"Cidr": ["c"]}, {}],
    "Metrics": {"UnblendedCost": {"Amount": "1.5"}},
    "Tags": [{"Key": "Name", "Value": "web"}, {"Key": "Team", "Value": "shop"}],
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("Id", "i-1"),
        ("State.Name", "running"),
        ("State.Nope", None),
        ("Nope.Name", None),
        ("Rules[].Cidr", ["a", "b", "c"]),
        ("Rules[].Cidr[]", ["a", "b", "c"]),
        ("Rules#", 3),
        ("Nope#", 0),
        ("Metrics.*.Amount", "1.5"),
        ("tag:Name", "web"),
        ("tag:Nope", None),
        ("", RECORD),
    ],
)
def test_paths_find_their_value(path, value):
    """Members, lists, counts, whatever member, tags, the record itself."""
    assert getter(path)(RECORD) == value


@pytest.mark.parametrize(
    "record",
    [
        {"Tags": [{"Key": "Name", "Value": "web"}]},
        {"tags": [{"key": "Name", "value": "web"}]},
        {"TagList": [{"TagKey": "Name", "TagValue": "web"}]},
        {"tags": {"Name": "web"}},
    ],
)
def test_tags_are_read_in_every_spelling_of_aws(record):
    """Services do not agree on how to write them."""
    assert tags(record) == {"Name": "web"}


@pytest.mark.parametrize(
    ("value", "column", "expected"),
    [
        (datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC), "created", "2026-01-02T03:04:05Z"),
        (
            datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=2))),
            "at",
            "2026-01-02T01:00:00Z",
        ),
        ("2026-01-02T03:04:05.000+0000", "modified", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05+02:00", "modified", "2026-01-02T03:04:05+02:00"),
        (1_767_323_045_000, "creation_time", "2026-01-02T03:04:05Z"),
        (1_767_323_045_000, "stored_bytes", 1_767_323_045_000),
        (5, "timestamp", 5),
        ("1767323045.94", "CreatedTimestamp", "2026-01-02T03:04:05Z"),
        ("1767323045", "DelaySeconds", "1767323045"),
        ("12.345678", "amount", 12.3457),
        ("12.345678", "version", "12.345678"),
        (float("nan"), "average", "nan"),
        (b"abc", "blob", "(3 bytes)"),
        ({"a": {"b": datetime(2026, 1, 1, tzinfo=UTC)}}, "x", {"a": {"b": "2026-01-01T00:00:00Z"}}),
        (None, "x", None),
        (True, "x", True),
    ],
)
def test_values_become_plain_json(value, column, expected):
    """Times are ISO-8601 in UTC, money is a number, nothing is left that JSON lacks."""
    assert plain(value, column) == expected


def test_long_cells_are_cut_and_say_so():
    """A reader sees that there was more."""
    assert cut("a" * 50, 10) == "aaaaaaaaaa… (50 characters)"
    assert cut(list(range(50)), 10).endswith("(190 characters)")
    assert cut([1, 2], 10) == [1, 2]
    assert cut(7, 1) == 7


def test_scrubbing_reaches_every_text():
    """Nested texts and keys are cleaned like plain ones."""
    cell = {"a": ["x", {"b": "x"}], "c": 1}
    assert scrub(cell, str.upper) == {"A": ["X", {"B": "X"}], "C": 1}


VALUES = st.recursive(
    st.none()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.datetimes(timezones=st.just(UTC)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(VALUES, st.text())
def test_whatever_botocore_parsed_becomes_json(value, column):
    """No answer may fail on a value."""
    json.dumps(plain(value, column), allow_nan=False)


@given(st.text(), VALUES)
def test_no_path_fails(path, value):
    """A cursor can hold any path."""
    getter(path)({"a": value})
