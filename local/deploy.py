"""What `sam deploy` would have made: the resources of template.yaml that the sandbox needs.

The functions run elsewhere in the sandbox, so the outputs that name them are given by whoever runs
them; table, role and the other outputs are the template's own. moto's CloudFormation creates them,
and the scripts read the stack's outputs as they would in an account.
"""

import json
from collections.abc import Mapping
from typing import Any

from local.cloudformation.creation import finish_table
from local.cloudformation.template import ROOT, read, resolved
from local.sandbox import ENVIRONMENT

__all__ = ["ROOT", "deploy"]

# moto's CloudFormation cannot take the transform or what belongs to the functions.
HELD = ("ConversationsTable", "GatewayRole")
PARAMETERS = {
    "Environment": ENVIRONMENT,
    "OktaIssuer": "https://localhost/oauth2/default",
    "OktaClientIds": "-",
}


def deploy(cloudformation: Any, dynamodb: Any, functions: Mapping[str, str]) -> dict[str, str]:
    """Create the stack `aws-operations-agent-<environment>` and return its outputs.

    Args:
        cloudformation: boto3 client.
        dynamodb: boto3 client, for what CloudFormation on moto leaves out of a table.
        functions: the outputs that name what runs elsewhere, `{"ToolFunctionArn": "arn:…"}`.
    """
    stack = resolved(read(), PARAMETERS)
    resources = {name: stack["Resources"][name] for name in HELD}
    outputs: dict[str, str] = stack["Outputs"] | functions
    body = {
        "Resources": resources,
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }
    cloudformation.create_stack(
        StackName=f"aws-operations-agent-{ENVIRONMENT}",
        TemplateBody=json.dumps(body),
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    finish_table(dynamodb, resources["ConversationsTable"]["Properties"])
    return outputs
