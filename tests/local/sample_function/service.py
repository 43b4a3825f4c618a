"""The sample function behind the Invoke API, and a client that asks once."""

import json
from contextlib import contextmanager
from pathlib import Path

import boto3
from botocore.config import Config

from local.functions.function import Function
from local.lambda_runtime import create_app
from local.server import serve

HERE = Path(__file__).parent
KEYS = {"aws_access_key_id": "AKIAEXAMPLE", "aws_secret_access_key": "secret"}


def function(**changed):
    """Define the sample function."""
    usual = {
        "name": "sample",
        "handler": "sample.handler",
        "task_root": HERE,
        "environment": {"COLOUR": "green"},
        "timeout": 30.0,
        "concurrency": 2,
    }
    return Function(**usual | changed)


def client_of(url):
    """Make a boto3 client that asks once."""
    once = Config(retries={"total_max_attempts": 1})
    return boto3.client("lambda", region_name="us-east-1", endpoint_url=url, config=once, **KEYS)


@contextmanager
def running(log=None, **changed):
    """Serve the sample function, changed."""
    sink = (log if log is not None else []).append
    with serve(create_app(function(**changed), log=sink)) as url:
        yield url


def invoke(client, event, **arguments):
    """Invoke the sample function and read its payload."""
    answer = client.invoke(**{"FunctionName": "sample", "Payload": json.dumps(event)} | arguments)
    return answer, json.loads(answer["Payload"].read())
