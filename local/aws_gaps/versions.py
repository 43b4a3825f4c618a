"""Which versions AWS supports until when, and what drifted from its template.

The calendars count from today, as all ages in the sample account do: a version that is behind
stays so, and one with time left keeps it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from local.aws_gaps.layer import ApiError, Gap, Question
from local.aws_gaps.state import backend

_YEAR = 365


class Engine(NamedTuple):
    """A major version of a database engine.

    Args:
        standard: days until standard support ends.
        extended: days until extended support ends; None where the engine has none.
    """

    engine: str
    version: str
    standard: int
    extended: int | None = None


class Kubernetes(NamedTuple):
    """A minor version of Kubernetes, and the days until its standard support ends."""

    version: str
    standard: int


ENGINES = (
    Engine("aurora-postgresql", "15", 460, 460 + 3 * _YEAR),
    Engine("mariadb", "10.11", 460),
    Engine("mysql", "5.7", -1000, 95),
    Engine("mysql", "8.4", 980, 980 + 3 * _YEAR),
    Engine("postgres", "11", -1000, 127),
    Engine("postgres", "16", 827, 827 + 3 * _YEAR),
    Engine("postgres", "17", 1191, 1191 + 3 * _YEAR),
)

KUBERNETES = (
    Kubernetes("1.35", 280),
    Kubernetes("1.34", 160),
    Kubernetes("1.33", 40),
    Kubernetes("1.32", -80),
    Kubernetes("1.31", -200),
    Kubernetes("1.30", -320),
    Kubernetes("1.29", -440),
)


def engine_versions(question: Question) -> Mapping[str, Any]:
    """DescribeDBMajorEngineVersions, with its filters."""
    engine = question.input.get("Engine")
    version = question.input.get("MajorEngineVersion")
    return {
        "DBMajorEngineVersions": [
            {
                "Engine": each.engine,
                "MajorEngineVersion": each.version,
                "SupportedEngineLifecycles": _lifecycles(each),
            }
            for each in ENGINES
            if engine in (None, each.engine) and version in (None, each.version)
        ]
    }


def cluster_versions(question: Question) -> Mapping[str, Any]:
    """DescribeClusterVersions: those with support left, or all."""
    asked = question.input
    wanted = asked.get("clusterVersions") or [each.version for each in KUBERNETES]
    return {
        "clusterVersions": [
            _cluster_version(each)
            for each in KUBERNETES
            if each.version in wanted and (asked.get("includeAll") or each.standard > -_YEAR)
        ]
    }


def resource_drifts(question: Question) -> Mapping[str, Any]:
    """DescribeStackResourceDrifts: all resources of a drifted stack differ, of no other any."""
    wanted = question.input["StackName"]
    stacks = backend("cloudformation", question.region).stacks.values()
    stack = next((each for each in stacks if wanted in (each.name, each.stack_id)), None)
    if stack is None:
        raise ApiError("ValidationError", f"Stack [{wanted}] does not exist")
    status = {"DRIFTED": "MODIFIED", "IN_SYNC": "IN_SYNC"}.get(_drift(stack), "NOT_CHECKED")
    filters = question.input.get("StackResourceDriftStatusFilters") or [status]
    return {
        "StackResourceDrifts": [
            {
                "StackId": stack.stack_id,
                "LogicalResourceId": resource.logical_resource_id,
                "PhysicalResourceId": resource.physical_resource_id,
                "ResourceType": resource.cf_resource_type,
                "StackResourceDriftStatus": status,
                "Timestamp": _in(-1),
            }
            for resource in stack.stack_resources
            if status in filters
        ]
    }


VERSION_GAPS = (
    Gap("rds", "DescribeDBMajorEngineVersions", engine_versions),
    Gap("eks", "DescribeClusterVersions", cluster_versions, "GET /cluster-versions"),
    Gap("cloudformation", "DescribeStackResourceDrifts", resource_drifts),
)


def _in(days: int) -> datetime:
    today = datetime.now(UTC).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=days)


def _lifecycles(engine: Engine) -> list[dict[str, Any]]:
    ends = {"standard": engine.standard, "extended": engine.extended}
    starts = {"standard": engine.standard - 5 * _YEAR, "extended": engine.standard + 1}
    return [
        {
            "LifecycleSupportName": f"open-source-rds-{name}-support",
            "LifecycleSupportStartDate": _in(starts[name]),
            "LifecycleSupportEndDate": _in(end),
        }
        for name, end in ends.items()
        if end is not None
    ]


def _cluster_version(version: Kubernetes) -> dict[str, Any]:
    status = "STANDARD_SUPPORT" if version.standard > 0 else "EXTENDED_SUPPORT"
    if version.standard + _YEAR <= 0:
        status = "UNSUPPORTED"
    return {
        "clusterVersion": version.version,
        "clusterType": "eks",
        "defaultVersion": version.version == "1.34",
        "releaseDate": _in(version.standard - 425),
        "endOfStandardSupportDate": _in(version.standard),
        "endOfExtendedSupportDate": _in(version.standard + _YEAR),
        "status": status.lower().replace("_", "-"),
        "versionStatus": status,
    }


def _drift(stack: Any) -> str:
    return str(getattr(stack, "drift_information", {}).get("StackDriftStatus", ""))
