"""The load balancer's targets."""


def test_one_target_gets_no_requests(account):
    """Two targets are healthy, and the one on a stopped instance is not."""
    elb = account.client("elbv2")
    group = elb.describe_target_groups()["TargetGroups"][0]["TargetGroupArn"]
    health = elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    assert sorted(each["TargetHealth"]["State"] for each in health) == [
        "healthy",
        "healthy",
        "unused",
    ]
