"""Load balancer errors, targets that are down, and scaling."""

from local.seed.balancing import GROUP, TRAFFIC


def test_load_balancers_with_errors_are_found(run):
    """The near miss has requests and no errors."""
    found = run("LoadBalancerErrors", days=7)
    assert found.column("name") == ["shop-prod"]
    assert set(TRAFFIC) == {"shop-prod", "shop-internal"}
    assert found.summary.startswith("1 of 2 application load balancers answered with 5xx in")


def test_errors_are_those_that_cloudwatch_counted(run, aws, points):
    """The sums over a week are those that CloudWatch gives."""
    row = run("LoadBalancerErrors", days=7).rows[0]
    [balancer] = aws("elbv2").describe_load_balancers(Names=["shop-prod"])["LoadBalancers"]
    key = {"LoadBalancer": balancer["LoadBalancerArn"].partition(":loadbalancer/")[2]}
    for column, metric in (
        ("requests", "RequestCount"),
        ("target_5xx", "HTTPCode_Target_5XX_Count"),
    ):
        counted = points(f"AWS/ApplicationELB/{metric}", 7, "Sum", **key)
        assert row[column] == round(sum(counted))


def test_targets_that_are_down_say_why(run, aws):
    """State and reason are the API's own; healthy targets are the near misses."""
    found = run("UnhealthyTargets")
    elb = aws("elbv2")
    group = elb.describe_target_groups()["TargetGroups"][0]["TargetGroupArn"]
    health = elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    [down] = [each for each in health if each["TargetHealth"]["State"] != "healthy"]
    row = found.rows[0]
    assert row["target_id"] == down["Target"]["Id"]
    assert (row["state"], row["reason"]) == ("unused", down["TargetHealth"]["Reason"])
    assert (row["healthy_in_group"], row["targets_in_group"]) == (2, 3)
    assert found.summary.startswith("1 of 3 targets in 1 target group not healthy")


def test_scaling_is_told_newest_first_and_not_for_ever(run, aws):
    """One launch of nine days ago is the near miss of the last week."""
    found = run("ScalingActivities")
    every = aws("autoscaling").describe_scaling_activities()["Activities"]
    assert len(found.rows) == len(every) - 1
    assert len(run("ScalingActivities", days=10).rows) == len(every)
    assert set(found.column("group")) == {GROUP}
    assert found.column("started") == sorted(found.column("started"), reverse=True)


def test_a_launch_that_failed_says_why(run):
    """The message is the API's own."""
    row = run("ScalingActivities").row(status="Failed")
    assert row["message"] == "There is no c6i.large capacity left in us-east-1b."
