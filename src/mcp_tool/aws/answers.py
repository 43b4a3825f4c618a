"""The records in an answer of AWS."""

from collections.abc import Mapping
from typing import Any

import jmespath

from mcp_tool.catalog import Operation

# Lists beside the main one that hold more of the same.
APART: Mapping[str, tuple[str, ...]] = {
    "cloudwatch:DescribeAlarms": ("CompositeAlarms", "LogAlarms"),
    "ec2:GetSubnetCidrReservations": ("SubnetIpv6CidrReservations",),
    "ecr:DescribeImageScanFindings": ("imageScanFindings.enhancedFindings",),
    "s3:ListObjectVersions": ("DeleteMarkers", "CommonPrefixes"),
    "s3:ListObjects": ("CommonPrefixes",),
    "s3:ListObjectsV2": ("CommonPrefixes",),
}


def records(operation: Operation, answer: Mapping[str, Any]) -> tuple[Any, ...]:
    """Take the records out of an answer, which is one itself where it has no main list.

    Args:
        operation: what was read.
        answer: what AWS said, without its metadata.
    """
    if operation.result_key is None:
        return (answer,) if answer else ()
    paths = (operation.result_key, *APART.get(f"{operation.service}:{operation.name}", ()))
    return tuple(each for path in paths for each in jmespath.search(path, answer) or ())
