"""template.yaml, read and resolved as CloudFormation would, without an account.

`read` gives the text as data, `transformed` what SAM makes of it, `resolved` the resources with all
references and conditions worked out.
"""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from local.cloudformation.intrinsics import Intrinsics, Value
from local.sandbox import ACCOUNT, REGION

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "template.yaml"
SAM = ROOT / ".venv-sam" / "bin"


class SamMissingError(Exception):
    """SAM's own environment is not there."""

    def __init__(self) -> None:
        super().__init__("SAM's environment .venv-sam is missing; run `make sam`.")


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


def read(path: Path = TEMPLATE) -> dict[str, Any]:
    """Read a template, with CloudFormation's short forms written out."""
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader))  # noqa: S506 -- a SafeLoader with tags


def transformed() -> dict[str, Any]:
    """Read template.yaml as SAM's translator hands it to CloudFormation.

    Raises:
        SamMissingError: SAM's environment is not installed.
    """
    python = SAM / "python"
    if not python.exists():
        raise SamMissingError
    done = subprocess.run(
        [python, Path(__file__).with_name("transform.py"), TEMPLATE, REGION],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(done.stdout))


def resolved(template: Mapping[str, Any], parameters: Mapping[str, str]) -> dict[str, Any]:
    """Work out every reference, condition and function of a template.

    Args:
        template: as `read` or `transformed` gives it.
        parameters: those that have no default, and those that differ from it.

    Returns:
        `Resources` and `Outputs`, plain data.

    Raises:
        ValueError: a parameter is missing, not known, or not allowed.
    """
    intrinsics = Intrinsics(
        template, _given(template["Parameters"], parameters), account=ACCOUNT, region=REGION
    )
    return {
        "Resources": {
            name: resource | {"Properties": intrinsics.value(resource.get("Properties", {}))}
            for name, resource in template["Resources"].items()
        },
        "Outputs": {
            name: intrinsics.value(output["Value"])
            for name, output in template.get("Outputs", {}).items()
        },
    }


def _given(declared: Mapping[str, Any], parameters: Mapping[str, str]) -> dict[str, Value]:
    if unknown := sorted(parameters.keys() - declared.keys()):
        raise ValueError(f"the template has no parameter {unknown[0]}")
    given: dict[str, Value] = {}
    for name, declaration in declared.items():
        value = parameters.get(name, declaration.get("Default"))
        if value is None:
            raise ValueError(f"parameter {name} has no value")
        if value not in declaration.get("AllowedValues", [value]):
            raise ValueError(f"parameter {name} cannot be {value}")
        given[name] = _typed(declaration["Type"], str(value))
    return given


def _typed(kind: str, value: str) -> Value:
    if kind == "CommaDelimitedList":
        return value.split(",")
    return int(value) if kind == "Number" else value
