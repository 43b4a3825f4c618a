"""A run of an insight becomes rows: in its order, with what it cost and could not read."""

from datetime import UTC, datetime

import pytest

from mcp_tool.errors import InvalidArgumentError, ReadError
from mcp_tool.insights.account import Record
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.parameters import whole
from mcp_tool.plan import Page, Part, Plan, Rows, Target
from mcp_tool.shaping.columns import Column

NOW = datetime(2026, 3, 17, tzinfo=UTC)
HERE, THERE = Target("own", "us-east-1"), Target("own", "eu-west-1")
CALLS = ("ec2:DescribeVolumes", "ec2:DescribeVpcs")


def insight(find, **parameters):
    return Insight("Some", "ec2_read_operations", "", "", CALLS, (), find, parameters)


def run(found, read=lambda _: Rows(()), **given):
    plan = Plan("ec2_read_operations", "", "Some", given, ("us-east-1",), ("own",))
    return found.read(read, plan, NOW)


def test_rows_stay_in_the_insights_order():
    """Places may take turns; each run of rows from one place is a part."""
    order = [HERE, THERE, THERE, HERE]
    made = [Record({"n": number}, target) for number, target in enumerate(order)]
    rows = run(insight(lambda _: Found(made, "Four.")))
    shown = [
        (part.target, record)
        for part in rows.parts
        for page in part.pages
        for record in page.records
    ]
    assert shown == [(each.target, dict(each)) for each in made]
    assert (rows.summary, rows.exact) == ("Four.", True)


def test_a_run_tells_what_its_calls_cost():
    """Requests and masked values of all calls count, rows or not."""

    def find(account):
        for each in CALLS:
            account.read(each)
        return Found((), "None.")

    rows = run(insight(find), lambda _: Rows((Part(HERE, api_calls=2, redacted=1),)))
    assert (rows.api_calls, rows.redacted) == (4, 2)


def test_a_reading_that_was_cut_short_makes_the_run_inexact():
    """What was found is shown all the same."""

    def find(account):
        volumes = list(account.read("ec2:DescribeVolumes"))
        return Found(volumes, "Some.")

    cut = Rows((Part(HERE, pages=(Page({}, ({"a": 1},)),), rest={"NextToken": "x"}),))
    rows = run(insight(find), lambda _: cut)
    assert (rows.exact, [each.code for each in rows.failures]) == (False, ["Timeout"])
    assert rows.parts[0].pages[0].records == ({"a": 1},)


def denied(plan):
    raise ReadError("AWS denied it.", read_code="AccessDenied", hint="")


def test_one_call_of_several_may_fail():
    """The rest is an answer."""

    def find(account):
        return Found([*account.read("ec2:DescribeVolumes"), *account.read("ec2:DescribeVpcs")], ".")

    def read(plan):
        if plan.operation == "DescribeVpcs":
            denied(plan)
        return Rows((Part(HERE, pages=(Page({}, ({"a": 1},)),)),))

    rows = run(insight(find), read)
    assert [each.code for each in rows.failures] == ["AccessDenied"]
    assert rows.parts[0].pages[0].records == ({"a": 1},)


def test_a_run_without_any_answer_fails():
    """No rows would look like good news."""

    def find(account):
        return Found(list(account.read("ec2:DescribeVolumes")), "None.")

    with pytest.raises(ReadError) as raised:
        run(insight(find), denied)
    assert raised.value.read_code == "AccessDenied"


def test_parameters_reach_the_function_by_name():
    """Checked, and with their defaults."""
    seen = {}

    def find(_, **values):
        seen.update(values)
        return Found((), ".")

    known = {"days": whole("days", 7, most=9), "percent": whole("percent", 5, most=100)}
    run(insight(find, **known), days=3)
    assert seen == {"days": 3, "percent": 5}
    with pytest.raises(InvalidArgumentError):
        run(insight(find, **known), days=10)


def test_columns_are_written_short():
    """A member that an insight added is its own path."""
    assert columns("size_gib=Size", "name=tag:Name", "age_days") == (
        Column("size_gib", "Size"),
        Column("name", "tag:Name"),
        Column("age_days", "age_days"),
    )


def test_numbers_come_with_what_they_count():
    """One is one, and thousands are readable."""
    assert [many(each, "volume") for each in (0, 1, 1250)] == [
        "0 volumes",
        "1 volume",
        "1,250 volumes",
    ]


def test_a_call_for_which_there_was_no_time_makes_the_run_inexact():
    """The reader gives up on a call that got no page at all before the deadline."""

    def find(account):
        return Found([*account.read("ec2:DescribeVolumes"), *account.read("ec2:DescribeVpcs")], ".")

    def read(plan):
        if plan.operation == "DescribeVpcs":
            raise ReadError("Too late.", read_code="Timeout", hint="")
        return Rows((Part(HERE, pages=(Page({}, ({"a": 1},)),)),))

    rows = run(insight(find), read)
    assert (rows.exact, [each.code for each in rows.failures]) == (False, ["Timeout"])
