"""SageMaker endpoints and notebook instances, as listed."""

from local.seed import learning


def test_sagemaker_has_idle_endpoints_and_forgotten_notebooks(account, read):
    """Endpoints are busy or idle, notebook instances run or not."""
    sagemaker = account.client("sagemaker")
    for name, daily in learning.ENDPOINTS.items():
        metrics = account.client("cloudwatch").list_metrics(
            Namespace="AWS/SageMaker", Dimensions=[{"Name": "EndpointName", "Value": name}]
        )["Metrics"]
        assert bool(metrics) == bool(daily)
    found = sagemaker.list_notebook_instances()["NotebookInstances"]
    assert {
        each["NotebookInstanceName"]: each["NotebookInstanceStatus"] for each in found
    } == learning.NOTEBOOKS
    ages = {each["NotebookInstanceName"]: read.age(each["LastModifiedTime"]) for each in found}
    assert round(ages["season-forecast"]) == 35
