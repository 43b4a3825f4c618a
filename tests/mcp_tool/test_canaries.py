"""Every operation of the catalogue through the engine: no canary leaves, nothing else is masked."""

import json

import pytest
from botocore.session import Session

from mcp_tool.catalog import Catalog
from mcp_tool.handler import build
from mcp_tool.settings import Settings
from mcp_tool.tools import TOOLS
from tests.mcp_tool.generated import CANARY, Account, parameters

SERVICES = [(tool.name, service) for tool in TOOLS for service in tool.services]
WHOLE = {"answer_bytes": 5_000_000, "region": "us-east-1"}


@pytest.fixture(scope="module")
def account():
    return Account()


@pytest.fixture(scope="module")
def generated(account):
    """An engine whose every call is answered with canaries."""

    def make():
        session = Session()
        session.set_credentials("testing", "testing")
        session.register("before-call", account)
        return session

    return build(Settings(**WHOLE), make)


@pytest.fixture
def read(generated, account, models):
    """Call one operation; return the answer, and how many canaries were in what AWS said."""

    def call(operation, **more):
        account.planted = account.asked = 0
        shape = models.operation(operation.service, operation.name).input_shape
        arguments = {
            "operation": f"{operation.service}:{operation.name}",
            "parameters": parameters(shape),
            **more,
        }
        event = {"tool": operation.tool, "arguments": arguments}
        return generated.answer(event, None, lambda _: None), account.planted

    return call


def operations(tool, service):
    return [each for each in Catalog.load().operations(tool) if each.service == service]


@pytest.mark.parametrize(("tool", "service"), SERVICES)
def test_no_canary_leaves_any_operation_and_nothing_else_is_masked(read, tool, service):
    """Everything asked for: what is sensitive or listed is masked, and only that."""
    for operation in operations(tool, service):
        answer, planted = read(operation, fields="@")
        name = f"{service}:{operation.name}"
        assert answer["ok"], (name, answer)
        assert CANARY not in json.dumps(answer), name
        assert answer["redacted"] == planted, name


@pytest.mark.parametrize(("tool", "service"), SERVICES)
def test_no_canary_leaves_in_the_default_columns(read, tool, service):
    """Chosen columns and derived ones."""
    for operation in operations(tool, service):
        answer, _ = read(operation)
        assert answer["ok"], (operation.name, answer)
        assert CANARY not in json.dumps(answer), operation.name
