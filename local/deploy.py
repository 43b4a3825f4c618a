"""What `sam deploy` would have made: the resources of template.yaml that moto can hold.

The functions run elsewhere in the sandbox, so they are left out, and the outputs that name them are
given by whoever runs them; table, role and the other outputs are the template's own. moto's
CloudFormation creates them, and the scripts read the stack's outputs as they would in an account.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from local.sandbox import ENVIRONMENT

ROOT = Path(__file__).parent.parent
# moto's CloudFormation cannot take the transform or what belongs to the functions.
HELD = ("ConversationsTable", "GatewayRole")


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short forms: `!Sub x` becomes `{"Fn::Sub": "x"}`."""


def _intrinsic(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value = _value(loader, node)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


def _value(loader: _Loader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)  # noqa: S101 -- YAML has no fourth kind of node
    return loader.construct_mapping(node, deep=True)


_Loader.add_multi_constructor("!", _intrinsic)


def template() -> dict[str, Any]:
    """Read template.yaml, with CloudFormation's short forms written out."""
    text = (ROOT / "template.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=_Loader))  # noqa: S506 -- a SafeLoader with tags


def deploy(cloudformation: Any, dynamodb: Any, functions: Mapping[str, str]) -> dict[str, str]:
    """Create the stack `aws-operations-agent-<environment>` and return its outputs.

    Args:
        cloudformation: boto3 client.
        dynamodb: boto3 client, for what CloudFormation on moto leaves out of a table.
        functions: the outputs that name what runs elsewhere, `{"ToolFunctionArn": "arn:…"}`.
    """
    name = f"aws-operations-agent-{ENVIRONMENT}"
    held = _held(template(), functions)
    parameters = {
        "Environment": ENVIRONMENT,
        "OktaIssuer": "https://localhost",
        "OktaClientIds": "-",
    }
    cloudformation.create_stack(
        StackName=name,
        TemplateBody=json.dumps(held),
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
        ],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    (stack,) = cloudformation.describe_stacks(StackName=name)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    _finish_table(dynamodb, outputs, held)
    return outputs


def _finish_table(client: Any, outputs: dict[str, str], held: dict[str, Any]) -> None:
    """Set what moto's CloudFormation leaves out of a table."""
    table = outputs["ConversationsTableName"]
    properties = held["Resources"]["ConversationsTable"]["Properties"]
    client.update_time_to_live(
        TableName=table, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
    )
    client.update_continuous_backups(
        TableName=table,
        PointInTimeRecoverySpecification=properties["PointInTimeRecoverySpecification"],
    )


def _held(whole: dict[str, Any], functions: Mapping[str, str]) -> dict[str, Any]:
    kept = {key: value for key, value in whole.items() if key not in {"Transform", "Globals"}}
    return {
        **kept,
        "Resources": {name: whole["Resources"][name] for name in HELD},
        "Outputs": whole["Outputs"] | {name: {"Value": arn} for name, arn in functions.items()},
    }
