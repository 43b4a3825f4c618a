"""Support calendars and drifts, next to what the account runs."""

from datetime import UTC, datetime

from local.seed.account import IRELAND


def test_versions_run_out_before_and_after_today(account):
    """A calendar has versions past their standard support, and others with time left."""
    versions = account.client("rds").describe_db_major_engine_versions(Engine="postgres")
    ends = {
        version["MajorEngineVersion"]: version["SupportedEngineLifecycles"][0][
            "LifecycleSupportEndDate"
        ]
        for version in versions["DBMajorEngineVersions"]
    }
    assert ends["11"] < datetime.now(UTC) < ends["16"]


def test_kubernetes_without_support_is_named_only_when_asked(account):
    """Like AWS, the list holds supported versions unless all are wanted."""
    eks = account.client("eks")
    supported = {v["clusterVersion"]: v for v in eks.describe_cluster_versions()["clusterVersions"]}
    everything = eks.describe_cluster_versions(includeAll=True)["clusterVersions"]
    assert supported["1.34"]["versionStatus"] == "STANDARD_SUPPORT"
    assert "1.29" not in supported
    assert [v["versionStatus"] for v in everything if v["clusterVersion"] == "1.29"] == [
        "UNSUPPORTED"
    ]


def test_a_drifted_stack_names_its_resources(account):
    """What differs is named by its logical id, and filters apply."""
    stacks = account.client("cloudformation", IRELAND)
    found = stacks.describe_stack_resource_drifts(StackName="warehouse-network")
    deleted = stacks.describe_stack_resource_drifts(
        StackName="warehouse-network", StackResourceDriftStatusFilters=["DELETED"]
    )
    assert [each["LogicalResourceId"] for each in found["StackResourceDrifts"]] == ["Events"]
    assert deleted["StackResourceDrifts"] == []
