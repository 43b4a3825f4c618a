"""A request to a plan: the same checks, whatever it comes from."""

import pytest

from mcp_tool.errors import (
    BadCursorError,
    Candidate,
    InvalidArgumentError,
    RefusedError,
    UnknownOperationError,
    UnknownRegionError,
)
from mcp_tool.handler import plans
from mcp_tool.insights import Insight
from mcp_tool.insights.insight import Found
from mcp_tool.insights.parameters import whole
from mcp_tool.plan import Filter, Plan, Position, Target
from mcp_tool.planner import Planner
from mcp_tool.planning import cursor
from mcp_tool.planning.scope import Scope
from mcp_tool.request import parse
from mcp_tool.resolver import Resolver
from mcp_tool.settings import Account, Settings
from mcp_tool.shaping.columns import Column
from mcp_tool.tools import tool
from mcp_tool.words import lexicon

EC2 = tool("ec2_read_operations")
HERE = Target("own", "eu-west-1")
INSTANCES = Plan(
    "ec2_read_operations",
    "ec2",
    "DescribeInstances",
    regions=("eu-west-1",),
    accounts=("own",),
)


@pytest.fixture(scope="module")
def planner(catalog, models):
    return plans(catalog, models, Settings(), "eu-central-1")


@pytest.fixture
def plan(planner):
    return lambda **arguments: planner.plan(parse(EC2, arguments))


def test_an_operation_wins_over_the_words(plan):
    """The schema asks for a question in every call."""
    found = plan(query="volumes", operation="DescribeInstances")
    assert (found.operation, found.resolved_by) == ("DescribeInstances", "operation")
    assert found.regions == ("eu-central-1",)


def test_what_the_arguments_say_wins_over_what_the_words_say(plan):
    """Regions, limit and parameters."""
    found = plan(
        query="top 5 largest volumes in Ireland",
        regions=["us-east-1"],
        limit=9,
        parameters={"MaxResults": 7},
    )
    assert (found.regions, found.limit) == (("us-east-1",), 9)
    assert found.parameters == {"MaxResults": 7}


def test_a_region_in_the_words_must_exist(plan):
    """A misspelt region is not everywhere."""
    with pytest.raises(UnknownRegionError):
        plan(query="instances in eu-west-9")


def test_what_is_missing_is_named_with_the_operation(plan):
    """The next call can be right."""
    with pytest.raises(InvalidArgumentError) as caught:
        plan(operation="DescribeTargetHealth")
    assert caught.value.message == "DescribeTargetHealth needs TargetGroupArn."
    assert caught.value.candidates[0].required == ("TargetGroupArn",)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("OpenSecurityGroup", "OpenSecurityGroups"), ("UnusedVolumes", "UnattachedVolumes")],
)
def test_a_misspelt_insight_is_the_first_candidate(plan, name, meant):
    """And the hint says where a candidate is named."""
    with pytest.raises(UnknownOperationError) as caught:
        plan(operation=name)
    first = caught.value.candidates[0]
    assert (first.service, first.operation) == ("", meant)
    assert "operation" in caught.value.hint


def test_an_insight_serves_where_words_lack_a_name(planner):
    """It finds the opposite of what is asked: whoever asked may take it from there."""
    buckets = tool("s3_read_operations")
    with pytest.raises(InvalidArgumentError) as caught:
        planner.plan(parse(buckets, {"query": "buckets with versioning"}))
    assert [each.operation for each in caught.value.candidates] == [
        "BucketsWithoutVersioning",
        "GetBucketVersioning",
    ]
    assert "BucketsWithoutVersioning in operation" in caught.value.hint


def test_an_insight_is_named_where_words_are_left(planner):
    """No operation tells which tables have it; the plan says what does."""
    tables = tool("dynamodb_read_operations")
    found = planner.plan(parse(tables, {"query": "tables with point in time recovery"}))
    assert found.operation == "ListTables"
    assert "TablesWithoutPitr" in found.resolved_by


def test_every_candidate_has_a_tool(planner):
    """That of its service, or of the insight."""
    assert planner.owner(Candidate("sqs", "ListQueues", (), "")) == "sqs_read_operations"
    assert planner.owner(Candidate("", "OldImages", (), "")) == "ecs_read_operations"


def test_the_account_id_is_not_missing(planner):
    """The reader knows it."""
    costs = tool("cost_explorer_read_operations")
    found = planner.plan(parse(costs, {"operation": "DescribeBudgets"}))
    assert "AccountId" not in found.parameters


def test_a_cursor_is_planned_like_any_input(plan):
    """And goes on with its filters, places and count."""
    filters = (Filter("InstanceType", "is", "t3.micro"),)
    text = cursor.encode(
        Plan(**{**_fields(INSTANCES), "filters": filters}),
        [Position(HERE, {"NextToken": "t"}, 2)],
        10,
    )
    found = plan(query="whatever", cursor=text)
    assert found.resolved_by == "cursor"
    assert (found.service, found.operation) == ("ec2", "DescribeInstances")
    assert (found.filters, found.seen) == (filters, 10)
    assert found.resume == (Position(HERE, {"NextToken": "t"}, 2),)


def test_a_cursor_of_what_needs_the_account_id_goes_on(planner):
    """The reader gives the id to the next page too."""
    costs = tool("cost_explorer_read_operations")
    budgets = planner.plan(parse(costs, {"operation": "DescribeBudgets"}))
    second = [Position(Target("own", "us-east-1"), {"NextToken": "t"}, 0)]
    text = cursor.encode(budgets, second, 100)
    assert planner.plan(parse(costs, {"cursor": text})).resume == tuple(second)


def _fields(plan):
    return {name: getattr(plan, name) for name in plan.__slots__}


