"""Conditions on rows."""

from datetime import UTC, datetime

import pytest

from mcp_tool.plan import Filter
from mcp_tool.shaping.filters import matcher

RECORD = {
    "Name": "Web",
    "Size": 100,
    "Open": True,
    "Created": datetime(2026, 1, 5, tzinfo=UTC),
    "Text": "2026-01-05T10:00:00.000+0000",
    "Millis": 1767607200000,
    "Ports": [22, 443],
    "Tags": [{"Key": "env", "Value": "prod"}, {"Key": "empty", "Value": ""}],
}


@pytest.mark.parametrize(
    ("path", "test", "value", "passes"),
    [
        ("Name", "is", "web", True),
        ("Name", "contains", "EB", True),
        ("Name", "is", "we", False),
        ("Size", "over", 99, True),
        ("Size", "over", 100, False),
        ("Size", "under", 100.5, True),
        ("Open", "is", True, True),
        ("Open", "over", 0, False),
        ("Nothing", "under", 5, False),
        ("Name", "over", 5, False),
        ("Ports", "is", 443, True),
        ("Created", "over", "2026-01-01T00:00+00:00", True),
        ("Created", "under", "2026-01-01T00:00+00:00", False),
        ("Text", "over", "2026-01-05T09:00+00:00", True),
        ("Millis", "under", "2026-01-05T11:00+00:00", True),
        ("Name", "over", "2026-01-05T11:00+00:00", False),
        ("tag:env", "is", "prod", True),
        ("tag:env", "missing", "", False),
        ("tag:owner", "missing", "", True),
        ("tag:env", "present", "", True),
        ("tag:empty", "present", "", True),
        ("tag:owner", "present", "", False),
    ],
)
def test_a_record_meets_a_condition_or_not(path, test, value, passes):
    """Text without case, numbers, times however AWS writes them, tags."""
    assert matcher(Filter(path, test, value))(RECORD) is passes
