"""The door to the SDK: clients are kept, roles are assumed, regions are asked once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from local.server import serve
from mcp_tool.aws.clients import Clients
from mcp_tool.plan import Target
from mcp_tool.readonly import NotReadOnlyError
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


class Sts:
    """STS: becomes any role, for as long as told; counts how often."""

    def __init__(self):
        self.valid = timedelta(hours=1)
        self.assumed = 0
        self.app = Starlette(routes=[Route("/", self.answer, methods=["POST"])])

    async def answer(self, request):
        """Answer AssumeRole and GetCallerIdentity."""
        if b"Action=AssumeRole" not in await request.body():
            return Response(WHO, media_type="text/xml")
        self.assumed += 1
        ends = (datetime.now(UTC) + self.valid).isoformat()
        return Response(KEYS.format(ends), media_type="text/xml")


WHO = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult>
</GetCallerIdentityResponse>"""
KEYS = """<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
<SessionToken>t</SessionToken><Expiration>{}</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>"""


@pytest.fixture
def sts():
    return Sts()


@pytest.fixture
def who(sts, sessions_of, catalog):
    """Ask who one is in the other account, in one of its regions."""
    with serve(sts.app) as url:
        settings = Settings(region="us-east-1", accounts=(OTHER,))
        clients = Clients(sessions_of(url), settings, catalog.allows)
        yield lambda region: clients.client("sts", Target(OTHER.id, region)).get_caller_identity()


def test_a_role_is_assumed_once_for_all_its_regions(who, sts):
    """Its credentials are kept as long as they are good."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(who, ["us-east-1", "eu-west-1"] * 4))
    assert sts.assumed == 1


def test_a_role_is_assumed_again_before_its_credentials_end(who, sts):
    """A Lambda lives longer than they do."""
    sts.valid = timedelta(minutes=5)
    who("us-east-1")
    who("us-east-1")
    assert sts.assumed == 2


def test_the_door_is_a_client_of_its_own(clients):
    """What it sends, no tool request can."""
    here = Target(OWN, "us-east-1")
    assert clients.door("ec2", here) is clients.door("ec2", here)
    with pytest.raises(NotReadOnlyError):
        clients.client("logs", here).stop_query(queryId="q")
    with pytest.raises(NotReadOnlyError):
        clients.door("logs", here).get_query_results(queryId="q")


@pytest.mark.parametrize(
    "written",
    [
        *("2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05+02:00", "2026-01-02T03:04:05Z"),
        *("Fri, 02 Jan 2026 03:04:05 GMT", "1767323045", "1767323045.5"),
    ],
)
def test_times_are_read_as_botocore_reads_them(written, sessions_of, catalog):
    """However an API writes them: ISO 8601, as HTTP does, or as seconds of the epoch."""
    body = (
        '<DescribeVolumesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><volumeSet>'
        f"<item><createTime>{written}</createTime></item></volumeSet></DescribeVolumesResponse>"
    )

    async def answer(_request):
        return Response(body, media_type="text/xml")

    with serve(Starlette(routes=[Route("/", answer, methods=["POST"])])) as url:
        make = sessions_of(url)
        ours = Clients(make, Settings(), catalog.allows).client("ec2", Target(OWN, "us-east-1"))
        plain = make().create_client("ec2", region_name="us-east-1")
        found, expected = ours.describe_volumes(), plain.describe_volumes()
    assert found["Volumes"][0]["CreateTime"] == expected["Volumes"][0]["CreateTime"]
