"""Whether tables name what is expected."""

import pytest

from client.events import Table
from evals.expectation import holds


def table(*rows):
    return Table(columns=["id", "name"], rows=[list(row) for row in rows], total=len(rows))


@pytest.mark.parametrize(
    ("expected", "tables", "least", "right"),
    [
        (["a", "b"], [table(("1", "a"), ("2", "b"))], False, True),
        (["a"], [table(("1", "a"), ("2", "b"))], False, False),
        (["a"], [table(("1", "a"), ("2", "b"))], True, True),
        (["a", "c"], [table(("1", "a"), ("2", "b"))], True, False),
        (["queue"], [table(("http://sqs/1/queue", None))], False, True),
        (["a"], [], False, False),
        ([], [table()], False, True),
    ],
)
def test_rows_name_exactly_what_is_expected(expected, tables, least, right):
    """Or that at least, if further rows are right too; a URL's or ARN's last part is a name."""
    assert holds(expected, tables, least=least) is right
