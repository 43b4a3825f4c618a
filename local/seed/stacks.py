"""CloudFormation stacks, SSM parameters, secrets and keys."""

import json
from dataclasses import dataclass, field
from typing import Any

from local.seed import planted
from local.seed.account import HOME, IRELAND, Account, tags


@dataclass(frozen=True, slots=True)
class Stack:
    """One stack.

    Args:
        resources: logical id to type and properties.
        failure: the logical id that failed and the reason, where it did.
        drift: what the last drift detection found.
    """

    name: str
    status: str
    resources: dict[str, tuple[str, dict[str, Any]]]
    region: str = HOME
    description: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    failure: tuple[str, str] | None = None
    days: float = 90
    drift: str = "NOT_CHECKED"


STACKS = (
    Stack(
        "shop-platform",
        "CREATE_COMPLETE",
        {
            "Alerts": ("AWS::SNS::Topic", {"TopicName": "shop-platform-alerts"}),
            "Jobs": ("AWS::SQS::Queue", {"QueueName": "shop-platform-jobs"}),
        },
        description="Topics and queues of the shop",
        parameters={"Environment": "prod", "DatabasePassword": planted.STACK_PARAMETER.text},
        outputs={"WebhookUrl": planted.STACK_OUTPUT.text, "QueueName": "shop-platform-jobs"},
        drift="IN_SYNC",
    ),
    Stack(
        "shop-media",
        "ROLLBACK_COMPLETE",
        {
            # moto makes nothing of this type, as it should be after a rollback.
            "Transcoder": ("AWS::MediaConvert::Queue", {"Name": "shop-media"}),
        },
        failure=("Transcoder", "The queue limit of this account is reached (Status Code: 400)"),
        days=4,
    ),
    Stack(
        "warehouse-network",
        "UPDATE_COMPLETE",
        {"Events": ("AWS::SNS::Topic", {"TopicName": "warehouse-network-events"})},
        region=IRELAND,
        drift="DRIFTED",
    ),
)

PARAMETERS = (
    ("/shop/prod/api-key", "SecureString", planted.SECURE_STRING.text, "Key of the payment API"),
    ("/shop/prod/crm-dsn", "String", planted.PLAIN_STRING.text, "How to reach the CRM"),
    ("/shop/prod/log-level", "String", "INFO", "Level of the shop's logs"),
    ("/shop/dev/log-level", "String", "DEBUG", "Level of the shop's logs"),
)


def fill(account: Account) -> None:
    """Create the stacks, parameters, secrets and keys."""
    for stack in STACKS:
        _create_stack(account, stack)
    for name, kind, value, description in PARAMETERS:
        account.client("ssm").put_parameter(
            Name=name, Type=kind, Value=value, Description=description
        )
    secrets = account.client("secretsmanager")
    secrets.create_secret(
        Name="shop/prod/signing-key", SecretString=planted.SECRET_VALUE.text, Tags=tags(Team="shop")
    )
    secrets.create_secret(Name="shop/prod/mail", SecretString=json.dumps({"user": "mail"}))
    _create_keys(account.client("kms"))


def _create_keys(kms: Any) -> None:
    key = kms.create_key(Description="Orders at rest")["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/shop-orders", TargetKeyId=key)
    kms.enable_key_rotation(KeyId=key)
    kms.create_key(Description="Retired CRM")


def _create_stack(account: Account, stack: Stack) -> None:
    cloudformation = account.client("cloudformation", stack.region)
    stack_id = cloudformation.create_stack(
        StackName=stack.name,
        TemplateBody=json.dumps(_template(stack)),
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in stack.parameters.items()
        ],
        Tags=tags(Team=stack.name.partition("-")[0], Environment="prod"),
    )["StackId"]
    path = ("stacks", stack_id)
    account.amend("cloudformation", *path, "status", value=stack.status, region=stack.region)
    account.backdate("cloudformation", *path, "creation_time", days=stack.days, region=stack.region)
    drift: dict[str, Any] = {"StackDriftStatus": stack.drift}
    if stack.drift != "NOT_CHECKED":
        drift["LastCheckTimestamp"] = account.ago(6).isoformat()
    account.amend("cloudformation", *path, "drift_information", value=drift, region=stack.region)
    if stack.failure:
        _fail(account, path, stack, *stack.failure)


def _fail(
    account: Account, path: tuple[str, ...], stack: Stack, resource: str, reason: str
) -> None:
    """Turn the event that moto wrote last into the one that ended the stack."""
    changes = {
        "logical_resource_id": resource,
        "physical_resource_id": "",
        "resource_type": stack.resources[resource][0],
        "resource_status": "CREATE_FAILED",
        "resource_status_reason": reason,
    }
    for number in ("0", "1"):
        account.backdate(
            "cloudformation",
            *path,
            "events",
            number,
            "timestamp",
            days=stack.days,
            region=stack.region,
        )
    for attribute, value in changes.items():
        account.amend(
            "cloudformation", *path, "events", "1", attribute, value=value, region=stack.region
        )


def _template(stack: Stack) -> dict[str, Any]:
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": stack.description or f"The {stack.name} stack",
        "Parameters": {name: {"Type": "String"} for name in stack.parameters},
        "Resources": {
            name: {"Type": kind, "Properties": properties}
            for name, (kind, properties) in stack.resources.items()
        },
        "Outputs": {name: {"Value": value} for name, value in stack.outputs.items()},
    }
