"""Events, alarm history and their filters."""

from datetime import UTC, datetime, timedelta


def test_events_are_looked_up_by_attribute_and_time(account):
    """LookupEvents narrows by who, by what and by when."""
    trail = account.client("cloudtrail")
    by_user = [{"AttributeKey": "Username", "AttributeValue": "marta.ruiz"}]
    assert {e["Username"] for e in trail.lookup_events(LookupAttributes=by_user)["Events"]} == {
        "marta.ruiz"
    }
    by_name = [{"AttributeKey": "ResourceName", "AttributeValue": "shop-checkout"}]
    assert len(trail.lookup_events(LookupAttributes=by_name)["Events"]) == 1
    recent = trail.lookup_events(StartTime=datetime.now(UTC) - timedelta(hours=6))["Events"]
    assert [event["EventName"] for event in recent] == [
        "UpdateFunctionCode20150331v2",
        "AuthorizeSecurityGroupIngress",
    ]
    elsewhere = account.client("cloudtrail", "eu-west-1").lookup_events()["Events"]
    assert elsewhere == []


def test_alarm_history_tells_of_an_alarm_that_is_quiet_again(account):
    """An alarm that fired two days ago is OK now, and its history says so."""
    history = account.client("cloudwatch").describe_alarm_history(AlarmName="shop-search-errors")
    assert [item["HistorySummary"] for item in history["AlarmHistoryItems"]] == [
        "Alarm updated from ALARM to OK",
        "Alarm updated from OK to ALARM",
    ]
