"""The moto process, and the calls that the gap layer answers in front of it."""

import socket
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from local.aws import MotoServer
from local.aws_gaps.table import GAPS
from local.seed import fill
from local.seed.account import Account
from local.server import PortInUseError

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


@pytest.fixture(scope="module")
def account():
    """Give the filled account."""
    with MotoServer() as url:
        fill(url)
        yield Account(url)


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


def amounts(answer):
    """Add up the costs of a Cost Explorer answer."""
    return sum(
        float(part["Metrics"]["UnblendedCost"]["Amount"])
        for period in answer["ResultsByTime"]
        for part in period["Groups"] or [{"Metrics": period["Total"]}]
    )


def test_costs_come_to_the_same_however_they_are_asked_for(account):
    """By service, by day or by tag, the sum over a quarter is one."""
    ce = account.client("ce")
    asked = {"TimePeriod": QUARTER, "Metrics": ["UnblendedCost"]}
    whole = amounts(ce.get_cost_and_usage(Granularity="MONTHLY", **asked))
    for group in ({"Type": "DIMENSION", "Key": "SERVICE"}, {"Type": "TAG", "Key": "Team"}):
        parts = ce.get_cost_and_usage(Granularity="DAILY", GroupBy=[group], **asked)
        assert amounts(parts) == pytest.approx(whole, abs=0.01)


def test_costs_are_filtered(account):
    """A filter and its negation share the whole between them."""
    ce = account.client("ce")
    asked = {"TimePeriod": QUARTER, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]}
    ireland = {"Dimensions": {"Key": "REGION", "Values": ["eu-west-1"]}}
    warehouse = {"Tags": {"Key": "Team", "Values": ["warehouse"]}}
    both = {"And": [ireland, warehouse]}
    whole = amounts(ce.get_cost_and_usage(**asked))
    part = amounts(ce.get_cost_and_usage(Filter=both, **asked))
    rest = amounts(ce.get_cost_and_usage(Filter={"Not": both}, **asked))
    either = amounts(ce.get_cost_and_usage(Filter={"Or": [ireland, warehouse]}, **asked))
    assert 0 < part < either < whole
    assert part + rest == pytest.approx(whole, abs=0.01)


@pytest.mark.parametrize(
    "asked",
    [
        {"Granularity": "HOURLY"},
        {"GroupBy": [{"Type": "DIMENSION", "Key": "PLATFORM"}]},
        {"Filter": {"CostCategories": {"Key": "Tier", "Values": ["1"]}}},
    ],
    ids=["hours", "group", "filter"],
)
def test_costs_that_the_ledger_cannot_tell_are_refused(account, asked):
    """The sandbox refuses a question that it would answer wrongly."""
    asked = {"TimePeriod": QUARTER, "Granularity": "DAILY", "Metrics": ["UnblendedCost"]} | asked
    with pytest.raises(ClientError, match="ValidationException"):
        account.client("ce").get_cost_and_usage(**asked)


def test_a_forecast_of_the_past_is_refused(account):
    """A forecast starts today at the earliest, as in the cloud."""
    with pytest.raises(ClientError, match="ValidationException"):
        account.client("ce").get_cost_forecast(
            TimePeriod=QUARTER, Granularity="MONTHLY", Metric="UNBLENDED_COST"
        )


def test_the_anomaly_stands_in_the_costs_of_its_day(account):
    """What the anomaly says of its day is what the ledger says."""
    ce = account.client("ce")
    anomaly = ce.get_anomalies(DateInterval={"StartDate": QUARTER["Start"]})["Anomalies"][0]
    day = datetime.fromisoformat(anomaly["AnomalyStartDate"]).date()
    cause = anomaly["RootCauses"][0]["UsageType"]
    cost = ce.get_cost_and_usage(
        TimePeriod={"Start": day.isoformat(), "End": (day + timedelta(days=1)).isoformat()},
        Granularity="DAILY",
        Metrics=["UnblendedCost"],
        Filter={"Dimensions": {"Key": "USAGE_TYPE", "Values": [cause]}},
    )
    assert amounts(cost) == pytest.approx(anomaly["Impact"]["TotalActualSpend"], rel=0.01)
    nothing = ce.get_anomalies(DateInterval={"StartDate": TODAY.isoformat()})["Anomalies"]
    assert nothing == []


