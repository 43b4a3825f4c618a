"""Stands in for the two commands of the SAM CLI that need an account: `deploy` and `delete`.

`python -m local.sam --outputs JSON deploy …` takes SAM's own flags and settings, creates the
transformed template's resources through boto3 where the SDK's settings point, and gives the same
stack outputs; moto's CloudFormation cannot take this template itself. `--outputs` says where what
cannot run on moto does run. Every other command goes to the real SAM CLI.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import boto3

from local.cloudformation.creation import create, delete
from local.cloudformation.template import ROOT, resolved, transformed

# moto keeps a stack only of something; this is nothing.
_NOTHING = {"Nothing": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}


def main(arguments: Sequence[str]) -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="sam")
    parser.add_argument("--outputs", type=json.loads, default={})
    commands = parser.add_subparsers(dest="command", required=True)
    deploying, deleting = commands.add_parser("deploy"), commands.add_parser("delete")
    deploying.add_argument("--config-env", required=True)
    deploying.add_argument("--no-confirm-changeset", action="store_true")
    deploying.add_argument("--parameter-overrides", nargs="+", required=True)
    deleting.add_argument("--stack-name", required=True)
    deleting.add_argument("--no-prompts", action="store_true", required=True)
    for command in (deploying, deleting):
        command.add_argument("--region", required=True)
        command.add_argument("--profile")
    given = parser.parse_args(arguments)
    session = boto3.Session(profile_name=given.profile, region_name=given.region)
    stacks = _Stacks(session)
    if given.command == "deploy":
        stacks.deploy(_settings(given.config_env), given.parameter_overrides, given.outputs)
    else:
        stacks.delete(given.stack_name)


def _settings(environment: str) -> Mapping[str, Any]:
    """Read what samconfig.toml says for an environment."""
    document = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
    tables = document[environment]
    return dict(tables["global"]["parameters"] | tables["deploy"]["parameters"])


def _parameter(override: str) -> tuple[str, str]:
    """Read `Key=value`, or `Key="value"` with escaped quotes inside, as SAM does."""
    key, _, value = override.partition("=")
    return key, value.removeprefix('"').removesuffix('"').replace('\\"', '"')


class _Stacks:
    """The stacks of an account and region. Their templates' parameters are kept with them."""

    def __init__(self, session: boto3.Session) -> None:
        self._client = cache(session.client)
        self._cloudformation: Any = self._client("cloudformation")

    def deploy(
        self, settings: Mapping[str, Any], overrides: Sequence[str], elsewhere: Mapping[str, str]
    ) -> None:
        """Create a stack; one that is there is left as it is."""
        if "CAPABILITY_NAMED_IAM" not in settings["capabilities"]:
            sys.exit("An error occurred (InsufficientCapabilitiesException)")
        name = settings["stack_name"]
        if name in self._names():
            return
        parameters = dict(map(_parameter, overrides))
        stack = resolved(transformed(), parameters)
        create(self._client, stack["Resources"])
        outputs: dict[str, str] = stack["Outputs"] | elsewhere
        body = {
            "Parameters": {key: {"Type": "String"} for key in parameters},
            "Resources": _NOTHING,
            "Outputs": {key: {"Value": value} for key, value in outputs.items()},
        }
        self._cloudformation.create_stack(
            StackName=name,
            TemplateBody=json.dumps(body),
            Parameters=[
                {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
            ],
        )

    def delete(self, name: str) -> None:
        """Delete a stack's resources, then the stack; one that is gone is fine."""
        if name not in self._names():
            return
        (stack,) = self._cloudformation.describe_stacks(StackName=name)["Stacks"]
        parameters = {each["ParameterKey"]: each["ParameterValue"] for each in stack["Parameters"]}
        delete(self._client, resolved(transformed(), parameters)["Resources"])
        self._cloudformation.delete_stack(StackName=name)

    def _names(self) -> set[str]:
        stacks = self._cloudformation.describe_stacks()["Stacks"]
        return {stack["StackName"] for stack in stacks}


if __name__ == "__main__":
    main(sys.argv[1:])
