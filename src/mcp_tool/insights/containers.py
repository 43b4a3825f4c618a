"""ECS services that run fewer tasks than they should, and ECR images by age."""

from collections.abc import Mapping
from typing import Any

from mcp_tool.insights.account import Account, Reading, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.parameters import whole

TOOL = "ecs_read_operations"

# What one DescribeServices and one DescribeTasks take.
_SERVICES, _TASKS = 10, 100


def _below_desired(account: Account) -> Found:
    services = _services(account)
    short = [each for each in services if each["runningCount"] < each["desiredCount"]]
    stopped = [
        account.at(
            each,
            "ecs:ListTasks",
            cluster=each["clusterArn"],
            serviceName=each["serviceName"],
            desiredStatus="STOPPED",
        )
        for each in short
    ]
    tasks = [
        _tasks(account, each, [task["value"] for task in list_])
        for each, list_ in zip(short, stopped, strict=True)
    ]
    rows = [each | _reason(each, list(read or ())) for each, read in zip(short, tasks, strict=True)]
    rows.sort(key=lambda each: (-each["missing"], each["serviceName"]))
    missing = sum(each["missing"] for each in rows)
    return Found(
        rows,
        f"{len(rows):,} of {len(services):,} services run fewer tasks than desired; {missing:,}"
        " tasks are missing.",
    )


def _services(account: Account) -> list[Record]:
    clusters = list(account.read("ecs:ListClusters"))
    lists = [account.at(each, "ecs:ListServices", cluster=each["value"]) for each in clusters]
    reads = [
        account.at(
            cluster,
            "ecs:DescribeServices",
            cluster=cluster["value"],
            services=arns[start : start + _SERVICES],
        )
        for cluster, list_ in zip(clusters, lists, strict=True)
        for arns in ([each["value"] for each in list_],)
        for start in range(0, len(arns), _SERVICES)
    ]
    return [service for read in reads for service in read]


def _tasks(account: Account, service: Record, arns: list[str]) -> Reading | None:
    if not arns:
        return None
    return account.at(
        service, "ecs:DescribeTasks", cluster=service["clusterArn"], tasks=arns[:_TASKS]
    )


def _reason(service: Record, tasks: list[Record]) -> dict[str, Any]:
    """Tell why tasks stopped; ECS remembers them for an hour, its events for longer."""
    last: Mapping[str, Any] = max(tasks, key=_stopped, default={})
    containers = [each for each in last.get("containers", ()) if each.get("reason")]
    event: Mapping[str, Any] = next(iter(service.get("events", ())), {})
    return {
        "missing": service["desiredCount"] - service["runningCount"],
        "cluster": service["clusterArn"].rpartition("/")[2],
        "stopped_reason": last.get("stoppedReason"),
        "container_reason": containers[0]["reason"] if containers else None,
        "stopped_tasks": len(tasks),
        "last_event": event.get("message"),
    }


def _stopped(task: Mapping[str, Any]) -> float:
    moment = task.get("stoppedAt")
    return moment.timestamp() if moment else 0.0


def _old_images(account: Account, days: int) -> Found:
    repositories = list(account.read("ecr:DescribeRepositories"))
    reads = [
        account.at(each, "ecr:DescribeImages", repositoryName=each["repositoryName"])
        for each in repositories
    ]
    images = [image for read in reads for image in read]
    old = [
        each
        | {
            "age_days": (account.now - each["imagePushedAt"]).days,
            "size_mib": round(each.get("imageSizeInBytes", 0) / 2**20, 1),
        }
        for each in images
        if each["imagePushedAt"] < account.ago(days)
    ]
    old.sort(key=lambda each: each["imagePushedAt"])
    return Found(
        old,
        f"{len(old):,} of {len(images):,} images in {len(repositories):,} repositories were pushed"
        f" more than {days} days ago.",
    )


INSIGHTS = (
    Insight(
        name="ServicesBelowDesired",
        tool=TOOL,
        summary="ECS services with fewer tasks than desired, and why their tasks stopped",
        words="services below desired count, unhealthy ECS services, services missing tasks, tasks"
        " not running, why do tasks stop, tasks that keep stopping, tasks that crash or restart,"
        " stopped tasks reason, failing services, running less than desired",
        calls=(
            "ecs:ListClusters",
            "ecs:ListServices",
            "ecs:DescribeServices",
            "ecs:ListTasks",
            "ecs:DescribeTasks",
        ),
        columns=columns(
            "service=serviceName",
            "cluster",
            "desired=desiredCount",
            "running=runningCount",
            "pending=pendingCount",
            "missing",
            "stopped_reason",
            "container_reason",
            "stopped_tasks",
            "last_event",
        ),
        find=_below_desired,
    ),
    Insight(
        name="OldImages",
        tool=TOOL,
        summary="container images pushed more than N days ago, the oldest first",
        words="old container images, images by age, stale ECR images, outdated docker images,"
        " images to clean up, image age",
        calls=("ecr:DescribeRepositories", "ecr:DescribeImages"),
        columns=columns(
            "repository=repositoryName",
            "tags=imageTags",
            "pushed_at=imagePushedAt",
            "age_days",
            "size_mib",
            "digest=imageDigest",
        ),
        find=_old_images,
        parameters={"days": whole("pushed more than so many days ago", 90, most=3650)},
    ),
)