@pytest.mark.parametrize(
    ("forged", "positions", "error"),
    [
        ({"operation": "TerminateInstances"}, [], RefusedError),
        ({"regions": ("mars",)}, [], UnknownRegionError),
        ({"parameters": {"Nope": 1}}, [], InvalidArgumentError),
        ({}, [Position(Target("own", "mars"), {}, 0)], UnknownRegionError),
        ({}, [Position(HERE, {"DryRun": "x"}, 0)], BadCursorError),
        ({}, [Position(HERE, {"MaxResults": 9}, 0)], BadCursorError),
        ({}, [Position(HERE, {"NextToken": 9}, 0)], BadCursorError),
        ({}, [Position(Target("own", "us-east-1"), {}, 0)], BadCursorError),
        ({}, [Position(HERE, {}, 0)] * 2, BadCursorError),
        ({"filters": (Filter("InstanceId", "contains", "i"),) * 100}, [], BadCursorError),
        ({"tool": "s3_read_operations"}, [], BadCursorError),
    ],
)
def test_a_forged_cursor_gets_no_further_than_its_words_would(plan, forged, positions, error):
    """It needs no key, because it is not believed."""
    text = cursor.encode(Plan(**{**_fields(INSTANCES), **forged}), positions, 0)
    with pytest.raises(error):
        plan(cursor=text)


@pytest.mark.parametrize("token", [{"unmask": True}, {"startTime": 0}, {"limit": 10_000}])
def test_a_cursor_cannot_lift_the_bounds_of_a_log_read(planner, token):
    """What asks for a page is a page's token, and no parameter that has been checked before."""
    lines = Plan(
        "cloudwatch_read_operations",
        "logs",
        "FilterLogEvents",
        parameters={"logGroupName": "web"},
        regions=("eu-west-1",),
    )
    text = cursor.encode(lines, [Position(HERE, token, 0)], 0)
    with pytest.raises(BadCursorError):
        planner.plan(parse(tool("cloudwatch_read_operations"), {"cursor": text}))


def test_a_cursor_reads_the_accounts_of_its_plan_only(catalog, models):
    """Another account is read by naming it, where the answer says so."""
    other = Account("warehouse", "111122223333", "arn:aws:iam::111122223333:role/reader")
    planner = plans(catalog, models, Settings(accounts=(other,)), "eu-central-1")
    elsewhere = [Position(Target(other.id, "eu-west-1"), {}, 0)]
    with pytest.raises(BadCursorError):
        planner.plan(parse(EC2, {"cursor": cursor.encode(INSTANCES, elsewhere, 0)}))
    named = Plan(**{**_fields(INSTANCES), "accounts": (other.id,)})
    assert planner.plan(parse(EC2, {"cursor": cursor.encode(named, elsewhere, 0)})).resume


INSIGHT = Insight(
    name="LonelyVolumes",
    tool="ec2_read_operations",
    summary="volumes that nobody uses",
    words="lonely volumes, volumes without friends",
    calls=("ec2:DescribeVolumes",),
    columns=(Column("id", "VolumeId"),),
    find=lambda _account, **_: Found((), ""),
    parameters={"days": whole("lonely for so many days", 30, most=400)},
)


@pytest.fixture
def with_insight(catalog, models):
    known = plans(catalog, models, Settings(), "eu-central-1")
    resolver = Resolver(catalog, models, lexicon.load(), insights=lambda: [INSIGHT], now=known.now)
    return Planner(
        models,
        offer=known.offer,
        resolve=resolver.resolve,
        insights=lambda: [INSIGHT],
        scope=Scope(models, Settings(), "eu-central-1"),
        now=known.now,
    )


def test_an_insight_is_named_like_an_operation(with_insight):
    """It has no service, and reads every region unless told."""
    asked = parse(EC2, {"operation": "LonelyVolumes", "parameters": {"days": 3}})
    found = with_insight.plan(asked)
    assert with_insight.insight(found) is INSIGHT
    assert (found.service, found.resolved_by, found.regions) == ("", "insight", ("all",))


@pytest.mark.parametrize("given", [{"day": 3}, {"days": "soon"}])
def test_an_insights_parameters_are_checked_before_it_runs(with_insight, given):
    """A misspelt or wrong one is told."""
    asked = parse(EC2, {"operation": "LonelyVolumes", "parameters": given})
    with pytest.raises(InvalidArgumentError, match="day"):
        with_insight.plan(asked)


def test_what_an_insight_takes_for_granted_is_in_its_plan(with_insight):
    """The answer says how many days were meant where nobody said so."""
    assert with_insight.plan(parse(EC2, {"operation": "LonelyVolumes"})).parameters == {"days": 30}


def test_an_insight_has_no_page_to_go_on_at(with_insight):
    """A cursor that claims one was forged."""
    asked = _fields(with_insight.plan(parse(EC2, {"operation": "LonelyVolumes"})))
    text = cursor.encode(Plan(**asked), [Position(HERE, {"NextToken": "x"}, 0)], 0)
    with pytest.raises(BadCursorError):
        with_insight.plan(parse(EC2, {"cursor": text}))


def test_words_for_an_insight_plan_it_with_what_they_give(with_insight):
    """The words' parameters and regions, unless the request has its own."""
    words = "volumes without friends for the last 20 days in Ireland"
    found = with_insight.plan(parse(EC2, {"query": words}))
    assert with_insight.insight(found) is INSIGHT
    assert (found.parameters, found.regions) == ({"days": 20}, ("eu-west-1",))
    assert found.resolved_by == "words: the insight LonelyVolumes"
    own = with_insight.plan(parse(EC2, {"query": words, "parameters": {"days": 5}}))
    assert own.parameters == {"days": 5}
