"""Columns: chosen for the common operations, derived for the rest."""

import json
from pathlib import Path

import pytest

from mcp_tool.aws.answers import APART
from mcp_tool.shaping import columns
from mcp_tool.shaping.cells import getter
from mcp_tool.shaping.columns import chosen, derived, entries, leaves

TABLE = json.loads(Path(columns.__file__).with_name("columns.json").read_text(encoding="utf-8"))


def _reachable(shape, path):
    """Tell whether a column's path exists in a record's shape."""
    for step in path.split("."):
        while shape is not None and shape.type_name == "list":
            shape = shape.member
        if shape is None or shape.type_name not in ("structure", "map"):
            return False
        name = step.rstrip("[]#")
        shape = shape.value if shape.type_name == "map" else shape.members.get(name)
    return shape is not None


@pytest.mark.parametrize("key", sorted(TABLE))
def test_chosen_columns_exist_in_the_api(catalog, models, key):
    """An operation of the catalogue, and paths that its answer has."""
    service, name = key.split(":")
    operation = catalog.find(service, name)
    assert operation is not None
    shape = models.element(service, name, operation.result_key)
    inside = entries(service, name)
    entry = shape.members[inside].member if inside else None
    apart = [models.element(service, name, path) for path in APART.get(key, ())]
    members = list(shape.members.values()) if operation.result_key is None else []
    wrapped = members[0] if len(members) == 1 else None
    for column in chosen(service, name):
        if not column.path.startswith("tag:"):
            assert any(
                _reachable(each, column.path) for each in (shape, entry, wrapped, *apart) if each
            ), column


def test_chosen_columns_are_found_where_there_are_any():
    """A star marks what the summary counts by."""
    names = [(column.name, column.counted) for column in chosen("ec2", "DescribeVpcs")]
    assert names == [
        ("vpc_id", False),
        ("name", False),
        ("state", True),
        ("cidr", False),
        ("default", False),
    ]
    assert chosen("ec2", "DescribeFleets") == ()


def test_derived_columns_begin_with_identifiers_names_and_states(models):
    """Then types and times; an ARN comes last."""
    shape = models.element("ec2", "DescribeFleets", "Fleets")
    names = [column.name for column in derived(shape, "fleet")]
    assert names[:2] == ["fleet_id", "name"]
    assert names.index("fleet_state") < names.index("type") < names.index("create_time")


def test_a_list_of_plain_values_has_one_column(models):
    """Named by what is listed."""
    shape = models.element("dynamodb", "ListTables", "TableNames")
    (column,) = derived(shape, "table")
    assert column.name == "table"
    assert getter(column.path)("orders") == "orders"


def test_numbers_carry_their_unit(models):
    """A size without a unit is a riddle."""
    shape = models.element("rds", "DescribeDBClusters", "DBClusters")
    names = {column.name for column in columns.derived(shape, "x")}
    assert "allocated_storage" not in names


def test_leaves_are_the_values_of_one_record():
    """Lists and empty objects are values."""
    record = {"a": {"b": 1, "c": {}}, "d": [{"e": 1}]}
    assert list(leaves(record)) == [("a.b", 1), ("a.c", {}), ("d", [{"e": 1}])]


def test_a_record_without_plain_values_has_no_columns(models):
    """It is shown value by value then."""
    shape = models.element("sagemaker", "Search", "Results")
    assert derived(shape, "x") == ()
