"""SageMaker: endpoints busy and idle, notebooks running and stopped, a model and a job."""

from typing import Any

from local.seed.account import ACCOUNT_ID, Account

ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/sagemaker"
IMAGE = f"{ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com/shop-recommender:latest"

# Endpoint to its invocations a day: one is busy, one idle.
ENDPOINTS = {"recommender-prod": 5200, "recommender-trial": 0}
# Notebook instance to its status: one was left running.
NOTEBOOKS = {"season-forecast": "InService", "returns-study": "Stopped"}


def fill(account: Account) -> None:
    """Create a model, its endpoints, notebook instances and a training job."""
    sagemaker = account.client("sagemaker")
    sagemaker.create_model(
        ModelName="recommender", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE}
    )
    for name in ENDPOINTS:
        _create_endpoint(account, sagemaker, name)
    for name, status in NOTEBOOKS.items():
        sagemaker.create_notebook_instance(
            NotebookInstanceName=name, InstanceType="ml.t3.medium", RoleArn=ROLE
        )
        account.backdate("sagemaker", "notebook_instances", name, "creation_time", days=35)
        account.backdate("sagemaker", "notebook_instances", name, "last_modified_time", days=35)
        if status == "Stopped":
            sagemaker.stop_notebook_instance(NotebookInstanceName=name)
    _train(sagemaker)


def _create_endpoint(account: Account, sagemaker: Any, name: str) -> None:
    variant = {
        "VariantName": "all",
        "ModelName": "recommender",
        "InstanceType": "ml.m5.large",
        "InitialInstanceCount": 1,
        "InitialVariantWeight": 1.0,
    }
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
    account.backdate("sagemaker", "endpoints", name, "creation_time", days=70)


def _train(sagemaker: Any) -> None:
    sagemaker.create_training_job(
        TrainingJobName="recommender-weekly",
        AlgorithmSpecification={"TrainingImage": IMAGE, "TrainingInputMode": "File"},
        RoleArn=ROLE,
        OutputDataConfig={"S3OutputPath": "s3://tarnfield-build-cache/models"},
        ResourceConfig={"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
        StoppingCondition={"MaxRuntimeInSeconds": 3600},
    )
