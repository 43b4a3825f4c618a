"""What the offline model knows of AWS: services' operations and regions, as botocore ships them.

A language model has read the documentation; these rules have the names in botocore's data.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.loaders import Loader
from botocore.session import Session

ALL_REGIONS = ("all",)

_EVERYWHERE = re.compile(r"\b(?:in |across )?(?:all|every|any) regions?\b|\beverywhere\b", re.I)
_CODE = r"[a-z]{2}(?:-[a-z]+)+-\d"
_NAME = re.compile(r"[A-Za-z0-9]+")
_LONGEST_NAME = 3
_VERB = re.compile(r"^[A-Z][a-z]+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Placed:
    """A question taken apart: its words without the regions, and the regions named."""

    text: str
    regions: tuple[str, ...]


class Aws:
    """Services and regions by the names people write."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        services = loader.list_available_services("service-2")
        self._services = {service.replace("-", ""): service for service in services}
        self._operations: dict[str, tuple[str, ...]] = {}
        self._regions = _regions(loader.load_data("endpoints"))
        places = "|".join(re.escape(place) for place in sorted(self._regions, key=len)[::-1])
        self._place = re.compile(
            rf"(?:\b(?:in|from|for|at|of)\s+)?(?:the\s+)?"
            rf"(?<![\w\-=./\"'])({_CODE}|{places})(?![\w\-=/\"'])(?:\s+regions?)?",
            re.IGNORECASE,
        )

    @classmethod
    def load(cls) -> "Aws":
        """Read botocore's own data."""
        return cls(Session().get_component("data_loader"))

    def nouns(self, text: str) -> Iterator[str]:
        """Yield what the services that a text names with capitals are about.

        It is the names of their operations without the verb, such as `SecurityGroups`.
        """
        for service in sorted(self._named(text)):
            for operation in self._operations_of(service):
                yield _VERB.sub("", operation)

    def place(self, question: str) -> Placed:
        """Find the regions in a question, by code or place, or `all` of them."""
        found = [match.group(1).lower() for match in self._place.finditer(question)]
        regions = tuple(dict.fromkeys(self._regions.get(name, name) for name in found))
        if _EVERYWHERE.search(question):
            regions = ALL_REGIONS
        text = _EVERYWHERE.sub(" ", self._place.sub(" ", question))
        return Placed(re.sub(r"\s+([?.!,]|$)", r"\1", re.sub(r"\s+", " ", text)).strip(), regions)

    def _named(self, text: str) -> set[str]:
        names = _NAME.findall(text)
        runs = (
            names[start : start + length]
            for length in range(1, _LONGEST_NAME + 1)
            for start in range(len(names) - length + 1)
        )
        keys = {_key(run) for run in runs if not any(name[0].islower() for name in run)}
        return {self._services[key] for key in keys if key in self._services}

    def _operations_of(self, service: str) -> tuple[str, ...]:
        if service not in self._operations:
            model = self._loader.load_service_model(service, "service-2")
            self._operations[service] = tuple(model["operations"])
        return self._operations[service]


def _key(names: Sequence[str]) -> str:
    return "".join(names).lower()


def _regions(endpoints: Any) -> dict[str, str]:
    """Region codes by place: "Europe (Ireland)" is Ireland, "Canada (Central)" is Canada."""
    regions = {}
    for code, region in endpoints["partitions"][0]["regions"].items():
        outer, _, inner = region["description"].rstrip(")").partition(" (")
        place = outer if inner in ("Central", "") else inner.removeprefix("N. ")
        regions[place.lower()] = code
    return regions
