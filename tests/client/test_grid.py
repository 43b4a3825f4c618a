"""A table fits every terminal: side by side, cut with a note, or as records."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from client.grid import of_pairs, of_values

COLUMNS = ["region", "instance_id", "name", "count"]
ROWS = [
    ["us-east-1", "i-3de128a07a3d7fbc4", "shop web server", 12],
    ["eu-west-1", "i-4d9a6669b45a3bfd9", None, 3],
]


def drawn(what, width):
    """The lines that a console of this width shows."""
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(what)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_a_table_that_fits_is_side_by_side():
    """Text to the left, numbers to the right, nothing for what is missing."""
    assert drawn(of_values(COLUMNS, ROWS), 80) == [
        "region     instance_id          name             count",
        "──────────────────────────────────────────────────────",
        "us-east-1  i-3de128a07a3d7fbc4  shop web server     12",
        "eu-west-1  i-4d9a6669b45a3bfd9                       3",
    ]


def test_words_wrap_and_ids_stay_whole():
    """What is narrow breaks between words first."""
    lines = drawn(of_values(COLUMNS, ROWS), 46)
    assert any("i-3de128a07a3d7fbc4  shop" in line for line in lines)


def test_a_narrow_terminal_gets_records():
    """One cell a line, empty ones left out."""
    assert drawn(of_values(COLUMNS, ROWS), 20) == [
        "── 1 ──",
        " region: us-east-1",
        " instance_id:",
        " i-3de128a07a3d7fbc4",
        " name: shop web",
        " server",
        " count: 12",
        "── 2 ──",
        " region: eu-west-1",
        " instance_id:",
        " i-4d9a6669b45a3bfd9",
        " count: 3",
    ]


def test_a_cut_table_names_what_it_leaves_out():
    """A result table shows the columns that fit, and says which do not."""
    wide = [f"column{n}" for n in range(20)]
    lines = drawn(of_values(wide, [list(range(20))], whole=False), 60)
    assert lines[0].startswith("column0")
    assert "more columns do not fit: column6" in " ".join(lines)


@pytest.mark.parametrize("width", [10, 20, 33, 80, 200])
def test_no_line_is_wider_than_the_terminal(width):
    """Whatever the width, and wide letters included."""
    rows = [[*row[:2], "東京" * 30, row[3]] for row in ROWS]
    for whole in (True, False):
        assert max(map(cell_len, drawn(of_values(COLUMNS, rows, whole=whole), width))) <= width


def test_pairs_stand_in_two_columns():
    """Names and what they are."""
    assert drawn(of_pairs([["person", "ada"], ["AWS", "arn:x"]]), 40) == [
        "person  ada",
        "AWS     arn:x",
    ]


def test_cells_cannot_move_the_cursor():
    """Control characters and line breaks of the account are gone."""
    lines = drawn(of_values(["a"], [["x\x1b[2J\ny"]]), 40)
    assert lines[-1] == "x[2J y"
