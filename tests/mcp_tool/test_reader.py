"""Reading places in parallel, page after page, until the time or the rows run out."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.server import serve
from mcp_tool.aws.clients import Clients
from mcp_tool.errors import BadCursorError, ReadError
from mcp_tool.plan import Plan, Position, Target
from mcp_tool.reader import Reader
from mcp_tool.settings import Settings

TABLES = ["table-a", "table-b", "table-c", "table-d", "table-e"]
PAGE = 2
REGION = re.compile(r"Credential=[^/]+/\d+/([^/]+)/")
ENABLED = """<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><regionInfo>
<item><regionName>us-east-1</regionName><optInStatus>opt-in-not-required</optInStatus></item>
<item><regionName>eu-west-1</regionName><optInStatus>opted-in</optInStatus></item>
<item><regionName>eu-south-2</regionName><optInStatus>not-opted-in</optInStatus></item>
</regionInfo></DescribeRegionsResponse>"""


class Aws:
    """DynamoDB's ListTables in every region: five tables on three pages, or as told."""

    def __init__(self):
        self.fails = {}
        self.throttles = {}
        self.garbles = ""
        self.hangs = {}
        self.asked = []
        self.released = threading.Event()
        self.app = Starlette(routes=[Route("/", self.list_tables, methods=["POST"])])

    async def list_tables(self, request):
        """Answer one page; note who asked for which."""
        region = REGION.search(request.headers["authorization"])[1]
        if b"DescribeRegions" in await request.body():
            return Response(ENABLED, media_type="text/xml")
        start = (await request.json()).get("ExclusiveStartTableName")
        self.asked.append((region, start))
        if self.throttles.get(region, 0) > 0:
            self.throttles[region] -= 1
            return JSONResponse({"__type": "ThrottlingException", "message": "slow"}, 400)
        if region == self.garbles:
            return Response("<html>", status_code=502)
        if region in self.fails:
            return JSONResponse({"__type": self.fails[region], "message": "hunter2"}, 400)
        if region in self.hangs and start == self.hangs[region]:
            await run_in_threadpool(self.released.wait, 20)
        first = TABLES.index(start) + 1 if start else 0
        page = TABLES[first : first + PAGE]
        more = {"LastEvaluatedTableName": page[-1]} if first + PAGE < len(TABLES) else {}
        return JSONResponse({"TableNames": page, **more})


@pytest.fixture
def aws():
    return Aws()


@pytest.fixture
def reader(aws, catalog, models, sessions_of):
    """Makes a reader with some settings."""
    with serve(aws.app) as url:

        def make(**limits):
            settings = Settings(region="us-east-1", **limits)
            clients = Clients(sessions_of(url), settings, catalog.allows)
            return Reader(
                clients, models, catalog, mask=lambda _, value: (value, 0), settings=settings
            )

        yield make
        aws.released.set()


def plan(*regions, **more):
    regions = regions or ("us-east-1",)
    return Plan("dynamodb_read_operations", "dynamodb", "ListTables", regions=regions, **more)


def soon(seconds=10.0):
    return time.monotonic() + seconds


def names(rows):
    return [record for part in rows.parts for page in part.pages for record in page.records]


def test_every_page_of_every_place_is_read(reader):
    """Places come in the plan's order, whichever answered first."""
    rows = reader().read(plan("us-east-1", "eu-west-1"), soon())
    assert names(rows) == TABLES * 2
    assert [part.target.region for part in rows.parts] == ["us-east-1", "eu-west-1"]
    assert rows.exact
    assert rows.api_calls == 6


def test_one_place_failing_leaves_the_others(reader, aws):
    """The failure names its place and AWS's code, and not AWS's text."""
    aws.fails["eu-west-1"] = "AccessDeniedException"
    rows = reader().read(plan("us-east-1", "eu-west-1"), soon())
    assert names(rows) == TABLES
    (failure,) = rows.failures
    assert (failure.target.region, failure.code) == ("eu-west-1", "AccessDenied")
    assert "AccessDeniedException" in failure.message
    assert "hunter2" not in failure.message
    assert "dynamodb:ListTables" in failure.hint


def test_all_places_failing_is_a_failure(reader, aws):
    """There is nothing to answer with."""
    aws.fails |= dict.fromkeys(("us-east-1", "eu-west-1"), "AccessDeniedException")
    with pytest.raises(ReadError) as caught:
        reader().read(plan("us-east-1", "eu-west-1"), soon())
    assert caught.value.read_code == "AccessDenied"


def test_a_thing_missing_elsewhere_is_no_failure(reader, aws):
    """Whoever asks everywhere for one thing expects it in one place."""
    aws.fails["eu-west-1"] = "ResourceNotFoundException"
    assert reader().read(plan("us-east-1", "eu-west-1"), soon()).failures == ()


