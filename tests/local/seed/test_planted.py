"""The planted secrets and the hostile text are really in the account."""

import base64
import json

import pytest

from local.seed import planted
from local.seed.account import IRELAND


def read_stack(read):
    """Give the stack that holds secrets."""
    return read.account.client("cloudformation").describe_stacks(StackName="shop-platform")[
        "Stacks"
    ][0]


def read_environment(read):
    """Give a function's environment as text."""
    configuration = read.account.client("lambda").get_function_configuration(
        FunctionName="shop-checkout"
    )
    return " ".join(configuration["Environment"]["Variables"].values())


def read_user_data(read):
    """Give an instance's user data as text."""
    (instance,) = read.instances(**{"tag:Name": "shop-web-1"})
    attribute = read.account.client("ec2").describe_instance_attribute(
        InstanceId=instance["InstanceId"], Attribute="userData"
    )
    return base64.b64decode(attribute["UserData"]["Value"]).decode()


def read_parameter(read, name):
    """Give the value of an SSM parameter."""
    answer = read.account.client("ssm").get_parameter(Name=name, WithDecryption=True)
    return answer["Parameter"]["Value"]


# How each planted secret is read raw.
READERS = {
    planted.LAMBDA_ENVIRONMENT: read_environment,
    planted.LAMBDA_PASSWORD: read_environment,
    planted.TASK_ENVIRONMENT: lambda read: json.dumps(
        read.account.client("ecs").describe_task_definition(taskDefinition="shop-worker")[
            "taskDefinition"
        ]["containerDefinitions"]
    ),
    planted.USER_DATA: read_user_data,
    planted.STACK_PARAMETER: lambda read: str(read_stack(read)["Parameters"]),
    planted.STACK_OUTPUT: lambda read: str(read_stack(read)["Outputs"]),
    planted.SECURE_STRING: lambda read: read_parameter(read, "/shop/prod/api-key"),
    planted.PLAIN_STRING: lambda read: read_parameter(read, "/shop/prod/crm-dsn"),
    planted.SECRET_VALUE: lambda read: read.account.client("secretsmanager").get_secret_value(
        SecretId="shop/prod/signing-key"
    )["SecretString"],
    planted.TAG: lambda read: str(read.names(read.instances(IRELAND), "BotToken")),
    planted.LOG_LINE: lambda read: str(
        read.account.client("logs").filter_log_events(logGroupName="/aws/lambda/shop-checkout")
    ),
    planted.API_KEY: lambda read: read.account.client("apigateway").get_api_keys(
        includeValues=True
    )["items"][0]["value"],
}


def test_every_planted_secret_is_read():
    """The readers above cover all planted secrets."""
    assert set(READERS) == set(planted.PLANTED)


@pytest.mark.parametrize("secret", planted.PLANTED, ids=lambda secret: secret.text[:12])
def test_a_planted_secret_is_really_there(read, secret):
    """A raw read of the place returns the secret, so that its absence later means masking."""
    assert secret.text in READERS[secret](read)


def test_hostile_text_is_really_there(read):
    """Markup, an instruction, a bidirectional override and a table breaker stand in names."""
    tags = [tag["Value"] for each in read.instances() for tag in each.get("Tags", [])]
    texts = [
        each["Description"] for each in read.account.client("lambda").list_functions()["Functions"]
    ]
    assert {planted.MARKUP, planted.INSTRUCTION, planted.OVERRIDE} <= set(tags)
    assert planted.TABLE_BREAKER in texts
