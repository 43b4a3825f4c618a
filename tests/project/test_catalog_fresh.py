"""The shipped catalogue is what the generator makes of today's models and access levels."""

from pathlib import Path

import pytest

from cataloguing.access import READING, AccessLevels
from cataloguing.catalogue import render
from cataloguing.reviewed import Reviewed
from mcp_tool import catalog as module
from mcp_tool.catalog import Catalog
from mcp_tool.tools import TOOLS


@pytest.fixture(scope="module")
def reviewed():
    return Reviewed.load()


def test_the_catalogue_is_generated_and_up_to_date():
    """A change of botocore, the access levels or the reviewed table shows as a diff."""
    shipped = Path(module.__file__).with_name("catalog.json").read_text(encoding="utf-8")
    assert render() == shipped, "run `make catalog` and review the diff"


def test_nothing_above_read_level_is_callable_unless_reviewed(reviewed):
    """Write, Tagging and Permissions management stay out; so does what IAM does not know."""
    levels = AccessLevels.load()
    for tool in TOOLS:
        for each in Catalog.load().operations(tool.name):
            found = {levels.level(action) for action in each.iam}
            key = (each.service, each.name)
            assert found <= READING or key in reviewed.allowed | reviewed.newer, each


def test_the_exceptions_above_read_level_are_few(reviewed):
    """Each is worth reading; a long list would no longer be read."""
    assert len(reviewed.allowed) <= 10


def test_plain_reads_of_the_core_services_are_hardly_refused():
    """Beside the named refusals, at most one plain read in fifty may not be called."""
    names = ("Describe", "List", "Get", "BatchGet", "Search", "Head", "Check", "Simulate")
    catalog = Catalog.load()
    allowed = sum(len(catalog.operations(tool.name)) for tool in TOOLS)
    lost = [
        each
        for tool in TOOLS
        for each in catalog.refusals(tool.name)
        if each.reason == "write" and each.name.startswith(names)
    ]
    assert len(lost) <= allowed / 50, lost
