"""ECS, ECR and EKS."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from local.seed import planted
from local.seed.account import ACCOUNT_ID, HOME, IRELAND, Account
from local.seed.network import Network

ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/shop-tasks"
EKS_ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/eks-cluster"


@dataclass(frozen=True, slots=True)
class Service:
    """One ECS service: the tasks it should run, and those it does run."""

    name: str
    desired: int
    running: int
    stopped_reason: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """One image: its repository, its tag and the days since it was pushed."""

    repository: str
    tag: str
    days: float


@dataclass(frozen=True, slots=True)
class Kubernetes:
    """One EKS cluster, with the version of its node group (an older one at times)."""

    name: str
    version: str
    nodes: str
    node_version: str
    region: str = HOME


SERVICES = (
    Service("shop-frontend", desired=2, running=2),
    # Below its desired count, with the reason in its stopped task.
    Service(
        "shop-worker",
        desired=3,
        running=1,
        stopped_reason="CannotPullContainerError: shop-worker:1.8.0 not found",
        event="(service shop-worker) is unable to consistently start tasks successfully.",
    ),
    Service("shop-nightly", desired=0, running=0),
)
CLUSTERS = ("shop", "shop-experiments")

IMAGES = (
    Image("shop-frontend", "2.14.0", 6),
    Image("shop-frontend", "2.9.3", 210),
    Image("shop-worker", "1.7.4", 45),
    Image("shop-recommender", "latest", 400),
)

KUBERNETES = (
    Kubernetes("data-platform", "1.34", "data-nodes", "1.34"),
    Kubernetes("warehouse-robots", "1.29", "robot-nodes", "1.27", region=IRELAND),
)


_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"


def fill(account: Account, network: Network) -> None:
    """Create clusters, services, tasks, repositories, images and node groups."""
    ecs = account.client("ecs")
    for cluster in CLUSTERS:
        ecs.create_cluster(clusterName=cluster, tags=[{"key": "Team", "value": "shop"}])
    for service in SERVICES:
        _create_service(account, ecs, network, service)
    for repository in sorted({image.repository for image in IMAGES}):
        account.client("ecr").create_repository(
            repositoryName=repository,
            imageScanningConfiguration={"scanOnPush": repository != "shop-recommender"},
        )
    for image in IMAGES:
        _push(account, image)
    for kubernetes in KUBERNETES:
        _create_kubernetes(account, network, kubernetes)


def _create_service(account: Account, ecs: Any, network: Network, service: Service) -> None:
    definition = ecs.register_task_definition(
        family=service.name,
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        taskRoleArn=ROLE,
        containerDefinitions=[_container(service.name)],
    )["taskDefinition"]["taskDefinitionArn"]
    place = {
        "awsvpcConfiguration": {
            "subnets": [network.private["shop-prod"]],
            "securityGroups": [network.groups["web-public"]],
        }
    }
    ecs.create_service(
        cluster="shop",
        serviceName=service.name,
        taskDefinition=definition,
        desiredCount=service.desired,
        launchType="FARGATE",
        networkConfiguration=place,
        tags=[{"key": "Environment", "value": "prod"}, {"key": "Team", "value": "shop"}],
    )
    _run_tasks(account, ecs, service, definition=definition, place=place)
    path = ("services", f"shop:{service.name}")
    account.amend("ecs", *path, "running_count", value=service.running)
    account.amend("ecs", *path, "pending_count", value=0)
    deployment = (*path, "deployments", "0")
    account.amend("ecs", *deployment, "runningCount", value=service.running)
    account.amend("ecs", *deployment, "pendingCount", value=0)
    if service.running == service.desired:
        account.amend("ecs", *deployment, "rolloutState", value="COMPLETED")
    if service.event:
        moment = account.ago(minutes=12).timestamp()
        event = {"id": "e4c1", "createdAt": moment, "message": service.event}
        account.amend("ecs", *path, "events", value=[event])


def _run_tasks(
    account: Account, ecs: Any, service: Service, *, definition: str, place: Any
) -> None:
    failed = 1 if service.stopped_reason else 0
    if not service.running + failed:
        return
    tasks = ecs.run_task(
        cluster="shop",
        taskDefinition=definition,
        count=service.running + failed,
        launchType="FARGATE",
        networkConfiguration=place,
        group=f"service:{service.name}",
        startedBy=f"ecs-svc/{service.name}",
    )["tasks"]
    if failed:
        stopped = tasks[-1]["taskArn"]
        ecs.stop_task(cluster="shop", task=stopped, reason=service.stopped_reason)
        container = ("tasks", "shop", stopped, "containers", "0")
        account.amend("ecs", *container, "reason", value=service.stopped_reason)


def _container(name: str) -> dict[str, Any]:
    return {
        "name": "app",
        "image": f"{ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com/{name}:latest",
        "memory": 512,
        "essential": True,
        "environment": [
            {"name": "STAGE", "value": "prod"},
            {"name": "ORDERS_DSN", "value": planted.TASK_ENVIRONMENT.text},
        ],
    }


def _push(account: Account, image: Image) -> None:
    account.client("ecr").put_image(
        repositoryName=image.repository,
        imageTag=image.tag,
        imageManifest=json.dumps(_manifest(image)),
    )
    index = [each.tag for each in IMAGES if each.repository == image.repository].index(image.tag)
    path = ("repositories", image.repository, "images", str(index), "image_pushed_at")
    account.backdate("ecr", *path, days=image.days)


def _manifest(image: Image) -> dict[str, Any]:
    digest = hashlib.sha256(f"{image.repository}:{image.tag}".encode()).hexdigest()
    return {
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": {
            "mediaType": "application/vnd.docker.container.image.v1+json",
            "size": 7023,
            "digest": f"sha256:{digest}",
        },
        "layers": [{"mediaType": _LAYER, "size": 31_457_280, "digest": f"sha256:{digest}"}],
    }


def _create_kubernetes(account: Account, network: Network, cluster: Kubernetes) -> None:
    eks = account.client("eks", cluster.region)
    vpc = "shop-prod" if cluster.region == HOME else "warehouse-prod"
    subnets = [network.public[vpc], network.private[vpc]]
    eks.create_cluster(
        name=cluster.name,
        version=cluster.version,
        roleArn=EKS_ROLE,
        resourcesVpcConfig={"subnetIds": subnets},
        tags={"Team": "data"},
    )
    eks.create_nodegroup(
        clusterName=cluster.name,
        nodegroupName=cluster.nodes,
        version=cluster.node_version,
        nodeRole=EKS_ROLE,
        subnets=subnets,
        instanceTypes=["m6i.large"],
        scalingConfig={"minSize": 1, "maxSize": 4, "desiredSize": 2},
    )
