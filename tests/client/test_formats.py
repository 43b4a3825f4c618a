"""A result table for other programs: whole, parseable, harmless."""

import csv
import io
import json

from client.events import Table
from client.formats import as_csv, as_json, as_markdown

TABLE = Table(
    ["name", "size", "tags", "public"],
    [
        ["a|b", 3, ["x", "y"], True],
        ["=cmd()", -4, None, False],
        ["two\nlines", 1.5, {"k": 1}, None],
    ],
)


def test_json_is_an_object_a_row():
    """Values keep their types."""
    rows = json.loads(as_json(TABLE))
    assert rows[0] == {"name": "a|b", "size": 3, "tags": ["x", "y"], "public": True}
    assert rows[2]["tags"] == {"k": 1}


def test_csv_reads_back_and_runs_nothing():
    """Text that a spreadsheet would run is quoted by an apostrophe; negative numbers stay."""
    rows = list(csv.reader(io.StringIO(as_csv(TABLE))))
    assert rows == [
        ["name", "size", "tags", "public"],
        ["a|b", "3", '["x", "y"]', "True"],
        ["'=cmd()", "-4", "", "False"],
        ["two\nlines", "1.5", '{"k": 1}', ""],
    ]


def test_markdown_escapes_pipes_and_keeps_rows_on_a_line():
    """A cell cannot end its row or its column."""
    assert as_markdown(TABLE) == (
        "| name | size | tags | public |\n"
        "| --- | --- | --- | --- |\n"
        "| a\\|b | 3 | x, y | yes |\n"
        "| =cmd() | -4 |  | no |\n"
        "| two lines | 1.5 | {'k': 1} |  |"
    )


def test_a_table_without_rows_is_whole_too():
    """No row is still a header, or an empty list."""
    empty = Table(["a"], [])
    assert as_json(empty) == "[]"
    assert as_csv(empty) == "a"