def test_the_deadline_leaves_what_was_read_and_where_to_go_on(reader, aws):
    """A place that is still being read gives its pages so far."""
    places, shared = plan("us-east-1", "eu-west-1"), reader()
    shared.read(places, soon())  # so that the time goes into the reading, not into clients
    aws.hangs["eu-west-1"] = "table-b"
    rows = shared.read(places, soon(2.0))
    late = rows.parts[1]
    assert names(rows) == [*TABLES, "table-a", "table-b"]
    assert not rows.exact
    assert late.rest == {"ExclusiveStartTableName": "table-b"}
    assert rows.failures[0].code == "Timeout"


def test_nothing_in_time_is_a_timeout(reader, aws):
    """No page of any place came before the deadline."""
    aws.hangs["us-east-1"] = None
    with pytest.raises(ReadError) as caught:
        reader().read(plan(), soon(0.5))
    assert caught.value.read_code == "Timeout"


def test_the_row_ceiling_ends_the_reading(reader, aws):
    """What is left is asked for with a cursor."""
    rows = reader(row_ceiling=3).read(plan(), soon())
    assert names(rows) == ["table-a", "table-b", "table-c", "table-d"]
    assert rows.parts[0].rest == {"ExclusiveStartTableName": "table-d"}
    assert not rows.exact


def test_a_cursor_goes_on_at_its_page(reader, aws):
    """Earlier pages are not asked for again."""
    position = Position(Target("own", "us-east-1"), {"ExclusiveStartTableName": "table-b"}, 1)
    rows = reader().read(plan(resume=(position,)), soon())
    assert names(rows) == ["table-c", "table-d", "table-e"]
    assert rows.parts[0].offset == 1
    assert aws.asked[0] == ("us-east-1", "table-b")


def test_a_page_that_aws_forgot_is_a_bad_cursor(reader, aws):
    """A stale cursor is the cursor's fault, not the question's."""
    aws.fails["us-east-1"] = "ValidationException"
    position = Position(Target("own", "us-east-1"), {"ExclusiveStartTableName": "table-b"}, 0)
    with pytest.raises(BadCursorError):
        reader().read(plan(resume=(position,)), soon())


def test_calls_at_once_share_one_client_for_each_place(reader, aws):
    """Eight calls through one reader give eight whole answers."""
    shared = reader()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: names(shared.read(plan(), soon())), range(8)))
    assert found == [TABLES] * 8


def test_throttling_is_tried_again(reader, aws):
    """Botocore's adaptive mode waits and repeats, and nobody notices."""
    aws.throttles["us-east-1"] = 1
    rows = reader().read(plan(), soon(30))
    assert names(rows) == TABLES
    assert rows.failures == ()
    assert len(aws.asked) == 4


def test_throttling_that_stays_is_reported_for_its_region(reader, aws):
    """The others are not held up by it."""
    aws.throttles["eu-west-1"] = 1_000
    rows = reader().read(plan("us-east-1", "eu-west-1"), soon(60))
    assert names(rows) == TABLES
    (failure,) = rows.failures
    assert (failure.target.region, failure.code) == ("eu-west-1", "Throttled")


def test_an_answer_that_no_one_can_read_is_that_place_s_failure(reader, aws):
    """A proxy's page for browsers comes now and then."""
    aws.garbles = "eu-west-1"
    rows = reader().read(plan("us-east-1", "eu-west-1"), soon(60))
    assert names(rows) == TABLES
    assert [each.code for each in rows.failures] == ["AwsError"]


def test_of_a_continent_only_the_enabled_regions_are_read(reader):
    """Whoever says Europe means the regions that the account has there."""
    europe = plan("eu-west-1", "eu-south-2", resolved_by="words")
    rows = reader().read(europe, soon())
    assert [part.target.region for part in rows.parts] == ["eu-west-1"]


def test_a_region_that_was_named_is_read_also_if_it_is_off(reader):
    """Its failure is the answer to the question."""
    rows = reader().read(plan("eu-west-1", "eu-south-2"), soon())
    assert [part.target.region for part in rows.parts] == ["eu-west-1", "eu-south-2"]


def test_every_enabled_region_is_read_and_no_other(reader):
    """All means all that are on."""
    rows = reader().read(plan("all"), soon())
    assert [part.target.region for part in rows.parts] == ["eu-west-1", "us-east-1"]


def test_a_page_whose_query_or_list_is_gone_is_a_bad_cursor_too(reader, aws):
    """Some services call a stale token a thing that does not exist."""
    aws.fails["us-east-1"] = "ResourceNotFoundException"
    position = Position(Target("own", "us-east-1"), {"ExclusiveStartTableName": "table-b"}, 0)
    with pytest.raises(BadCursorError):
        reader().read(plan(resume=(position,)), soon())


def test_an_operation_outside_the_catalogue_is_not_read(reader):
    """The reader does not rely on the planner alone."""
    forbidden = Plan("dynamodb_read_operations", "dynamodb", "DeleteTable")
    with pytest.raises(LookupError):
        reader().read(forbidden, soon())
