"""botocore's own description of the APIs: inputs, outputs, paging and regions.

One loader is shared by everything in the process, clients included: reading a service's model is
most of what a first call costs.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from botocore.loaders import Loader
from botocore.model import ListShape, OperationModel, ServiceModel, Shape, StructureShape
from botocore.validate import ParamValidator

_STEP = re.compile(r"(\w+)((?:\[\])*)$")
_PARTITION = "aws"


class Models:
    """Service models, loaded when first asked for."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._services: dict[str, ServiceModel] = {}

    def service(self, name: str) -> ServiceModel:
        """Return the model of a service that botocore knows."""
        if name not in self._services:
            document = self._loader.load_service_model(name, "service-2")
            self._services[name] = ServiceModel(document, service_name=name)
        return self._services[name]

    def operation(self, service: str, name: str) -> OperationModel:
        """Return the model of one operation."""
        return self.service(service).operation_model(name)

    def paginator(self, service: str, name: str) -> Mapping[str, Any] | None:
        """Return botocore's paging rule of an operation, None if it has none."""
        rules = self._loader.load_service_model(service, "paginators-1")["pagination"]
        rule: Mapping[str, Any] | None = rules.get(name)
        return rule

    def element(self, service: str, name: str, result_key: str | None) -> Shape | None:
        """Return the shape of one record of an operation's answer.

        Args:
            service: botocore's service name.
            name: the operation.
            result_key: path of the main list; None means that the answer itself is the record.

        Returns:
            The shape, or None if the path is no plain chain of members.
        """
        shape: Shape | None = self.operation(service, name).output_shape
        for step in result_key.split(".") if result_key else ():
            shape = _descend(shape, step)
        return shape.member if isinstance(shape, ListShape) else shape

    def problem(self, service: str, name: str, parameters: Mapping[str, Any]) -> str | None:
        """Say in one sentence why an operation's input is wrong, None if it is right."""
        shape = self.operation(service, name).input_shape
        members = list(shape.members) if shape else []
        unknown = [key for key in parameters if key not in members]
        if unknown:
            return _misspelt(unknown[0], members)
        if shape is None:
            return None
        try:
            report = ParamValidator().validate(parameters, shape)
        except RuntimeError:  # what botocore makes of a number that is no second of any calendar
            return "A time is out of range."
        return report.generate_report().splitlines()[0][:300] if report.has_errors() else None

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """Region ids of the commercial partition and the places they are in."""
        return {key: value["description"] for key, value in self._partition["regions"].items()}

    def served(self, service: str) -> frozenset[str]:
        """Return the regions a service is known to be in; empty if botocore does not say."""
        prefix = self.service(service).endpoint_prefix
        endpoints = self._partition["services"].get(prefix, {}).get("endpoints", {})
        return frozenset(endpoints) & frozenset(self.regions)

    @cached_property
    def _partition(self) -> Mapping[str, Any]:
        partitions = self._loader.load_data("endpoints")["partitions"]
        return next(each for each in partitions if each["partition"] == _PARTITION)


def _descend(shape: Shape | None, step: str) -> Shape | None:
    match = _STEP.match(step)
    if not match or not isinstance(shape, StructureShape) or match[1] not in shape.members:
        return None
    member: Shape | None = shape.members[match[1]]
    for _ in range(match[2].count("[]")):
        member = member.member if isinstance(member, ListShape) else None
    return member


def _misspelt(name: str, members: list[str]) -> str:
    near = get_close_matches(name.casefold(), [each.casefold() for each in members], n=3)
    meant = [each for each in members if each.casefold() in near] or members[:15]
    shown = f"one of {', '.join(meant)}" if meant else "nothing: it takes no parameters"
    return f"There is no parameter {name[:80]!r}; it takes {shown}."
