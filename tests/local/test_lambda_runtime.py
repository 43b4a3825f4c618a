"""The Invoke API, driven by boto3 and the AWS CLI over real runtime clients."""

import base64
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.local.sample_function.service import HERE, client_of, invoke, running

ARN = "arn:aws:lambda:us-east-1:123456789012:function:sample"
# What Lambda sets, what this function adds, and what the interpreter and the runtime client add.
VARIABLES = {
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "COLOUR",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "LANG",
    "LC_CTYPE",
    "PATH",
    "TZ",
}


@pytest.fixture(scope="module")
def log():
    """What the processes of the shared service wrote."""
    return []


@pytest.fixture(scope="module")
def url(log):
    """One service for the tests that leave it as it was."""
    with running(log) as url:
        yield url


@pytest.fixture(scope="module")
def client(url):
    """A client of the shared service."""
    return client_of(url)


def refusal(client, **arguments):
    """Invoke in a way that is refused; return status, code and message."""
    with pytest.raises(client.exceptions.ClientError) as caught:
        client.invoke(**{"FunctionName": "sample"} | arguments)
    error = caught.value.response
    status = error["ResponseMetadata"]["HTTPStatusCode"]
    return status, error["Error"]["Code"], error["Error"]["Message"]


def test_an_event_comes_back_from_the_handler(client):
    """The result is the payload, and the answer says which version ran."""
    answer, payload = invoke(client, {"n": 1})
    assert payload == {"n": 1}
    assert answer["StatusCode"] == 200
    assert answer["ExecutedVersion"] == "$LATEST"
    assert "FunctionError" not in answer


def test_no_payload_is_an_empty_event(client):
    """Invoking without a payload hands the function an empty object."""
    answer = client.invoke(FunctionName="sample")
    assert json.loads(answer["Payload"].read()) == {}


def test_the_handler_sees_its_context(client):
    """Client context, deadline, request id and ARN reach the handler."""
    context = base64.b64encode(json.dumps({"custom": {"tool": "é"}}).encode()).decode()
    answer, seen = invoke(client, {"do": "describe"}, ClientContext=context)
    assert seen["custom"] == {"tool": "é"}
    assert seen["arn"] == ARN
    assert seen["request_id"] == answer["ResponseMetadata"]["RequestId"]
    assert 0 < seen["remaining_ms"] <= 30_000


def test_a_process_has_lambdas_environment_and_its_own_and_nothing_else(client):
    """No variable of the parent is seen by the function."""
    _, variables = invoke(client, {"do": "environment"})
    # The interpreter sets LC_CTYPE only where the machine's C locale is not UTF-8 yet.
    assert set(variables) | {"LC_CTYPE"} == VARIABLES
    assert variables["COLOUR"] == "green"
    assert variables["AWS_REGION"] == "us-east-1"
    assert variables["LAMBDA_TASK_ROOT"] == str(HERE)


@pytest.mark.parametrize(
    "name",
    [
        "sample",
        "sample:$LATEST",
        ARN,
        f"{ARN}:$LATEST",
        "123456789012:function:sample",
        "us-east-1:123456789012:function:sample",
    ],
)
def test_every_form_of_the_name_is_understood(client, name):
    """A name, a partial and a full ARN name the same function, with and without `$LATEST`."""
    assert invoke(client, {}, FunctionName=name)[1] == {}


@pytest.mark.parametrize(
    ("arguments", "arn"),
    [
        ({"FunctionName": "other"}, ARN.replace("sample", "other")),
        ({"FunctionName": "sample:live"}, f"{ARN}:live"),
        (
            {"FunctionName": ARN.replace("us-east-1", "eu-west-1")},
            ARN.replace("us-east", "eu-west"),
        ),
        ({"FunctionName": ARN.replace("1234", "9999")}, ARN.replace("1234", "9999")),
        ({"Qualifier": "7"}, f"{ARN}:7"),
    ],
)
def test_another_function_version_region_or_account_is_not_found(client, arguments, arn):
    """What is not this function's latest version does not exist."""
    assert refusal(client, **arguments) == (
        404,
        "ResourceNotFoundException",
        f"Function not found: {arn}",
    )


def test_a_request_over_six_megabytes_is_refused(client):
    """The payload's size is said, as Lambda says it."""
    assert refusal(client, Payload=b'"' + b"x" * 7_000_000 + b'"') == (
        413,
        "RequestTooLargeException",
        "7000002 byte payload is too large for the RequestResponse invocation type"
        " (limit 6291456 bytes)",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ({"Payload": b"{"}, "InvalidRequestContentException", "Could not parse request body"),
        ({"ClientContext": "%"}, "InvalidRequestContentException", "Base64-encoded JSON object"),
        ({"ClientContext": "W10="}, "InvalidRequestContentException", "Base64-encoded JSON object"),
        ({"InvocationType": "Event"}, "InvalidParameterValueException", "not supported here"),
    ],
)
def test_a_malformed_request_is_refused(client, arguments, code, words):
    """What cannot be handed to a function never reaches it."""
    status, kind, message = refusal(client, **arguments)
    assert (status, kind) == (400, code)
    assert words in message


def test_dry_run_runs_nothing(client, log):
    """A dry run checks the request and leaves the function alone."""
    before = len(log)
    assert client.invoke(FunctionName="sample", InvocationType="DryRun")["StatusCode"] == 204
    assert len(log) == before


def test_the_tail_of_the_log_is_this_invocations(client, log):
    """LogType Tail returns Lambda's lines around what the handler printed, and only those."""
    invoke(client, {"n": "earlier"})
    answer, _ = invoke(client, {"n": "now"}, LogType="Tail")
    request_id = answer["ResponseMetadata"]["RequestId"]
    start, printed, end, report = base64.b64decode(answer["LogResult"]).decode().splitlines()
    assert start == f"START RequestId: {request_id} Version: $LATEST"
    assert printed == 'handling {"n": "now"}'
    assert end == f"END RequestId: {request_id}"
    assert report.startswith(f"REPORT RequestId: {request_id}\tDuration: ")
    assert 'handling {"n": "earlier"}\n' in b"".join(log).decode()


def test_more_than_the_concurrency_is_throttled(client, tmp_path):
    """Each running invocation has a process of its own; one more gets 429, and none is queued."""
    pipes = [tmp_path / "one", tmp_path / "two"]
    for pipe in pipes:
        os.mkfifo(pipe)
    with ThreadPoolExecutor() as threads:
        running = [
            threads.submit(invoke, client, {"do": "wait", "path": str(pipe)}) for pipe in pipes
        ]
        # Opening a pipe to write waits for its reader: from here on both handlers are running.
        writers = [pipe.open("w") for pipe in pipes]
        refused = refusal(client)
        for writer in writers:
            writer.close()
        pids = {future.result()[1] for future in running}
    assert refused == (429, "TooManyRequestsException", "Rate Exceeded.")
    assert len(pids) == 2


def test_the_aws_cli_invokes(url, tmp_path):
    """The CLI is one more client that nobody here wrote."""
    out = tmp_path / "out.json"
    command = [
        *(
            str(Path(sys.executable).parent / "aws"),
            "lambda",
            "invoke",
            "--function-name",
            "sample",
        ),
        *("--payload", '{"n": 1}', "--endpoint-url", url, "--region", "us-east-1", str(out)),
    ]
    keys = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}
    run = subprocess.run(command, env=keys, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {"StatusCode": 200, "ExecutedVersion": "$LATEST"}
    assert json.loads(out.read_text()) == {"n": 1}
