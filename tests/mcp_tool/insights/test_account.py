"""What insights read through: calls side by side, records with their place, failures told."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Barrier

import pytest

from mcp_tool.errors import InvalidArgumentError, ReadError
from mcp_tool.insights.account import Account, Record, merged
from mcp_tool.plan import Failure, Page, Part, Plan, Rows, Target

NOW = datetime(2026, 3, 17, tzinfo=UTC)
HERE, THERE = Target("own", "us-east-1"), Target("own", "eu-west-1")
PLAN = Plan("ec2_read_operations", "", "Insight", {}, ("us-east-1", "eu-west-1"), ("own",))
CALLS = ("ec2:DescribeVolumes", "s3:ListBuckets")


@contextmanager
def open_account(read, plan=PLAN, threads=16):
    with ThreadPoolExecutor(threads) as pool:
        yield Account(read, plan, CALLS, pool=pool, now=NOW)


def rows(*records, target=HERE, **more):
    return Rows((Part(target, pages=(Page({}, records),), **more),))


def test_records_know_where_they_were_read():
    """The regions asked for are one plan; each record has the place it came from."""
    plans = []

    def read(plan):
        plans.append(plan)
        parts = [
            Part(each, pages=(Page({}, ({"VolumeId": each.region},)),)) for each in (HERE, THERE)
        ]
        return Rows(tuple(parts))

    with open_account(read) as account:
        found = list(account.read("ec2:DescribeVolumes", MaxResults=5))
    assert [(each["VolumeId"], each.target) for each in found] == [
        ("us-east-1", HERE),
        ("eu-west-1", THERE),
    ]
    assert plans == [
        Plan(PLAN.tool, "ec2", "DescribeVolumes", {"MaxResults": 5}, PLAN.regions, ("own",))
    ]


def test_a_plain_value_is_a_record_too():
    """Some APIs list names, URLs or ARNs alone."""
    with open_account(lambda _: rows("one")) as account:
        assert list(account.read("ec2:DescribeVolumes")) == [{"value": "one"}]


def test_a_record_keeps_its_place_when_it_grows():
    """What an insight adds wins, and nothing happens to the record itself."""
    record = Record({"a": 1}, HERE)
    more = record | {"a": 2, "b": 3}
    assert (more, more.target, record) == ({"a": 2, "b": 3}, HERE, {"a": 1})
    assert record.moved("eu-west-1").target == THERE


def test_independent_calls_run_side_by_side():
    """As many as the pool has threads meet at one point in time."""
    meeting = Barrier(16, timeout=20)

    def read(plan):
        meeting.wait()
        return rows(plan.parameters)

    with open_account(read) as account:
        readings = [
            account.at(Record({}, HERE), "ec2:DescribeVolumes", N=number) for number in range(16)
        ]
        assert [each.first["N"] for each in readings] == list(range(16))


def test_the_same_call_is_sent_once():
    """Two questions about the same thing have one answer."""
    sent = []
    with open_account(lambda plan: sent.append(plan) or rows()) as account:
        first = account.read("ec2:DescribeVolumes", Filters=[{"Name": "status"}])
        again = account.read("ec2:DescribeVolumes", Filters=[{"Name": "status"}])
        account.read("ec2:DescribeVolumes")
    assert first is again
    assert len(sent) == 2


@pytest.mark.parametrize(
    ("ask", "regions"),
    [
        (lambda account: account.read("s3:ListBuckets"), PLAN.regions),
        (lambda account: account.once("s3:ListBuckets"), ("us-east-1",)),
        (lambda account: account.everywhere("s3:ListBuckets"), ("all",)),
        (lambda account: account.at(Record({}, THERE), "s3:ListBuckets"), ("eu-west-1",)),
    ],
)
def test_where_a_call_goes(ask, regions):
    """To the regions asked for, one endpoint, all regions, or where a record was."""
    sent = []
    with open_account(lambda plan: sent.append(plan.regions) or rows()) as account:
        ask(account)
    assert sent == [regions]


def test_regions_are_covered_as_asked():
    """All covers each."""
    with open_account(lambda _: rows()) as account:
        assert [account.covers(each) for each in ("eu-west-1", "eu-west-2")] == [True, False]
    everywhere = Plan("t", "", "Insight", {}, ("all",), ("own",))
    with open_account(lambda _: rows(), everywhere) as account:
        assert account.covers("eu-west-2")


def test_a_call_that_is_not_declared_is_not_made():
    """The list of calls is what the role and the documentation are made from."""
    with (
        open_account(lambda _: rows()) as account,
        pytest.raises(LookupError, match="does not declare that it reads ec2:DescribeVpcs"),
    ):
        account.read("ec2:DescribeVpcs")


def failing(error):
    def read(_):
        raise error

    return read


def test_a_thing_that_is_not_there_is_missing_and_no_failure():
    """A bucket without a policy has been read well."""
    error = ReadError("There is none.", read_code="NotFound", hint="")
    with open_account(failing(error)) as account:
        reading = account.read("s3:ListBuckets")
        assert (reading.missing, reading.failed, list(reading)) == (True, False, [])
        assert reading.first == {}
        assert reading.reached(Record({}, HERE))


def test_a_denied_call_is_a_failure_with_its_place():
    """Nothing is absent where nothing could be read."""
    error = ReadError("AWS denied it.", read_code="AccessDenied", hint="Allow it.")
    with open_account(failing(error)) as account:
        reading = account.read("s3:ListBuckets")
        assert reading.failures == (Failure(HERE, "AccessDenied", "AWS denied it.", "Allow it."),)
        assert (reading.missing, reading.failed) == (False, True)
        assert not reading.reached(Record({}, THERE))


def test_a_region_that_failed_is_not_reached():
    """The others are."""
    part = Part(HERE, pages=(Page({}, ({},)),))
    answer = Rows((part,), failures=(Failure(THERE, "Throttled", "Slow down."),))
    with open_account(lambda _: answer) as account:
        reading = account.read("ec2:DescribeVolumes")
        reached = [reading.reached(Record({}, each)) for each in (HERE, THERE)]
    assert reached == [True, False]


def test_a_region_that_was_cut_short_is_told():
    """The reader stops at the deadline without a failure of its own."""
    with open_account(lambda _: rows({}, rest={"NextToken": "x"})) as account:
        [failure] = account.read("ec2:DescribeVolumes").failures
    assert (failure.target, failure.code) == (HERE, "Timeout")
    assert failure.message == "ec2 DescribeVolumes in us-east-1 was not read to its end in time."


def test_an_error_of_ours_is_not_swallowed():
    """What no one foresaw ends the run."""
    with open_account(failing(KeyError("bug"))) as account, pytest.raises(KeyError):
        list(account.read("s3:ListBuckets"))


def test_a_wrong_input_is_a_failure_under_its_own_code():
    """Only AWS can tell that some names are no names."""
    with open_account(failing(InvalidArgumentError("No.", hint="Else."))) as account:
        assert [each.code for each in account.read("s3:ListBuckets").failures] == [
            "InvalidArgument"
        ]


def test_many_failures_of_one_kind_are_one():
    """Five hundred buckets may be denied for one reason."""
    denied = Failure(HERE, "AccessDenied", "AWS denied it.")
    slow = Failure(HERE, "Throttled", "Slow down.")
    assert [each.message for each in merged(iter([denied, slow, denied]))] == [
        "AWS denied it. (2 times)",
        "Slow down.",
    ]
