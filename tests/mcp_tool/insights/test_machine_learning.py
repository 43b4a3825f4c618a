"""Idle endpoints and running notebooks."""

from datetime import UTC, datetime, timedelta

from local.seed.learning import NOTEBOOKS


def test_an_endpoint_that_nobody_calls_is_idle(run, aws):
    """The busy one is the near miss; machines and state are SageMaker's own."""
    found = run("IdleEndpoints")
    assert found.column("endpoint") == ["recommender-trial"]
    sagemaker = aws("sagemaker")
    endpoint = sagemaker.describe_endpoint(EndpointName="recommender-trial")
    config = sagemaker.describe_endpoint_config(EndpointConfigName="recommender-trial")
    row = found.rows[0]
    assert (row["status"], row["arn"]) == (endpoint["EndpointStatus"], endpoint["EndpointArn"])
    assert row["instances"] == endpoint["ProductionVariants"][0]["CurrentInstanceCount"]
    assert row["instance_types"] == [config["ProductionVariants"][0]["InstanceType"]]
    assert row["invocations"] == 0
    assert found.summary == ("1 of 2 endpoints in service had no invocation in the last 7 days.")


def endpoint(name, *, days, variants):
    """Write an endpoint as SageMaker answers it."""
    return {
        "EndpointName": name,
        "EndpointArn": f"arn:aws:sagemaker:us-east-1:1:endpoint/{name}",
        "EndpointConfigName": name,
        "CreationTime": datetime.now(UTC) - timedelta(days=days),
        "ProductionVariants": [{"VariantName": each} for each in variants],
    }


def idle(told, *endpoints, **calls):
    """Run the insight on endpoints whose variants were called so often."""
    known = {each["EndpointName"]: each for each in endpoints}

    def data(MetricDataQueries, **_):  # noqa: N803  # a member of the API
        return [
            {"Id": each["Id"], "Values": [calls[variant]]}
            for each in MetricDataQueries
            if (variant := each["MetricStat"]["Metric"]["Dimensions"][1]["Value"]) in calls
        ]

    return told(
        "IdleEndpoints",
        {
            "sagemaker:ListEndpoints": list(endpoints),
            "sagemaker:DescribeEndpoint": lambda EndpointName: [known[EndpointName]],  # noqa: N803  # a member of the API
            "cloudwatch:GetMetricData": data,
        },
    )


def test_one_busy_variant_makes_an_endpoint_busy(told):
    """Calls are counted over all variants; no data is no call."""
    busy = endpoint("busy", days=30, variants=("old", "new"))
    quiet = endpoint("quiet", days=30, variants=("silent",))
    assert idle(told, busy, quiet, new=3.0).column("endpoint") == ["quiet"]


def test_a_young_endpoint_is_not_called_idle(told):
    """It has not had its chance."""
    assert idle(told, endpoint("young", days=3, variants=("all",))).rows == []


def test_an_endpoint_without_readable_metrics_is_not_called_idle(told, denied):
    """What was denied is a failure and no finding."""
    old = endpoint("old", days=30, variants=("all",))
    answers = {
        "sagemaker:ListEndpoints": [old],
        "sagemaker:DescribeEndpoint": [old],
        "cloudwatch:GetMetricData": denied,
    }
    found = told("IdleEndpoints", answers)
    assert found.rows == []
    assert [each.code for each in found.failures] == ["AccessDenied"]


def test_notebooks_left_running_are_found(run, aws):
    """The stopped one is the near miss; state and type are SageMaker's own."""
    found = run("RunningNotebooks")
    assert found.column("notebook") == [
        name for name, status in NOTEBOOKS.items() if status == "InService"
    ]
    listed = aws("sagemaker").list_notebook_instances(StatusEquals="InService")
    [notebook] = listed["NotebookInstances"]
    row = found.rows[0]
    assert (row["status"], row["type"]) == (
        notebook["NotebookInstanceStatus"],
        notebook["InstanceType"],
    )
    assert row["last_changed_at"] == f"{notebook['LastModifiedTime']:%Y-%m-%dT%H:%M:%SZ}"


def test_how_long_is_too_long_is_the_caller_s(run):
    """It has run for five weeks."""
    assert run("RunningNotebooks", hours=24 * 34).column("notebook") == ["season-forecast"]
    assert run("RunningNotebooks", hours=24 * 36).rows == []
