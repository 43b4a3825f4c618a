"""SageMaker: endpoints that nobody calls, and notebooks that were left running."""

from datetime import datetime

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.metrics import CALL, Metric, measure
from mcp_tool.insights.parameters import whole

TOOL = "sagemaker_read_operations"

ENDPOINTS, ENDPOINT = "sagemaker:ListEndpoints", "sagemaker:DescribeEndpoint"
CONFIG, NOTEBOOKS = "sagemaker:DescribeEndpointConfig", "sagemaker:ListNotebookInstances"

INVOCATIONS = Metric("AWS/SageMaker", "Invocations", "Sum")


def _idle(account: Account, days: int) -> Found:
    running = list(account.read(ENDPOINTS, StatusEquals="InService"))
    # One younger than the time that is looked at has not had its chance.
    old = [each for each in running if each["CreationTime"] < account.ago(days)]
    reads = [account.at(each, ENDPOINT, EndpointName=each["EndpointName"]) for each in old]
    endpoints = [each | read.first for each, read in zip(old, reads, strict=True) if read.first]
    calls = _calls(account, endpoints, days)
    idle = [
        each | {"invocations": number}
        for each, number in zip(endpoints, calls, strict=True)
        if number == 0
    ]
    configs = [
        account.at(each, CONFIG, EndpointConfigName=each["EndpointConfigName"]) for each in idle
    ]
    rows = [each | _machines(each, read.first) for each, read in zip(idle, configs, strict=True)]
    rows.sort(key=lambda each: each["CreationTime"])
    return Found(
        rows,
        f"{len(rows):,} of {len(running):,} endpoints in service had no invocation in the last"
        f" {days} days.",
    )


def _calls(account: Account, endpoints: list[Record], days: int) -> list[float | None]:
    """Count each endpoint's invocations over all its variants; None if that could not be read."""
    variants = [
        each | {"VariantName": variant["VariantName"]}
        for each in endpoints
        for variant in each.get("ProductionVariants", ())
    ]
    series = measure(account, variants, (INVOCATIONS,), dimensions=_dimensions, days=days)
    totals: dict[str, float | None] = {each["EndpointArn"]: 0.0 for each in endpoints}
    for variant, (values,) in zip(variants, series, strict=True):
        so_far = totals[variant["EndpointArn"]]
        known = values is not None and so_far is not None
        totals[variant["EndpointArn"]] = (so_far or 0.0) + sum(values or ()) if known else None
    return [totals[each["EndpointArn"]] for each in endpoints]


def _dimensions(variant: Record) -> dict[str, str]:
    return {"EndpointName": variant["EndpointName"], "VariantName": variant["VariantName"]}


def _machines(endpoint: Record, config: Record) -> dict[str, object]:
    variants = endpoint.get("ProductionVariants", ())
    planned = config.get("ProductionVariants", ())
    return {
        "instances": sum(each.get("CurrentInstanceCount", 0) for each in variants),
        "instance_types": sorted(
            {each["InstanceType"] for each in planned if "InstanceType" in each}
        ),
    }


def _running(account: Account, hours: int) -> Found:
    notebooks = list(account.read(NOTEBOOKS))
    running = [
        each | {"running_hours": _hours(account, each)}
        for each in notebooks
        if each["NotebookInstanceStatus"] == "InService"
    ]
    left = [each for each in running if each["running_hours"] >= hours]
    left.sort(key=lambda each: -each["running_hours"])
    since = f" for {hours:,} hours or longer" if hours else ""
    return Found(left, f"{len(left):,} of {len(notebooks):,} notebook instances run{since}.")


def _hours(account: Account, notebook: Record) -> float:
    """Tell how long a notebook has run: its last change was its start."""
    started: datetime = notebook["LastModifiedTime"]
    return round((account.now - started).total_seconds() / 3600, 1)


INSIGHTS = (
    Insight(
        name="IdleEndpoints",
        tool=TOOL,
        summary="SageMaker endpoints in service that nothing has called for N days",
        words="idle endpoints, unused SageMaker endpoints, endpoints without traffic, endpoints"
        " nobody calls, no invocations, endpoints to delete, wasted inference",
        calls=(ENDPOINTS, ENDPOINT, CONFIG, CALL),
        columns=columns(
            "endpoint=EndpointName",
            "invocations",
            "instances",
            "instance_types",
            "status=EndpointStatus",
            "created=CreationTime",
            "arn=EndpointArn",
        ),
        find=_idle,
        parameters={"days": whole("no invocation for so many days", 7, most=60)},
    ),
    Insight(
        name="RunningNotebooks",
        tool=TOOL,
        summary="notebook instances that run, and for how long",
        words="notebooks left running, running notebook instances, notebooks nobody stopped,"
        " forgotten notebooks, notebooks in service, notebooks to stop",
        calls=(NOTEBOOKS,),
        columns=columns(
            "notebook=NotebookInstanceName",
            "status=NotebookInstanceStatus",
            "type=InstanceType",
            "running_hours",
            "last_changed_at=LastModifiedTime",
            "created=CreationTime",
            "arn=NotebookInstanceArn",
        ),
        find=_running,
        parameters={
            "hours": whole("that run for so many hours or longer", 0, least=0, most=10_000)
        },
    ),
)
