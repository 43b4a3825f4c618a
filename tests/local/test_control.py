"""The control plane's front over moto: what it checks, what it passes on, driven as it will be."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from local import control
from local.server import serve


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "bad name_!"}, "name"),
        ({"name": "n" * 49}, "name"),
        ({"description": "d" * 201}, "description"),
        ({"roleArn": "role"}, "roleArn"),
        ({"authorizerType": "WHAT"}, "authorizerType"),
        ({"exceptionLevel": "INFO"}, "exceptionLevel"),
        ({"tags": {"k": "v" * 257}}, "tags.k"),
        (
            {"protocolConfiguration": {"mcp": {"supportedVersions": ["2024-11-05"]}}},
            "protocolConfiguration.mcp.supportedVersions",
        ),
        (
            {
                "protocolConfiguration": {
                    "mcp": {"sessionConfiguration": {"sessionTimeoutInSeconds": 28801}}
                }
            },
            "protocolConfiguration.mcp.sessionConfiguration.sessionTimeoutInSeconds",
        ),
    ],
)
def test_what_boto3_lets_out_is_checked_here(console, changes: dict[str, Any], field: str) -> None:
    """Patterns, enums and maxima are AWS's to check, and the answer names the member."""
    answer = console.refused(console.api.create_gateway, **console.GATEWAY | changes)
    assert console.code(answer) == ("ValidationException", 400)
    assert answer["reason"] == "FieldValidationFailed"
    assert [entry["name"] for entry in answer["fieldList"]] == [field]


def test_what_cannot_be_kept_is_refused(console) -> None:
    """A member that moto would forget is refused instead of dropped."""
    ids = {"gatewayIdentifier": console.gateway()}
    answer = console.refused(
        console.api.update_gateway,
        **ids,
        **console.GATEWAY,
        wafConfiguration={"failureMode": "FAIL_OPEN"},
    )
    assert [entry["name"] for entry in answer["fieldList"]] == ["wafConfiguration"]


def test_documented_rules_are_checked_too(console) -> None:
    """A gateway for everybody and a target without credentials are refused."""
    url = console.AUTHORIZER["customJWTAuthorizer"]["discoveryUrl"]
    everybody = {"authorizerConfiguration": {"customJWTAuthorizer": {"discoveryUrl": url}}}
    answer = console.refused(console.api.create_gateway, **console.GATEWAY | everybody)
    assert console.code(answer) == ("ValidationException", 400)
    bare = {name: console.TARGET[name] for name in ("name", "targetConfiguration")}
    answer = console.refused(
        console.api.create_gateway_target, gatewayIdentifier=console.gateway(), **bare
    )
    assert console.code(answer) == ("ValidationException", 400)


def test_every_problem_is_told_at_once(console) -> None:
    """A request with three faults gets one answer with three fields."""
    faults = {"name": "a_b", "roleArn": "x", "exceptionLevel": "LOUD"}
    answer = console.refused(console.api.create_gateway, **console.GATEWAY | faults)
    assert sorted(entry["name"] for entry in answer["fieldList"]) == sorted(faults)
    assert answer["Error"]["Message"].startswith("3 validation errors detected")


def test_a_name_can_be_made_to_fail(moto, console, aws_client) -> None:
    """A gateway that was named as failing ends in FAILED with its reason."""
    app = control.create_app(moto, "http://plane.test", failing={"Doomed": "no such role"})
    with serve(app) as url:
        other = aws_client("bedrock-agentcore-control", url)
        gateway_id = other.create_gateway(**console.GATEWAY | {"name": "Doomed"})["gatewayId"]
        other.get_gateway(gatewayIdentifier=gateway_id)
        settled = other.get_gateway(gatewayIdentifier=gateway_id)
    assert (settled["status"], settled["statusReasons"]) == ("FAILED", ["no such role"])


def test_other_operations_pass_through(console) -> None:
    """What is not a gateway is answered by moto itself."""
    assert console.api.list_memories()["memories"] == []


def test_a_body_that_is_no_json_cannot_be_parsed(front: str) -> None:
    """The answer is a ValidationException with reason CannotParse, in header and body."""
    request = urllib.request.Request(f"{front}/gateways/", data=b"[1", method="POST")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    with caught.value as answer:
        assert answer.headers["x-amzn-errortype"] == "ValidationException"
        assert json.load(answer)["reason"] == "CannotParse"


def test_the_aws_cli_reads_and_writes(front: str, console, tmp_path: Path) -> None:
    """The AWS CLI creates a gateway and lists it."""

    def aws(*arguments: str) -> Any:
        done = subprocess.run(
            [Path(sys.executable).with_name("aws"), "bedrock-agentcore-control", *arguments],
            env={
                "AWS_ENDPOINT_URL": front,
                "AWS_DEFAULT_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
                "AWS_SECRET_ACCESS_KEY": "secret",
                "HOME": str(tmp_path),
            },
            capture_output=True,
            timeout=60,
            check=True,
        )
        return json.loads(done.stdout)

    made = aws("create-gateway", "--cli-input-json", json.dumps(console.GATEWAY))
    assert aws("get-gateway", "--gateway-identifier", made["gatewayId"])["name"] == "Ops-dev"
    assert [item["status"] for item in aws("list-gateways")["items"]] == ["READY"]
