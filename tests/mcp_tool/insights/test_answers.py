"""Insights through the whole engine: chosen by name, shaped, paged, checked."""

import pytest


def test_an_insight_is_an_operation_of_its_tool(ask):
    """Its answer has the insight's columns and says the finding."""
    answer = ask("ec2", operation="UnattachedVolumes")
    assert answer["ok"], answer
    assert answer["plan"]["resolved_by"] == "insight"
    assert answer["columns"][:4] == ["region", "volume_id", "name", "state"]
    assert answer["summary"].startswith("3 of ")
    assert answer["summary"].endswith("volumes unattached: 1,250 GiB, about 69.00 USD a month.")
    assert (answer["total"], answer["total_exact"]) == (3, True)


def test_a_wrong_parameter_is_a_failed_call(ask):
    """It is checked before AWS is asked."""
    answer = ask("ec2", operation="OldSnapshots", parameters={"day": 90})
    assert answer["error"] == {
        "code": "InvalidArgument",
        "message": "OldSnapshots has no parameter 'day'.",
        "hint": "Did you mean days?",
    }


def test_a_limit_and_a_cursor_go_through_an_insight(ask):
    """Each row comes once, in the insight's order, and the total stays."""
    whole = ask("ec2", operation="UnattachedVolumes")
    rows, cursor = [], None
    for number in range(3):
        more = {"cursor": cursor} if cursor else {}
        page = ask("ec2", operation="UnattachedVolumes", limit=1, **more)
        assert (page["total"], page["returned"]) == (3, 1), number
        rows += page["rows"]
        cursor = page["cursor"]
    assert cursor is None
    assert [row[1] for row in rows] == [row[1] for row in whole["rows"]]


def test_fields_project_an_insights_rows(ask):
    """`fields` sees AWS's members and what the insight added."""
    answer = ask(
        "ec2", operation="UnattachedVolumes", fields="{id: VolumeId, usd: about_usd_month}"
    )
    assert answer["columns"] == ["region", "id", "usd"]
    assert len(answer["rows"]) == 3


def test_regions_narrow_an_insight(ask):
    """A region that was named is the only one that is read."""
    answer = ask("ec2", operation="UnattachedVolumes", regions=["eu-west-1"])
    assert answer["total"] == 1
    assert answer["api_calls"] == 1


@pytest.mark.parametrize("regions", [["mars-1"], ["us-east-1", "mars-1"]])
def test_an_unknown_region_is_refused(ask, regions):
    """Insights check regions as operations do."""
    answer = ask("ec2", operation="UnattachedVolumes", regions=regions)
    assert answer["error"]["code"] == "UnknownRegion"


def test_cost_explorer_requests_say_their_price(ask):
    """Each is charged, whoever asks."""
    answer = ask("cost_explorer", operation="CostChange")
    assert answer["cost_usd"] == 0.04
    assert answer["plan"]["regions"] == ["us-east-1"]
    assert "region" not in answer["columns"]


def test_account_text_in_an_insight_is_masked(ask):
    """A secret in a tag stays inside, whichever way the row came."""
    answer = ask("ec2", operation="ExposedInstances")
    assert answer["redacted"] > 0
    assert "[redacted]" in str(answer["rows"])


def test_what_could_not_be_read_is_an_error_of_the_answer(ask):
    """The rows that could be read are there."""
    answer = ask("s3", operation="PublicBuckets")
    assert [each["code"] for each in answer["errors"]] == ["AwsError"]
    assert answer["total"] == 2
