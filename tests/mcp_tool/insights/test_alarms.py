"""Alarms that fire and that fired."""

from datetime import UTC, datetime, timedelta

import pytest

from local.seed.observability import ALARMS


def test_alarms_that_fire_are_found_in_every_region(run):
    """Those that are OK or have no data are near misses; the newest comes first."""
    found = run("FiringAlarms")
    firing = sorted((each for each in ALARMS if each.state == "ALARM"), key=lambda each: each.days)
    assert found.column("alarm") == [each.name for each in firing]
    assert found.column("region") == [each.region for each in firing]


def test_firing_alarms_are_as_the_api_has_them(run, aws):
    """State, threshold, reason and since when are CloudWatch's own."""
    row = run("FiringAlarms").row(alarm="shop-checkout-errors")
    answer = aws("cloudwatch").describe_alarms(AlarmNames=["shop-checkout-errors"])
    [alarm] = answer["MetricAlarms"]
    assert (row["state"], row["threshold"]) == (alarm["StateValue"], alarm["Threshold"])
    assert row["since"] == f"{alarm['StateUpdatedTimestamp']:%Y-%m-%dT%H:%M:%SZ}"
    assert row["reason"] == alarm["StateReason"]
    assert row["dimensions"] == ["FunctionName=shop-checkout"]
    fired = datetime.now(UTC) - alarm["StateUpdatedTimestamp"]
    assert row["firing_hours"] == pytest.approx(fired / timedelta(hours=1), abs=0.2)


def test_an_alarm_that_is_ok_again_has_fired(run):
    """It counts by its history; one without data never fired."""
    found = run("AlarmsThatFired")
    assert found.row(alarm="shop-search-errors")["state_now"] == "OK"
    assert not {"legacy-crm-connections", "shop-orders-placed-low"} & set(found.column("alarm"))
    assert found.summary == ("4 of 6 alarms fired in the last 7 days; 3 of these are still firing.")


def test_only_the_period_asked_for_counts(run):
    """What fired two days ago is a near miss for the last day."""
    found = run("AlarmsThatFired", days=1)
    assert found.column("alarm") == ["shop-checkout-errors", "warehouse-scans-age"]


def test_firing_is_as_the_history_has_it(run, aws):
    """The last change and its time are the history's own."""
    row = run("AlarmsThatFired").row(alarm="shop-search-errors")
    history = aws("cloudwatch").describe_alarm_history(AlarmName="shop-search-errors")
    fired = [
        each for each in history["AlarmHistoryItems"] if each["HistorySummary"].endswith("ALARM")
    ]
    assert row["times"] == len(fired) == 1
    assert row["last"] == f"{fired[0]['Timestamp']:%Y-%m-%dT%H:%M:%SZ}"
    assert row["change"] == fired[0]["HistorySummary"]


def test_composite_alarms_are_told_like_others(told):
    """CloudWatch tells of metric alarms only, unless it is asked for every kind."""
    item = {
        "AlarmName": "shop-down",
        "AlarmType": "CompositeAlarm",
        "Timestamp": "2026-01-01",
        "HistorySummary": "Alarm updated from OK to ALARM",
    }
    alarm = {
        "AlarmName": "shop-down",
        "StateValue": "ALARM",
        "StateUpdatedTimestamp": datetime(2026, 1, 1, tzinfo=UTC),
        "AlarmActions": ["arn:aws:sns:us-east-1:123456789012:on-call"],
        "ActionsEnabled": True,
    }

    def asked(record):
        return lambda *, AlarmTypes, **_: (  # noqa: N803  # a member of the API
            [record] if "CompositeAlarm" in AlarmTypes else []
        )

    answers = {
        "cloudwatch:DescribeAlarmHistory": asked(item),
        "cloudwatch:DescribeAlarms": asked(alarm),
    }
    fired = told("AlarmsThatFired", answers).rows[0]
    assert (fired["kind"], fired["state_now"]) == ("CompositeAlarm", "ALARM")
    firing = told("FiringAlarms", answers)
    assert firing.rows[0]["alarm"] == "shop-down"
    assert firing.summary == "1 alarm firing, 0 of them without telling anybody."


def test_an_alarm_that_flaps_is_one_row(told):
    """It says how often it fired, first and last."""
    items = [
        {"AlarmName": "door", "Timestamp": f"2026-01-0{day}", "HistorySummary": summary}
        for day, summary in (
            (1, "Alarm updated from OK to ALARM"),
            (2, "Alarm updated from ALARM to OK"),
            (3, "Alarm updated from OK to ALARM"),
        )
    ]
    found = told("AlarmsThatFired", {"cloudwatch:DescribeAlarmHistory": items})
    assert [(row["times"], row["first"], row["last"]) for row in found.rows] == [
        (2, "2026-01-01", "2026-01-03")
    ]
