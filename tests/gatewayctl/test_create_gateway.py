"""Creating a gateway: the script run as a person runs it, on an account of its own."""

import json
import signal
import subprocess
import sys
from pathlib import Path

CREATE_PLAN = """\
+ CreateGateway aws-operations-agent-dev
    name: "aws-operations-agent-dev"
    description: "Read-only tools"
    roleArn: "arn:aws:iam::123456789012:role/BedrockAgentCoreGatewayExecutionRole-dev"
    protocolType: "MCP"
    protocolConfiguration.mcp.supportedVersions: ["2025-03-26", "2025-06-18", "2025-11-25"]
    protocolConfiguration.mcp.instructions: "Ask."
    protocolConfiguration.mcp.streamingConfiguration.enableResponseStreaming: false
    authorizerType: "CUSTOM_JWT"
    authorizerConfiguration.customJWTAuthorizer.discoveryUrl: \
"https://okta.test/oauth2/default/.well-known/openid-configuration"
    authorizerConfiguration.customJWTAuthorizer.allowedAudience: ["api://default"]
    authorizerConfiguration.customJWTAuthorizer.customClaims: [{"inboundTokenClaimName": "cid", \
"inboundTokenClaimValueType": "STRING", "authorizingClaimMatchValue": {"claimMatchValue": \
{"matchValueString": "awsops-cli"}, … (193 characters)
    exceptionLevel: "DEBUG"
    tags.application: "aws-operations-agent"
    tags.environment: "dev"
~ PutParameter /operations-agent/dev/gateway-url
    Value: null -> "(known once the gateway is created)"
~ WriteConfig CONFIG
    gateway_id: null -> "(known once the gateway is created)"
    gateway_arn: null -> "(known once the gateway is created)"
    gateway_url: null -> "(known once the gateway is created)"
    gateway_url_parameter: null -> "/operations-agent/dev/gateway-url"
    gateway_role_arn: null -> \
"arn:aws:iam::123456789012:role/BedrockAgentCoreGatewayExecutionRole-dev"
Dry run: nothing was written.
"""


def test_a_dry_run_prints_the_exact_plan_and_writes_nothing(account, script, config, edit):
    """What would be created is shown member by member, and only reads are made."""
    edit("gateway", "description", value="Read-only tools")
    edit("gateway", "instructions", value="Ask.")
    before = config.read_bytes()
    done = script("create-gateway", "--dry-run")
    assert done.stdout == CREATE_PLAN.replace("CONFIG", str(config))
    assert (done.returncode, done.stderr) == (0, "")
    assert account.front.writes == []
    assert account.parameter is None
    assert config.read_bytes() == before


def test_create_makes_what_the_configuration_says(account, script, config, created):
    """The AWS CLI reads back every member, the tags and the parameter."""
    done = script("create-gateway", "--output", "json")
    assert done.returncode == 0, done.stderr
    gateway_id = json.loads(done.stdout)["result"]["gatewayId"]
    found = account.read(
        "bedrock-agentcore-control", "get-gateway", "--gateway-identifier", gateway_id
    )
    for key in ("createdAt", "updatedAt", "workloadIdentityDetails"):
        del found[key]
    document = json.loads(config.read_text())
    url = f"http://plane.test/{gateway_id}/mcp"
    arn = f"arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/{gateway_id}"
    claim = {
        "inboundTokenClaimName": "cid",
        "inboundTokenClaimValueType": "STRING",
        "authorizingClaimMatchValue": {
            "claimMatchValue": {"matchValueString": "awsops-cli"},
            "claimMatchOperator": "EQUALS",
        },
    }
    assert found == {
        "gatewayId": gateway_id,
        "gatewayArn": arn,
        "gatewayUrl": url,
        "status": "READY",
        "name": "aws-operations-agent-dev",
        "description": document["gateway"]["description"],
        "roleArn": account.role,
        "protocolType": "MCP",
        "protocolConfiguration": {
            "mcp": {
                "supportedVersions": ["2025-03-26", "2025-06-18", "2025-11-25"],
                "instructions": document["gateway"]["instructions"],
                "streamingConfiguration": {"enableResponseStreaming": False},
            }
        },
        "authorizerType": "CUSTOM_JWT",
        "authorizerConfiguration": {
            "customJWTAuthorizer": {
                "discoveryUrl": "https://okta.test/oauth2/default/.well-known/openid-configuration",
                "allowedAudience": ["api://default"],
                "customClaims": [claim],
            }
        },
        "exceptionLevel": "DEBUG",
    }
    tags = account.read(
        "bedrock-agentcore-control", "list-tags-for-resource", "--resource-arn", arn
    )
    assert tags == {"tags": {"application": "aws-operations-agent", "environment": "dev"}}
    assert account.parameter == url
    assert created() == {
        "gateway_id": gateway_id,
        "gateway_arn": arn,
        "gateway_url": url,
        "gateway_url_parameter": "/operations-agent/dev/gateway-url",
        "gateway_role_arn": account.role,
        "target_id": None,
        "tool_function_arn": None,
    }


def test_only_the_lines_of_one_environment_change_in_the_configuration(script, config, created):
    """Recording touches the five gateway lines of dev and nothing else."""
    before = config.read_text().splitlines()
    script("create-gateway")
    after = config.read_text().splitlines()
    assert len(after) == len(before)
    changed = [
        new.split(":")[0].strip() for old, new in zip(before, after, strict=True) if old != new
    ]
    assert changed == [
        '"gateway_id"',
        '"gateway_arn"',
        '"gateway_url"',
        '"gateway_url_parameter"',
        '"gateway_role_arn"',
    ]
    assert set(created("staging").values()) == {None}


