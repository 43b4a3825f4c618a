"""The target scripts, run as a person runs them on an account of their own."""

import json

import pytest


@pytest.fixture
def gateway(script):
    """The script runner, with the gateway made."""
    done = script("create-gateway")
    assert done.returncode == 0, done.stderr
    return script


def test_create_gives_the_gateway_the_tools_of_the_configuration(account, gateway, created):
    """The AWS CLI reads back the function, the whole schemas and the role as credential."""
    done = gateway("create-target")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("aws-tools is READY with 2 tools.\n")
    recorded = created()
    place = [
        "--gateway-identifier",
        recorded["gateway_id"],
        "--target-id",
        recorded["target_id"],
    ]
    found = account.read("bedrock-agentcore-control", "get-gateway-target", *place)
    assert recorded["tool_function_arn"] == account.function
    assert found["name"] == "aws-tools"
    assert found["status"] == "READY"
    assert found["targetConfiguration"] == {
        "mcp": {
            "lambda": {
                "lambdaArn": account.function,
                "toolSchema": {"inlinePayload": account.tools},
            }
        }
    }
    assert found["credentialProviderConfigurations"] == [
        {"credentialProviderType": "GATEWAY_IAM_ROLE"}
    ]


def test_a_dry_run_prints_the_exact_plan_and_writes_nothing(account, gateway, config, created):
    """Each tool is shown by its description; the JSON form holds its whole schema."""
    gateway_id = created()["gateway_id"]
    made = list(account.front.writes)
    done = gateway("create-target", "--dry-run")
    payload = "targetConfiguration.mcp.lambda.toolSchema.inlinePayload"
    assert done.stdout == (
        "+ CreateGatewayTarget aws-tools\n"
        f'    gatewayIdentifier: "{gateway_id}"\n'
        '    name: "aws-tools"\n'
        '    description: "The 20 read-only tools, served by one Lambda function"\n'
        f'    targetConfiguration.mcp.lambda.lambdaArn: "{account.function}"\n'
        f'    {payload}[get_time].description: "The time."\n'
        f'    {payload}[ec2_read_operations].description: "Reads EC2."\n'
        "    credentialProviderConfigurations: "
        '[{"credentialProviderType": "GATEWAY_IAM_ROLE"}]\n'
        f"~ WriteConfig {config}\n"
        '    target_id: null -> "(known once the target is created)"\n'
        f'    tool_function_arn: null -> "{account.function}"\n'
        "Dry run: nothing was written.\n"
    )
    planned = json.loads(gateway("create-target", "--dry-run", "--output", "json").stdout)
    request = planned["changes"][0]["request"]
    tools = request["targetConfiguration"]["mcp"]["lambda"]["toolSchema"]["inlinePayload"]
    assert (tools, planned["result"]) == (account.tools, None)
    assert account.front.writes == made


def test_creating_again_finds_nothing_to_do(account, gateway):
    """A second run writes nothing and says so."""
    gateway("create-target")
    made = list(account.front.writes)
    done = gateway("create-target")
    assert done.stdout == (
        "Nothing to do: aws-tools is as configured.\naws-tools is READY with 2 tools.\n"
    )
    assert account.front.writes == made


def test_update_shows_which_tool_differs_and_replaces_the_target(gateway, edit):
    """Tools are compared by their names, member by member."""
    gateway("create-target")
    edit("tool_schemas", 1, "description", value="Reads EC2 and VPC.")
    done = gateway("update-target", "--yes")
    assert done.stdout == (
        "~ UpdateGatewayTarget aws-tools\n"
        "    targetConfiguration.mcp.lambda.toolSchema.inlinePayload[ec2_read_operations]"
        '.description: "Reads EC2." -> "Reads EC2 and VPC."\n'
        "aws-tools is READY with 2 tools.\n"
    )
    shown = json.loads(gateway("get-target", "--output", "json").stdout)
    tools = shown["targetConfiguration"]["mcp"]["lambda"]["toolSchema"]["inlinePayload"]
    assert tools[1]["description"] == "Reads EC2 and VPC."


def test_a_question_that_nobody_answers_changes_nothing(account, gateway, edit):
    """Without a terminal and without --yes, update ends and says so."""
    gateway("create-target")
    made = list(account.front.writes)
    edit("tool_schemas", 0, "description", value="The current time.")
    done = gateway("update-target")
    assert done.returncode == 1
    assert "Stopped. Nothing is half-written" in done.stderr
    assert account.front.writes == made


def test_delete_leaves_the_gateway(gateway, created):
    """Only the target goes, from AWS and from the configuration."""
    gateway("create-target")
    done = gateway("delete-target", "--yes")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "aws-tools is gone.")
    recorded = created()
    assert (recorded["target_id"], recorded["tool_function_arn"]) == (None, None)
    assert recorded["gateway_id"] is not None
    assert json.loads(gateway("list-targets", "--output", "json").stdout) == []
    assert gateway("delete-target", "--yes").returncode == 3


def test_a_list_is_a_table_or_json(gateway):
    """Both forms hold name, id, status and time."""
    gateway("create-target")
    (row,) = json.loads(gateway("list-targets", "--output", "json").stdout)
    assert gateway("list-targets").stdout == (
        "name       id          status  updated\n"
        f"aws-tools  {row['id']}  READY   {row['updated']}\n"
    )


def test_a_failed_target_is_reported_with_its_reasons(open_account, scripts_on):
    """AWS's reason and the next step are shown."""
    with open_account(failing={"aws-tools": "The function does not exist"}) as account:
        script = scripts_on(account)
        script("create-gateway")
        done = script("create-target")
    assert done.returncode == 1
    assert done.stderr.endswith(
        "Error: aws-tools is FAILED.\n"
        "  The function does not exist\n"
        "Put right what it names, then run scripts/delete-target.py and "
        "scripts/create-target.py.\n"
    )


def test_without_schemas_there_is_no_target(gateway, edit):
    """An empty list of tools is an error that names the command which fills it."""
    edit("tool_schemas", value=[])
    done = gateway("create-target")
    assert done.returncode == 1
    assert done.stderr.endswith("  tool_schemas is empty: run `make schemas`\n")
