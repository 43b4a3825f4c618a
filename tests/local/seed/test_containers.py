"""ECS services and tasks, ECR images, EKS clusters, as listed."""

from local.seed import containers


def test_a_service_is_below_its_desired_count_and_says_why(account):
    """One service runs too few tasks, with the reason in a stopped one; one wants none."""
    ecs = account.client("ecs")
    found = ecs.describe_services(
        cluster="shop", services=[each.name for each in containers.SERVICES]
    )["services"]
    counts = {s["serviceName"]: (s["desiredCount"], s["runningCount"]) for s in found}
    assert counts == {s.name: (s.desired, s.running) for s in containers.SERVICES}
    stopped = ecs.list_tasks(cluster="shop", desiredStatus="STOPPED")["taskArns"]
    (task,) = ecs.describe_tasks(cluster="shop", tasks=stopped)["tasks"]
    assert task["group"] == "service:shop-worker"
    assert task["stoppedReason"].startswith("CannotPullContainerError")
    assert task["containers"][0]["reason"] == task["stoppedReason"]
    (worker,) = [service for service in found if service["serviceName"] == "shop-worker"]
    assert "unable to consistently start tasks" in worker["events"][0]["message"]


def test_tasks_do_not_change_by_being_looked_at(account):
    """A running task still runs at the third look."""
    ecs = account.client("ecs")
    running = ecs.list_tasks(cluster="shop", desiredStatus="RUNNING")["taskArns"]
    for _ in range(3):
        tasks = ecs.describe_tasks(cluster="shop", tasks=running)["tasks"]
        assert {task["lastStatus"] for task in tasks} == {"RUNNING"}


def test_images_are_as_old_as_they_say(account, read):
    """Images were pushed when the list says."""
    ecr = account.client("ecr")
    for image in containers.IMAGES:
        (found,) = ecr.describe_images(
            repositoryName=image.repository, imageIds=[{"imageTag": image.tag}]
        )["imageDetails"]
        assert round(read.age(found["imagePushedAt"])) == image.days


def test_kubernetes_versions_are_ahead_and_behind(account):
    """One cluster is current with its nodes; the other is behind, and its nodes more so."""
    for cluster in containers.KUBERNETES:
        eks = account.client("eks", cluster.region)
        nodes = eks.describe_nodegroup(clusterName=cluster.name, nodegroupName=cluster.nodes)
        assert eks.describe_cluster(name=cluster.name)["cluster"]["version"] == cluster.version
        assert nodes["nodegroup"]["version"] == cluster.node_version
