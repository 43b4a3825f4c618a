"""The tool role's policies, decided by an independent IAM simulator, for every operation there is.

ReadOnlyAccess is moto's copy of AWS's; the others are the template's. Operations come to actions by
the catalogue's own `iam` column.
"""

import json
import re
import subprocess

import botocore.loaders
import pytest
from policy_sentry.querying.actions import get_actions_for_service
from policy_sentry.querying.all import get_all_service_prefixes

from cataloguing.access import READING, AccessLevels
from local.cloudformation.template import ROOT
from mcp_tool.catalog import Catalog
from mcp_tool.tools import TOOLS
from policies.lists import needed_actions
from policies.read_only_access import ReadOnlyAccess

pytestmark = pytest.mark.slow
ANYTHING = "arn:aws:service:us-east-1:123456789012:thing/name"
# The function's own traces; refused to the tools by the catalogue and by the hook.
TRACES = {"xray:PutTelemetryRecords", "xray:PutTraceSegments"}
# Refused to the tools too: the reader itself ends its query when the time is up.
OWN_QUERY = {"logs:StopQuery"}
READER = "arn:aws:iam::210987654321:role/aws-operations-agent-reader-dev"


@pytest.fixture(scope="module")
def simulate(node, properties):
    """Decide requests, each an action and a resource; gives the set of those that are allowed."""
    attached = ("ToolLimits", "ToolUnused", "ToolBeyond")
    role = properties("ToolRole", ReaderRoleArns=READER)
    policies = [
        ReadOnlyAccess.load().document,
        *(properties(name)["PolicyDocument"] for name in attached),
        *(each["PolicyDocument"] for each in role["Policies"]),
    ]

    def simulate(requests):
        requests = sorted(requests)
        done = subprocess.run(
            [node, ROOT / "tests/peers/simulate.mjs"],
            input=json.dumps({"policies": policies, "requests": requests}),
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
        decisions = json.loads(done.stdout)
        assert set(decisions) <= {"Allowed", "ExplicitlyDenied", "ImplicitlyDenied"}
        return {each for each, said in zip(requests, decisions, strict=True) if said == "Allowed"}

    return simulate


@pytest.fixture(scope="module")
def requests():
    """Give what an operation asks of IAM: an action and a resource each."""
    loader = botocore.loaders.Loader()
    models = {
        service: loader.load_service_model(service, "service-2")["operations"]
        for service in ("apigateway", "apigatewayv2")
    }

    def requests(operation):
        resource = ANYTHING
        if operation.service in models:
            # Here the resource, not the action, says what is read.
            path = models[operation.service][operation.name]["http"]["requestUri"]
            path = re.sub(r"\{.*?\}", "name", path.partition("?")[0].removeprefix("/v2"))
            resource = f"arn:aws:apigateway:us-east-1::{path}"
        return [(action, resource) for action in operation.iam]

    return requests


@pytest.fixture(scope="module")
def catalog():
    return Catalog.load()


def test_every_allowed_operation_is_allowed(simulate, requests, catalog):
    """All of them, with every action that each needs."""
    operations = [each for tool in TOOLS for each in catalog.operations(tool.name)]
    asked = {each: requests(each) for each in operations}
    allowed = simulate({request for each in asked.values() for request in each})
    assert [each.name for each, needs in asked.items() if not allowed.issuperset(needs)] == []
    assert len(asked) > 2000


def test_every_refused_operation_is_denied(simulate, requests, catalog):
    """Writes, secrets, data bodies, side effects, what costs money: one of its actions is out."""
    refusals = [each for tool in TOOLS for each in catalog.refusals(tool.name)]
    asked = {each: requests(each) for each in refusals if each.iam}
    allowed = simulate({request for each in asked.values() for request in each})
    through = {each for each, needs in asked.items() if allowed.issuperset(needs)}
    assert {action for each in through for action in each.iam} == TRACES | OWN_QUERY
    assert len(asked) > 2500


def test_every_write_of_the_tools_services_is_denied(simulate, catalog):
    """By IAM's own classes, whether or not an operation is known to be behind the action."""
    levels, needed = AccessLevels.load(), needed_actions(catalog)
    services = {action.partition(":")[0] for action in needed}
    writes = {
        action
        for service in services
        for action in get_actions_for_service(service)
        if levels.level(action) not in READING
    }
    allowed = {action for action, _ in simulate({(action, ANYTHING) for action in writes})}
    assert allowed - needed == TRACES
    assert len(writes) > 3000


def test_what_is_allowed_in_the_tools_services_is_what_they_need(simulate, catalog):
    """Nothing is granted that is not used, as far as IAM's actions are known."""
    needed = needed_actions(catalog)
    services = {action.partition(":")[0] for action in needed}
    reads = {action for service in services for action in get_actions_for_service(service)}
    levels = AccessLevels.load()
    reads = {action for action in reads if levels.level(action) in READING}
    allowed = {action for action, _ in simulate({(action, ANYTHING) for action in reads})}
    assert allowed <= needed | OWN_QUERY


def test_no_action_of_another_service_is_allowed(simulate, catalog):
    """A read and a write, where there are such, of each service that no tool reads."""
    levels = AccessLevels.load()
    services = {action.partition(":")[0] for action in needed_actions(catalog)}
    sample = set()
    for service in set(get_all_service_prefixes()) - services:
        actions = sorted(get_actions_for_service(service))
        sample |= {next((a for a in actions if levels.level(a) in READING), None)}
        sample |= {next((a for a in actions if levels.level(a) not in READING), None)}
    sample.discard(None)
    assert simulate({(action, ANYTHING) for action in sample}) == set()
    assert len(sample) > 500


def test_only_the_configured_reader_role_can_be_assumed(simulate):
    """A role of the same name in another account cannot, nor one of another name."""
    other = READER.replace("210987654321", "321098765432")
    wanted = [("sts:AssumeRole", arn) for arn in (READER, other, f"{READER}-2")]
    assert simulate(wanted) == {("sts:AssumeRole", READER)}
