"""The commands, as an operator types them."""

import json
import os
import subprocess
import sys

import pytest


@pytest.fixture
def environment(url):
    """The ambient AWS configuration of an operator."""
    return {
        "PATH": os.defpath,
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
    }


@pytest.fixture
def run(environment, tmp_path):
    """Run `python -m mcp_tool` in a process of its own."""

    def command(*arguments, **variables):
        return subprocess.run(
            [sys.executable, "-m", "mcp_tool", *arguments],
            check=False, capture_output=True, text=True,
            env=environment | variables, timeout=60, cwd=tmp_path,
        )  # fmt: skip

    return command


def test_call_prints_the_answer(run):
    """All arguments have their option."""
    done = run(
        "call", "ec2_read_operations", "--operation", "DescribeInstances",
        "--parameters", '{"Filters": [{"Name": "instance-state-name", "Values": ["running"]}]}',
        "--regions", "us-east-1", "eu-west-1", "--accounts", "own",
        "--fields", "{id: InstanceId}", "--limit", "2",
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["columns"] == ["region", "id"]
    assert answer["returned"] == 2
    again = run("call", "ec2_read_operations", "--cursor", answer["cursor"])
    assert json.loads(again.stdout)["rows"][0] not in answer["rows"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nope", "--query", "x"), "UnknownTool"),
        (("ec2_read_operations",), "InvalidArgument"),
        (("ec2_read_operations", "--query", "x", "--parameters", "{no json"), "InvalidArgument"),
        (("ec2_read_operations", "--query", "terminate i-1"), "Refused"),
    ],
)
def test_call_says_what_is_wrong(run, arguments, code):
    """As JSON, with status 1."""
    done = run("call", *arguments)
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == code


def test_plan_shows_what_words_would_read(run):
    """One JSON object; without a tool, that is chosen too."""
    done = run("plan", "ec2_read_operations", "volumes in Ireland")
    shown = json.loads(done.stdout)
    assert done.returncode == 0
    assert shown["operation"] == "DescribeVolumes"
    assert shown["regions"] == ["eu-west-1"]
    assert shown["error"] is None
    assert json.loads(run("plan", "sqs queues").stdout)["tool"] == "sqs_read_operations"


def test_plan_takes_a_batch(run, tmp_path):
    """One object a line, in the same order, whatever is in it."""
    file = tmp_path / "questions.jsonl"
    questions = [
        {"tool": "s3_read_operations", "question": "buckets"},
        {"tool": None, "question": "iam users"},
        {"tool": "s3_read_operations", "question": "delete all buckets"},
        {"tool": "nope", "question": "x"},
        {"question": 7},
    ]
    file.write_text("\n".join(map(json.dumps, questions)))
    shown = [json.loads(line) for line in run("plan", "--batch", str(file)).stdout.splitlines()]
    assert [each["operation"] for each in shown] == ["ListBuckets", "ListUsers", None, None, None]
    assert [each["error"] and each["error"]["code"] for each in shown] == [
        None, None, "Refused", "UnknownTool", "InvalidArgument",
    ]  # fmt: skip


def test_plan_needs_words(run):
    """Wrong usage is status 2."""
    assert run("plan").returncode == 2
    assert run("plan", "a", "b", "c").returncode == 2


@pytest.mark.parametrize("text", [None, '{"question": "x"}\nno json', "[1]", "\udcff"])
def test_a_batch_that_cannot_be_read_is_told(run, tmp_path, text):
    """With the line it stands in, and no trace of our own."""
    file = tmp_path / "questions.jsonl"
    if text is not None:
        file.write_text(text, encoding="utf-8", errors="surrogateescape")
    done = run("plan", "--batch", str(file))
    assert done.returncode == 2
    assert str(file) in done.stderr
    assert "Traceback" not in done.stderr


def test_catalog_lists_operations_as_json_lines(run):
    """What may be called with its IAM actions; what may not with its reason."""
    allowed = [
        json.loads(line) for line in run("catalog", "sqs_read_operations").stdout.splitlines()
    ]
    assert {"tool", "service", "operation", "iam"} <= set(allowed[0])
    assert "ListQueues" in {each["operation"] for each in allowed}
    done = run("catalog", "sqs_read_operations", "--refused")
    refused = {each["operation"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert refused["ReceiveMessage"]["reason"] == "data-body"
    assert run("catalog", "nope").returncode == 2


def test_a_reader_that_has_seen_enough_is_no_error(environment, tmp_path):
    """`catalog | head` ends quietly, as other commands do."""
    command = [sys.executable, "-m", "mcp_tool", "catalog"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=tmp_path
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_schemas_prints_the_payload(run):
    """Ready for the gateway."""
    assert len(json.loads(run("schemas").stdout)) == 20


def test_an_unusable_configuration_is_an_answer_too(run):
    """The handler never raises; the log says which variable."""
    done = run("call", "hello_world", READ_DEADLINE_SECONDS="soon")
    assert json.loads(done.stdout)["error"]["code"] == "Internal"
    assert "READ_DEADLINE_SECONDS" in done.stderr
    done = run("call", "hello_world", AWS_PROFILE="nobodys")
    assert json.loads(done.stdout)["error"]["code"] == "Internal"
    assert "nobodys" in done.stderr


def test_an_unusable_configuration_ends_a_plan_with_its_problem(run):
    """There is no answer to put it into."""
    done = run("plan", "users", READER_ROLES="7")
    assert done.returncode == 2
    assert done.stderr.startswith("READER_ROLES")
