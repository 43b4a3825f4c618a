"""EKS clusters and node groups that run an old Kubernetes."""

from collections.abc import Iterable
from datetime import date

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.lifecycles import KUBERNETES, Support

VERSIONS = "eks:DescribeClusterVersions"


def _behind(account: Account) -> Found:
    versions = account.once(VERSIONS, includeAll=True)
    known = KUBERNETES if versions.failed else _calendar(versions)
    clusters = _clusters(account)
    groups = _groups(account, clusters)
    today = account.now.date()
    rows = [
        *(each | reason for each in clusters if (reason := _unsupported(each, known, today))),
        *(each | reason for each in groups if (reason := _lagging(each, known))),
    ]
    kinds = [each["kind"] for each in rows]
    return Found(
        rows,
        f"{kinds.count('cluster'):,} of {len(clusters):,} clusters run a Kubernetes that is past"
        f" standard support, {kinds.count('node group'):,} of {len(groups):,} node groups are"
        " behind their cluster.",
    )


def _clusters(account: Account) -> list[Record]:
    names = list(account.read("eks:ListClusters"))
    described = [account.at(each, "eks:DescribeCluster", name=each["value"]) for each in names]
    return [
        read.first | read.first["cluster"] | {"kind": "cluster", "clusterName": name["value"]}
        for name, read in zip(names, described, strict=True)
        if read.first
    ]


def _groups(account: Account, clusters: list[Record]) -> list[Record]:
    lists = [account.at(each, "eks:ListNodegroups", clusterName=each["name"]) for each in clusters]
    described = [
        (
            cluster,
            account.at(
                name,
                "eks:DescribeNodegroup",
                clusterName=cluster["name"],
                nodegroupName=name["value"],
            ),
        )
        for cluster, names in zip(clusters, lists, strict=True)
        for name in names
    ]
    return [
        read.first
        | read.first["nodegroup"]
        | {
            "kind": "node group",
            "name": read.first["nodegroup"]["nodegroupName"],
            "cluster_version": cluster["version"],
        }
        for cluster, read in described
        if read.first
    ]


def _unsupported(
    cluster: Record, known: dict[str, Support], today: date
) -> dict[str, str | None] | None:
    support = known.get(cluster["version"])
    if support is None:
        # What is newer than all that is known cannot be behind.
        newest = max(known, key=_order, default="")
        old = _order(cluster["version"]) < _order(newest)
        return {"reason": "no longer in AWS's list of versions"} if old else None
    if support.standard >= today:
        return None
    ended = f"standard support ended {support.standard.isoformat()}"
    return {"reason": ended} | _dates(support)


def _lagging(group: Record, known: dict[str, Support]) -> dict[str, str | None] | None:
    # A group whose launch template names the image has no version.
    version = group.get("version")
    if version is None or _order(version) >= _order(group["cluster_version"]):
        return None
    support = known.get(version)
    reason = {"reason": f"its cluster runs {group['cluster_version']}"}
    return reason | (_dates(support) if support else {})


def _dates(support: Support) -> dict[str, str | None]:
    return {
        "standard_support_ends": support.standard.isoformat(),
        "extended_support_ends": support.extended.isoformat() if support.extended else None,
    }


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in version.split(".") if each.isdigit())


def _calendar(versions: Iterable[Record]) -> dict[str, Support]:
    return {
        each["clusterVersion"]: Support(
            each["endOfStandardSupportDate"].date(), each["endOfExtendedSupportDate"].date()
        )
        for each in versions
    }


INSIGHTS = (
    Insight(
        name="ClustersBehindVersion",
        tool="eks_read_operations",
        summary="EKS clusters past standard support, and node groups behind their cluster",
        words="outdated EKS clusters and node groups, old Kubernetes version, clusters to upgrade,"
        " node groups behind, unsupported Kubernetes, end of support, extended support, skew",
        calls=(
            VERSIONS,
            "eks:ListClusters",
            "eks:DescribeCluster",
            "eks:ListNodegroups",
            "eks:DescribeNodegroup",
        ),
        columns=columns(
            "name",
            "kind",
            "cluster=clusterName",
            "version",
            "reason",
            "standard_support_ends",
            "extended_support_ends",
            "status",
        ),
        find=_behind,
    ),
)
