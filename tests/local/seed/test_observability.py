"""Alarms and log groups, as listed."""

import pytest

from local.seed import observability
from local.seed.account import REGIONS


def test_alarms_are_in_every_state(account, read):
    """Each alarm is in its state since its time."""
    found = {
        each["AlarmName"]: each
        for region in REGIONS
        for each in account.client("cloudwatch", region).describe_alarms()["MetricAlarms"]
    }
    assert {name: each["StateValue"] for name, each in found.items()} == {
        alarm.name: alarm.state for alarm in observability.ALARMS
    }
    for alarm in observability.ALARMS:
        since = found[alarm.name]["StateUpdatedTimestamp"]
        assert read.age(since) == pytest.approx(alarm.days, abs=0.05)


def test_log_groups_keep_their_lines_for_a_time_or_for_ever(account):
    """Retention is as listed, and errors can be found by a pattern."""
    found = {
        each["logGroupName"]: each.get("retentionInDays", 0)
        for region in REGIONS
        for each in account.client("logs", region).describe_log_groups()["logGroups"]
    }
    wanted = {group.name: group.retention_days for group in observability.LOG_GROUPS}
    assert wanted.items() <= found.items()
    errors = account.client("logs").filter_log_events(
        logGroupName="/aws/lambda/shop-checkout", filterPattern="ERROR"
    )["events"]
    assert len(errors) == 3