def test_dimension_values_and_tags_are_searched(account):
    """A search string narrows the values; an unknown dimension has none."""
    ce = account.client("ce")
    found = ce.get_dimension_values(TimePeriod=QUARTER, Dimension="SERVICE", SearchString="lambda")
    assert [value["Value"] for value in found["DimensionValues"]] == ["AWS Lambda"]
    assert ce.get_dimension_values(TimePeriod=QUARTER, Dimension="AZ")["TotalSize"] == 0
    assert ce.get_tags(TimePeriod=QUARTER, TagKey="Team", SearchString="ware")["Tags"] == [
        "warehouse"
    ]


def test_an_unknown_model_is_not_found(account):
    """An error is the API's own, and the client knows its class."""
    bedrock = account.client("bedrock")
    with pytest.raises(bedrock.exceptions.ResourceNotFoundException):
        bedrock.get_foundation_model(modelIdentifier="anthropic.claude-0")


def test_a_model_may_be_out_of_reach(account):
    """The account has access to some models, not to all."""
    access = {
        model["modelId"]: account.client("bedrock").get_foundation_model_availability(
            modelId=model["modelId"]
        )["entitlementAvailability"]
        for model in account.client("bedrock").list_foundation_models()["modelSummaries"]
    }
    assert access[MODEL] == "AVAILABLE"
    assert access["amazon.nova-lite-v1:0"] == "NOT_AVAILABLE"


def test_events_are_looked_up_by_attribute_and_time(account):
    """LookupEvents narrows by who, by what and by when."""
    trail = account.client("cloudtrail")
    by_user = [{"AttributeKey": "Username", "AttributeValue": "marta.ruiz"}]
    assert {e["Username"] for e in trail.lookup_events(LookupAttributes=by_user)["Events"]} == {
        "marta.ruiz"
    }
    by_name = [{"AttributeKey": "ResourceName", "AttributeValue": "shop-checkout"}]
    assert len(trail.lookup_events(LookupAttributes=by_name)["Events"]) == 1
    recent = trail.lookup_events(StartTime=datetime.now(UTC) - timedelta(hours=6))["Events"]
    assert [event["EventName"] for event in recent] == [
        "UpdateFunctionCode20150331v2",
        "AuthorizeSecurityGroupIngress",
    ]
    elsewhere = account.client("cloudtrail", "eu-west-1").lookup_events()["Events"]
    assert elsewhere == []


def test_alarm_history_tells_of_an_alarm_that_is_quiet_again(account):
    """An alarm that fired two days ago is OK now, and its history says so."""
    history = account.client("cloudwatch").describe_alarm_history(AlarmName="shop-search-errors")
    assert [item["HistorySummary"] for item in history["AlarmHistoryItems"]] == [
        "Alarm updated from ALARM to OK",
        "Alarm updated from OK to ALARM",
    ]


def test_calls_beside_a_gap_reach_moto_unchanged(account):
    """A service with gaps still has its other calls, bodies and all."""
    ce = account.client("ce")
    rule = {"Value": "one", "Rule": {"Tags": {"Key": "Team", "Values": ["shop"]}}}
    made = ce.create_cost_category_definition(
        Name="Teams", RuleVersion="CostCategoryExpression.v1", Rules=[rule]
    )
    found = ce.describe_cost_category_definition(CostCategoryArn=made["CostCategoryArn"])
    assert found["CostCategory"]["Rules"] == [rule]
    assert account.client("ses").get_send_quota()["Max24HourSend"] > 0
    assert account.client("bedrock").list_custom_models()["modelSummaries"] == []


def test_a_taken_port_is_named():
    """A port in use is an error that says which, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUseError, match=str(port)), MotoServer(port=port):
            pass


def test_the_command_names_a_taken_port_in_one_line():
    """The command says the same on one line, with the status of wrong usage."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "local.aws", "--port", port],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr.count("\n"), port in done.stderr) == (2, 1, True)


def test_the_server_logs_to_its_file_and_stops(tmp_path):
    """The log holds the requests; after the block nobody listens any more."""
    log = tmp_path / "aws.log"
    with MotoServer(log=log) as url:
        Account(url).client("sts").get_caller_identity()
    assert "POST /" in log.read_text()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", urlsplit(url).port))


PARENT = """
import sys
from local.aws import MotoServer
with MotoServer() as url:
    print(url, flush=True)
    sys.stdin.read()
"""


def test_a_killed_parent_leaves_no_server_behind():
    """The server sees its parent go, even by SIGKILL, and goes too."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        url = urlsplit(parent.stdout.readline().strip())
        with socket.create_connection((url.hostname, url.port), timeout=30) as line:
            parent.kill()
            with suppress(ConnectionResetError):
                line.recv(1)  # returns when the kernel closes the server's side
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((url.hostname, url.port))
