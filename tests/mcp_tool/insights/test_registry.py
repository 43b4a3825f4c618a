"""What holds for every insight."""

import pytest

from mcp_tool.insights.registry import REGISTRY
from mcp_tool.tools import tool

NAMES = [each.name for each in REGISTRY]
# Parameters that an insight cannot run without.
GIVEN = {
    "CostByTag": {"tag": "Team"},
    "LogErrors": {"log_group": "/aws/lambda/shop-checkout"},
}
# The account's own block lives at a host name that no name server knows offline.
UNREACHED = {
    "PublicBuckets": ["No endpoint answers for s3control GetPublicAccessBlock in us-east-1."]
}


def test_names_are_unique():
    """A name stands for one insight, whichever tool is asked."""
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("insight", REGISTRY, ids=NAMES)
def test_an_insight_is_described(insight):
    """It belongs to a tool, and has words, calls and columns; no column is there twice."""
    assert tool(insight.tool).services
    assert insight.name.isalnum()
    assert insight.name[0].isupper()
    assert insight.words
    columns = [each.name for each in insight.columns]
    assert len(set(columns)) == len(columns)


@pytest.mark.parametrize("insight", REGISTRY, ids=NAMES)
def test_a_plan_of_an_insight_means_the_same_when_it_is_read(insight):
    """The defaults that a plan states, as JSON, are taken back as they are."""
    given = GIVEN.get(insight.name, {})
    assert insight.settle(insight.state(given)) == insight.settle(given)


@pytest.mark.parametrize("insight", REGISTRY, ids=NAMES)
def test_an_insight_reads_operations_of_the_catalogue(insight, catalog):
    """What it declares may be called."""
    assert all(catalog.allows(*each.split(":")) for each in insight.calls)


@pytest.mark.parametrize("insight", REGISTRY, ids=NAMES)
def test_an_insight_reads_exactly_what_it_declares(insight, run):
    """On the sample account every declared call is needed, and no other is made."""
    assert run(insight.name, **GIVEN.get(insight.name, {})).calls == set(insight.calls)


@pytest.mark.parametrize("insight", REGISTRY, ids=NAMES)
def test_an_insight_finds_something_and_proves_it(insight, run):
    """The sample account holds a case of each; no column but a tag is empty in all its rows."""
    found = run(insight.name, **GIVEN.get(insight.name, {}))
    assert found.rows
    assert found.summary.endswith(".")
    assert [each.message for each in found.failures] == UNREACHED.get(insight.name, [])
    for each in insight.columns:
        assert each.path.startswith("tag:") or any(
            value is not None for value in found.column(each.name)
        ), each.name
