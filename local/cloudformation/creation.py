"""A resolved stack's resources, made and unmade by the API calls that CloudFormation would make."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Clients = Callable[[str], Any]
Properties = Mapping[str, Any]

_ORDER = (
    "AWS::DynamoDB::Table",
    "AWS::Logs::LogGroup",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Role",
    "AWS::Lambda::Function",
    "AWS::Lambda::Url",
    "AWS::Lambda::Permission",
    "AWS::CloudWatch::Alarm",
)
_LATER = ("TimeToLiveSpecification", "PointInTimeRecoverySpecification")


def create(clients: Clients, resources: Mapping[str, Any]) -> None:
    """Create every resource, each after those it needs.

    Args:
        clients: gives a boto3 client by service.
        resources: of a transformed and resolved template.
    """
    makers = {
        "AWS::CloudWatch::Alarm": _alarm,
        "AWS::DynamoDB::Table": _table,
        "AWS::IAM::ManagedPolicy": _policy,
        "AWS::IAM::Role": _role,
        "AWS::Lambda::Function": _function,
        "AWS::Lambda::Permission": _permission,
        "AWS::Lambda::Url": _url,
        "AWS::Logs::LogGroup": _log_group,
    }
    for kind in _ORDER:
        for properties in _of(kind, resources):
            makers[kind](clients, properties)


def delete(clients: Clients, resources: Mapping[str, Any]) -> None:
    """Delete every resource but the table, which is kept when its stack goes."""
    for role in _of("AWS::IAM::Role", resources):
        name = role["RoleName"]
        for arn in _own_policies(role):
            clients("iam").detach_role_policy(RoleName=name, PolicyArn=arn)
        for policy in role.get("Policies", []):
            clients("iam").delete_role_policy(RoleName=name, PolicyName=policy["PolicyName"])
        clients("iam").delete_role(RoleName=name)
    for policy in _of("AWS::IAM::ManagedPolicy", resources):
        clients("iam").delete_policy(PolicyArn=_policy_arn(policy))
    for function in _of("AWS::Lambda::Function", resources):
        clients("lambda").delete_function(FunctionName=function["FunctionName"])
    for group in _of("AWS::Logs::LogGroup", resources):
        clients("logs").delete_log_group(logGroupName=group["LogGroupName"])
    names = [alarm["AlarmName"] for alarm in _of("AWS::CloudWatch::Alarm", resources)]
    clients("cloudwatch").delete_alarms(AlarmNames=names)


def _of(kind: str, resources: Mapping[str, Any]) -> Iterator[Properties]:
    return (each["Properties"] for each in resources.values() if each["Type"] == kind)


def _log_group(clients: Clients, properties: Properties) -> None:
    name = properties["LogGroupName"]
    clients("logs").create_log_group(logGroupName=name)
    clients("logs").put_retention_policy(
        logGroupName=name, retentionInDays=properties["RetentionInDays"]
    )


def _policy(clients: Clients, properties: Properties) -> None:
    clients("iam").create_policy(
        PolicyName=properties["ManagedPolicyName"],
        Description=properties["Description"],
        PolicyDocument=json.dumps(properties["PolicyDocument"]),
    )


def _policy_arn(properties: Properties) -> str:
    return f"arn:aws:iam::123456789012:policy/{properties['ManagedPolicyName']}"


def _role(clients: Clients, properties: Properties) -> None:
    name = properties["RoleName"]
    clients("iam").create_role(
        RoleName=name,
        AssumeRolePolicyDocument=json.dumps(properties["AssumeRolePolicyDocument"]),
    )
    for arn in _own_policies(properties):
        clients("iam").attach_role_policy(RoleName=name, PolicyArn=arn)
    for policy in properties.get("Policies", []):
        clients("iam").put_role_policy(
            RoleName=name,
            PolicyName=policy["PolicyName"],
            PolicyDocument=json.dumps(policy["PolicyDocument"]),
        )


def _own_policies(role: Properties) -> list[str]:
    # moto has AWS's own policies only when it was told so at its start.
    arns: list[str] = role.get("ManagedPolicyArns", [])
    return [arn for arn in arns if not arn.startswith("arn:aws:iam::aws:")]


def _function(clients: Clients, properties: Properties) -> None:
    tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
    variables = properties["Environment"]["Variables"]
    environment = {"Variables": {name: str(value) for name, value in variables.items()}}
    clients("lambda").create_function(**{**properties, "Tags": tags, "Environment": environment})


def _url(clients: Clients, properties: Properties) -> None:
    rest = {key: value for key, value in properties.items() if key != "TargetFunctionArn"}
    clients("lambda").create_function_url_config(
        FunctionName=properties["TargetFunctionArn"], **rest
    )


def _permission(clients: Clients, properties: Properties) -> None:
    clients("lambda").add_permission(StatementId="stack", **properties)


def _alarm(clients: Clients, properties: Properties) -> None:
    clients("cloudwatch").put_metric_alarm(**properties)


def _table(clients: Clients, properties: Properties) -> None:
    dynamodb = clients("dynamodb")
    stream = {**properties["StreamSpecification"], "StreamEnabled": True}
    now = {key: value for key, value in properties.items() if key not in _LATER}
    dynamodb.create_table(**{**now, "StreamSpecification": stream})
    finish_table(dynamodb, properties)


def finish_table(dynamodb: Any, properties: Mapping[str, Any]) -> None:
    """Set what is no part of a table's creation."""
    table = properties["TableName"]
    dynamodb.update_time_to_live(
        TableName=table, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
    )
    dynamodb.update_continuous_backups(
        TableName=table,
        PointInTimeRecoverySpecification=properties["PointInTimeRecoverySpecification"],
    )
