"""The door to the SDK: clients are kept, roles are assumed, regions are asked once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from mcp_tool.aws.clients import Clients
from mcp_tool.plan import Target
from mcp_tool.settings import OWN, Account, Settings

OTHER = Account("warehouse", "111122223333", "arn:aws:iam::111122223333:role/reader", "known")


@pytest.fixture
def clients(make_session, catalog):
    return Clients(make_session, Settings(region="us-east-1", accounts=(OTHER,)), catalog.allows)


def test_a_client_is_made_once_whoever_asks(clients):
    """Eight threads get the same one."""
    here = Target(OWN, "us-east-1")
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: id(clients.client("ec2", here)), range(8)))
    assert len(found) == 1


def test_each_region_and_account_has_its_own(clients):
    """Service, account and region make a client."""
    places = [(OWN, "us-east-1"), (OWN, "eu-west-1"), (OTHER.id, "us-east-1")]
    assert len({id(clients.client("ec2", Target(*place))) for place in places}) == 3


def test_another_account_is_read_as_its_reader_role(clients):
    """The credentials are those of the role."""
    identity = clients.client("sts", Target(OTHER.id, "us-east-1")).get_caller_identity()
    assert identity["Account"] == OTHER.id
    assert "assumed-role/reader/aws-operations-agent" in identity["Arn"]


def test_only_enabled_regions_are_listed(clients):
    """An account has not opted in to all there are."""
    regions = clients.regions(OWN)
    assert {"us-east-1", "eu-west-1", "ap-southeast-2"} <= set(regions)
    assert "ap-east-1" not in regions
    assert clients.regions(OWN) is regions


def test_account_ids_are_known(clients):
    """The own one is asked for, the others are configured."""
    assert clients.account_id(OWN) == "123456789012"
    assert clients.account_id(OTHER.id) == OTHER.id


def test_the_region_comes_from_the_settings_the_profile_or_a_default(make_session, catalog):
    """A call that names no region needs one."""
    assert Clients(make_session, Settings(region="eu-west-2"), catalog.allows).region == "eu-west-2"
    assert Clients(make_session, Settings(), catalog.allows).region == "us-east-1"
