"""Instances that are idle, stopped, or on for nobody."""

from datetime import UTC, datetime, timedelta

from local.seed.instances import INSTANCES

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)


def instance(**members):
    """Write an instance as EC2 lists it."""
    base = {"InstanceId": "i-1", "InstanceType": "m5.large", "LaunchTime": NOW - timedelta(days=30)}
    return base | members


def test_idle_instances_have_a_low_mean(run):
    """The near miss works at 9.5 % and is idle only when asked for more."""
    names = run("IdleInstances").column("name")
    assert "shop-reports-1" in names
    assert "shop-search-1" not in names
    assert "shop-search-1" in run("IdleInstances", cpu_percent=10).column("name")


def test_the_load_is_what_cloudwatch_has(run, points):
    """Mean and peak are those of the daily points."""
    row = run("IdleInstances").row(name="shop-reports-1")
    key = {"InstanceId": row["instance_id"]}
    means = points("AWS/EC2/CPUUtilization", 14, "Average", **key)
    peaks = points("AWS/EC2/CPUUtilization", 14, "Maximum", **key)
    assert row["mean_cpu_percent"] == round(sum(means) / len(means), 2)
    assert row["highest_cpu_percent"] == round(max(peaks), 2)
    assert row["about_usd_month"] == round(0.096 * 4 * 730, 2)


def test_an_instance_without_metrics_is_not_judged(told):
    """It may have started a minute ago."""
    found = told("IdleInstances", {"ec2:DescribeInstances": [instance()]})
    assert found.rows == []
    assert found.summary.endswith("1 without CPU metrics are not judged.")


def test_stopped_instances_say_since_when_and_what_they_hold(run, aws):
    """The volumes are those that EC2 lists as attached."""
    found = run("StoppedInstances")
    assert sorted(found.column("name")) == sorted(
        each.name for each in INSTANCES if each.state == "stopped"
    )
    row = found.row(name="shop-import-old")
    held = [{"Name": "attachment.instance-id", "Values": [row["instance_id"]]}]
    volumes = aws("ec2").describe_volumes(Filters=held)["Volumes"]
    assert row["volumes_gib"] == sum(each["Size"] for each in volumes)
    assert (row["volumes"], row["stopped_days"]) == (len(volumes), 120)


def test_a_stopped_instance_pays_for_its_address(told):
    """An elastic IP costs whether its instance runs or not."""
    found = told(
        "StoppedInstances",
        {
            "ec2:DescribeInstances": [instance()],
            "ec2:DescribeAddresses": [{"PublicIp": "203.0.113.9", "InstanceId": "i-1"}],
        },
    )
    row = found.rows[0]
    assert (row["elastic_ips"], row["about_usd_month"], row["stopped"]) == (1, 3.65, None)


def test_always_on_instances_are_not_for_production(run):
    """The near miss has a schedule; production is left alone."""
    found = run("AlwaysOnInstances")
    assert found.column("name") == ["dev-workstation-1"]
    assert found.rows[0]["environment"] == "dev"
    assert found.rows[0]["about_usd_month_saved"] == 87.17
    wanted = run("AlwaysOnInstances", environments=["prod"]).column("name")
    assert "shop-api-1" in wanted
    assert "dev-workstation-1" not in wanted


def test_an_instance_started_this_week_is_not_always_on(told):
    """Days are counted from the launch."""
    tags = [{"Key": "env", "Value": "QA"}]
    young = instance(Tags=tags, LaunchTime=NOW - timedelta(days=6))
    old = instance(Tags=tags)
    found = told("AlwaysOnInstances", {"ec2:DescribeInstances": [young, old]}, now=NOW)
    assert found.column("up_days") == [30]


def test_windows_is_not_priced_as_linux(told):
    """The table has Linux prices only."""
    windows = instance(Tags=[{"Key": "Environment", "Value": "dev"}], Platform="windows")
    found = told("AlwaysOnInstances", {"ec2:DescribeInstances": [windows]}, now=NOW)
    assert found.column("about_usd_month") == [None]
