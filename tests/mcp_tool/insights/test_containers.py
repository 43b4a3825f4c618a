"""ECS services below their desired count, and images by age."""

from datetime import UTC, datetime

from local.seed.containers import IMAGES, SERVICES

SERVICE = {
    "serviceName": "web",
    "clusterArn": "arn:aws:ecs:us-east-1:1:cluster/one",
    "desiredCount": 2,
    "runningCount": 1,
}


def test_a_service_below_its_count_comes_with_the_reason(run, aws):
    """Those that run all their tasks, or should run none, are near misses."""
    found = run("ServicesBelowDesired")
    short = [each for each in SERVICES if each.running < each.desired]
    assert found.column("service") == [each.name for each in short]
    row = found.rows[0]
    ecs = aws("ecs")
    [service] = ecs.describe_services(cluster="shop", services=["shop-worker"])["services"]
    tasks = ecs.list_tasks(cluster="shop", serviceName="shop-worker", desiredStatus="STOPPED")
    [task] = ecs.describe_tasks(cluster="shop", tasks=tasks["taskArns"])["tasks"]
    assert (row["desired"], row["running"], row["missing"]) == (3, 1, 2)
    assert (row["desired"], row["running"]) == (service["desiredCount"], service["runningCount"])
    assert row["stopped_reason"] == task["stoppedReason"] == short[0].stopped_reason
    assert row["container_reason"] == task["containers"][0]["reason"]
    assert row["last_event"] == service["events"][0]["message"]


def test_the_last_task_to_stop_tells_the_reason(told):
    """Of several the newest counts; all of them are counted."""
    answers = {
        "ecs:ListClusters": [SERVICE["clusterArn"]],
        "ecs:ListServices": ["arn"],
        "ecs:DescribeServices": [SERVICE],
        "ecs:ListTasks": ["old", "new"],
        "ecs:DescribeTasks": [
            {"stoppedReason": f"at {day}", "stoppedAt": datetime(2026, 1, day, tzinfo=UTC)}
            for day in (2, 1)
        ],
    }
    row = told("ServicesBelowDesired", answers).rows[0]
    assert (row["stopped_reason"], row["stopped_tasks"], row["cluster"]) == ("at 2", 2, "one")


def test_a_service_whose_tasks_are_forgotten_is_still_found(told):
    """ECS remembers a stopped task for an hour; the service's last event remains."""
    answers = {
        "ecs:ListClusters": [SERVICE["clusterArn"]],
        "ecs:ListServices": ["arn"],
        "ecs:DescribeServices": [SERVICE | {"events": [{"message": "no capacity"}]}],
    }
    row = told("ServicesBelowDesired", answers).rows[0]
    assert (row["stopped_reason"], row["last_event"]) == (None, "no capacity")


def test_services_are_described_ten_at_a_time(told):
    """ECS takes no more in one call."""
    seen = []

    def describe(services, **_):
        seen.append(len(services))
        return []

    answers = {
        "ecs:ListClusters": ["cluster"],
        "ecs:ListServices": [f"service-{number}" for number in range(23)],
        "ecs:DescribeServices": describe,
    }
    assert told("ServicesBelowDesired", answers).rows == []
    assert sorted(seen) == [3, 10, 10]


def test_old_images_come_with_the_oldest_first(run, aws):
    """Those of the last months are near misses; times and tags are ECR's own."""
    found = run("OldImages")
    old = sorted((each for each in IMAGES if each.days > 90), key=lambda each: -each.days)
    assert found.column("repository") == [each.repository for each in old]
    assert found.column("age_days") == [each.days for each in old]
    images = aws("ecr").describe_images(repositoryName="shop-frontend")["imageDetails"]
    [image] = [each for each in images if each["imageTags"] == ["2.9.3"]]
    row = found.row(repository="shop-frontend")
    assert (row["tags"], row["digest"]) == (image["imageTags"], image["imageDigest"])
    assert row["pushed_at"] == f"{image['imagePushedAt']:%Y-%m-%dT%H:%M:%SZ}"
    assert run("OldImages", days=40).column("age_days") == [400, 210, 45]