def test_creating_again_finds_nothing_to_do(account, script, config, created):
    """A second run writes to neither AWS nor the file, and says so."""
    script("create-gateway")
    made, text = list(account.front.writes), config.read_text()
    done = script("create-gateway")
    url = created()["gateway_url"]
    assert done.stdout == (
        "Nothing to do: aws-operations-agent-dev is as configured.\n"
        f"aws-operations-agent-dev is READY: {url}\n"
    )
    assert (done.returncode, account.front.writes, config.read_text()) == (0, made, text)


def test_production_hides_error_texts_and_optional_scopes_are_demanded(
    account, script, config, edit
):
    """In prod there is no exception level; scopes that the configuration names are allowed ones."""
    account.deploy("prod", {"GatewayRoleArn": account.role, "GatewayUrlParameterName": "/ops/url"})
    okta = json.loads(config.read_text())["environments"]["dev"]["okta"]
    edit("environments", "prod", "okta", value={**okta, "scopes": ["aws.ops"]})
    done = script("create-gateway", "--environment", "prod", "--output", "json")
    result = json.loads(done.stdout)["result"]
    assert "exceptionLevel" not in result
    authorizer = result["authorizerConfiguration"]["customJWTAuthorizer"]
    assert authorizer["allowedScopes"] == ["aws.ops"]


def test_progress_is_on_standard_error_while_a_status_changes(open_account, scripts_on):
    """Standard output holds the result alone; what is waited for is said beside it."""
    with open_account(changes_show=2) as account:
        done = scripts_on(account)("create-gateway", "--output", "json")
    assert json.loads(done.stdout)["result"]["status"] == "READY"
    assert "aws-operations-agent-dev: CREATING (0 s)\n" in done.stderr


def test_a_gateway_is_found_behind_the_first_page(account, script):
    """Listing follows the pages, so a full region does not hide the gateway."""
    role = {"roleArn": account.role, "authorizerType": "NONE"}
    with account.client("bedrock-agentcore-control") as client:
        for number in range(12):
            client.create_gateway(name=f"another-{number}", **role)
    script("create-gateway")
    assert script("get-gateway").returncode == 0
    rows = json.loads(script("list-gateways", "--output", "json").stdout)
    assert len(rows) == 13
    assert {"aws-operations-agent-dev", "another-11"} < {row["name"] for row in rows}


def test_a_failed_gateway_is_reported_with_its_reasons(open_account, scripts_on, created):
    """AWS's reason and the next step are shown, and nothing is recorded."""
    failing = {"aws-operations-agent-dev": "The role cannot be used"}
    with open_account(failing=failing) as account:
        script = scripts_on(account)
        first, second = script("create-gateway"), script("create-gateway")
    for done in (first, second):
        assert done.returncode == 1
        assert done.stderr.endswith(
            "Error: aws-operations-agent-dev is FAILED.\n"
            "  The role cannot be used\n"
            "Put right what it names, then run scripts/delete-gateway.py and "
            "scripts/create-gateway.py.\n"
        )
    assert set(created().values()) == {None}


def test_a_stack_that_is_not_deployed_is_named(script, config, edit):
    """Without its role there is no gateway: the message says how to deploy."""
    okta = json.loads(config.read_text())["environments"]["dev"]["okta"]
    edit("environments", "staging", "okta", value=okta)
    done = script("create-gateway", "--environment", "staging")
    assert done.returncode == 3
    assert done.stderr == (
        "Error: There is no stack aws-operations-agent-staging in us-east-1. Deploy it first: "
        "`sam build && sam deploy --config-env staging`.\n"
    )


def test_every_unfilled_value_is_named_before_aws_is_asked(account, script, config):
    """Both Okta values are reported at once, by their place in the file."""
    done = script("create-gateway", "--environment", "prod")
    step = "write it into the file, or run `python -m gatewayctl configure`"
    assert done.stderr == (
        f"Error: {config} needs correcting:\n"
        f"  environments.prod.okta.discovery_url is not filled: {step}\n"
        f"  environments.prod.okta.client_id is not filled: {step}\n"
    )
    assert (done.returncode, account.front.requests) == (1, [])


def test_an_interrupt_leaves_nothing_half_written_and_a_second_run_goes_on(
    open_account, scripts_on, config, tmp_path, created
):
    """Ctrl-C while waiting ends with a message; the same command then finishes the work."""
    before = config.read_bytes()
    # In a job in the background Ctrl-C is ignored, by its children too unless they are told.
    heard = ["env", "--default-signal=INT"]
    command = [*heard, sys.executable, "scripts/create-gateway.py", "--environment", "dev"]
    with open_account(changes_show=3) as account:
        process = subprocess.Popen(
            [*command, "--config", str(config)],
            cwd=Path(__file__).parents[2],
            env={**account.environment, "HOME": str(tmp_path)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            while "CREATING" not in process.stderr.readline():
                pass
            process.send_signal(signal.SIGINT)
            rest = process.stderr.read()
        assert rest.endswith(
            "Stopped. Nothing is half-written: run the same command again to go on.\n"
        )
        assert (process.returncode, config.read_bytes()) == (1, before)
        assert [path.name for path in config.parent.glob(".config.json*")] == []
        assert scripts_on(account)("create-gateway").returncode == 0
        assert [method for method, _ in account.front.writes] == ["POST"]
    assert created()["gateway_id"] is not None
