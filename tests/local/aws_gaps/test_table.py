"""Every gap answers in the shape that botocore knows."""

from datetime import UTC, datetime, timedelta

import pytest
from botocore import xform_name

from local.aws_gaps.table import GAPS

TODAY = datetime.now(UTC).date()
QUARTER = {"Start": (TODAY - timedelta(days=90)).isoformat(), "End": TODAY.isoformat()}
NEXT = {"Start": TODAY.isoformat(), "End": (TODAY + timedelta(days=45)).isoformat()}
MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"


# One ordinary input for each gap; a gap without one fails the test below.
INPUTS = {
    ("ce", "GetCostAndUsage"): {
        "TimePeriod": QUARTER,
        "Granularity": "MONTHLY",
        "Metrics": ["UnblendedCost"],
        "GroupBy": [{"Type": "DIMENSION", "Key": "SERVICE"}],
    },
    ("ce", "GetCostForecast"): {
        "TimePeriod": NEXT,
        "Granularity": "MONTHLY",
        "Metric": "UNBLENDED_COST",
    },
    ("ce", "GetDimensionValues"): {"TimePeriod": QUARTER, "Dimension": "SERVICE"},
    ("ce", "GetTags"): {"TimePeriod": QUARTER},
    ("ce", "GetAnomalies"): {"DateInterval": {"StartDate": QUARTER["Start"]}},
    ("ce", "GetAnomalyMonitors"): {},
    ("ce", "GetReservationUtilization"): {"TimePeriod": QUARTER},
    ("bedrock", "ListFoundationModels"): {"byProvider": "Anthropic"},
    ("bedrock", "GetFoundationModel"): {
        "modelIdentifier": f"arn:aws:bedrock:us-east-1::foundation-model/{MODEL}"
    },
    ("bedrock", "GetFoundationModelAvailability"): {"modelId": MODEL},
    ("bedrock", "ListInferenceProfiles"): {},
    ("bedrock", "GetInferenceProfile"): {"inferenceProfileIdentifier": f"us.{MODEL}"},
    ("bedrock", "ListGuardrails"): {},
    ("bedrock", "ListProvisionedModelThroughputs"): {},
    ("cloudtrail", "LookupEvents"): {},
    ("cloudwatch", "DescribeAlarmHistory"): {},
    ("autoscaling", "DescribeScalingActivities"): {},
    ("lambda", "GetAccountSettings"): {},
    ("sesv2", "GetAccount"): {},
    ("ses", "GetIdentityVerificationAttributes"): {"Identities": ["tarnfield.example"]},
    ("rds", "DescribeDBMajorEngineVersions"): {"Engine": "mysql"},
    ("eks", "DescribeClusterVersions"): {"includeAll": True},
    ("cloudformation", "DescribeStackResourceDrifts"): {"StackName": "shop-platform"},
}


TYPES = {
    "string": str,
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "boolean": bool,
    "timestamp": datetime,
    "list": list,
    "map": dict,
    "structure": dict,
}


def parts(shape, value, path):
    """Give each part of a value, with its shape and where it stands."""
    match shape.type_name:
        case "structure":
            yield from (
                (shape.members[name], part, f"{path}.{name}") for name, part in value.items()
            )
        case "list":
            yield from ((shape.member, part, f"{path}[]") for part in value)
        case "map":
            yield from ((shape.value, part, f"{path}[{name}]") for name, part in value.items())


def faults(shape, value, path=""):
    """Name each place where a value is not what botocore's shape says."""
    if not isinstance(value, TYPES[shape.type_name]):
        return [f"{path} is {type(value).__name__}, not {shape.type_name}"]
    if getattr(shape, "enum", None) and value not in shape.enum:
        return [f"{path} is {value}, which the API does not know"]
    required = getattr(shape, "required_members", [])
    found = [f"{path}.{name} is missing" for name in required if name not in value]
    for part in parts(shape, value, path):
        found += faults(*part)
    return found


def test_every_gap_is_tried():
    """The inputs above cover the table of gaps, and nothing else."""
    assert {(gap.service, gap.operation) for gap in GAPS} == INPUTS.keys()


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: f"{gap.service}-{gap.operation}")
def test_a_gap_answers_in_the_shape_that_botocore_knows(account, gap):
    """A real client reads the answer, with all required members and known values."""
    client = account.client(gap.service)
    shape = client.meta.service_model.operation_model(gap.operation).output_shape
    answer = getattr(client, xform_name(gap.operation))(**INPUTS[gap.service, gap.operation])
    answer.pop("ResponseMetadata")
    assert answer
    assert faults(shape, answer) == []
