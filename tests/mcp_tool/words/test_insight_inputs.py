"""An insight's parameters out of a question."""

import pytest

from mcp_tool.insights.registry import REGISTRY
from mcp_tool.words.insight_inputs import given
from mcp_tool.words.question import read

INSIGHTS = {each.name: each for each in REGISTRY}


@pytest.mark.parametrize(
    ("name", "words", "parameters"),
    [
        ("OldAccessKeys", "access keys older than 180 days", {"days": 180}),
        ("AlarmsThatFired", "alarms that fired in the last 48 hours", {"days": 2}),
        ("ExpiringCertificates", "certificates expiring in the next 2 weeks", {"days": 14}),
        (
            "OpenSecurityGroups",
            "groups open to the world on ports 22 and 3389",
            {"ports": [22, 3389]},
        ),
        ("ExposedInstances", "instances reachable by rdp from the internet", {"ports": [3389]}),
        ("MissingTags", "resources without the Owner tag", {"tags": ["Owner"]}),
        (
            "CostByTag",
            "costs by the Team tag since 2026-02-01",
            {"tag": "Team", "start": "2026-02-01"},
        ),
        (
            "LogErrors",
            "errors in log group /aws/lambda/shop in the last 3 hours",
            {"log_group": "/aws/lambda/shop", "hours": 3},
        ),
        ("TopByMetric", "top 5 functions by invocations", {"metric": "Invocations"}),
        ("QueuesWithBacklog", "queues with more than 500 messages", {"messages": 500}),
        ("UnencryptedBuckets", "buckets that are not encrypted with kms", {"require": "kms"}),
        ("ModelAccess", "which anthropic models can I use", {"provider": "anthropic"}),
        ("UnusedRoles", "unused roles", {}),
    ],
)
def test_a_question_gives_parameters(said, models, now, name, words, parameters):
    """The others keep their defaults; what is given, the insight accepts."""
    question = read(words, said, models.regions, now)
    found = given(INSIGHTS[name], question, said, now)
    assert found == parameters
    INSIGHTS[name].settle(found)
