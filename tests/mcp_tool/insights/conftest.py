"""Insights run on the sample account, through the real reader."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from mcp_tool.aws.clients import Clients
from mcp_tool.aws.models import Models
from mcp_tool.catalog import Catalog
from mcp_tool.errors import ReadError, ToolError
from mcp_tool.insights.registry import REGISTRY
from mcp_tool.plan import Failure, Page, Part, Plan, Rows, Target
from mcp_tool.reader import Reader
from mcp_tool.redact import Members
from mcp_tool.settings import Settings
from mcp_tool.shaping.cells import getter, plain


@dataclass(frozen=True)
class Outcome:
    """What a run of an insight gave.

    Attributes:
        rows: the rows by column name, and `region`.
        summary: its sentence.
        failures: what could not be read.
        exact: everything was read to its end.
        calls: the operations that were sent.
    """

    rows: list[dict[str, Any]]
    summary: str
    failures: tuple[Failure, ...]
    exact: bool
    calls: set[str]

    def column(self, name: str) -> list[Any]:
        """Give the values of one column, in the rows' order."""
        return [row[name] for row in self.rows]

    def row(self, **values: Any) -> dict[str, Any]:
        """Give the one row that has these values."""
        [found] = [row for row in self.rows if values.items() <= row.items()]
        return found


@dataclass(frozen=True)
class Runner:
    """Runs insights on one account.

    Attributes:
        reader: reads it.
        seconds: the time each run has.
        now: the moment it takes for the present; None is the real one.
    """

    reader: Any
    seconds: float = 60
    now: datetime | None = None

    def __call__(self, name: str, regions: tuple[str, ...] = ("all",), **given: Any) -> Outcome:
        """Run an insight by its name."""
        insight = next(each for each in REGISTRY if each.name == name)
        calls: set[str] = set()
        deadline = time.monotonic() + self.seconds

        def read(plan: Plan) -> Any:
            calls.add(f"{plan.service}:{plan.operation}")
            return self.reader.read(plan, deadline)

        plan = Plan(insight.tool, "", name, given, regions, ("own",))
        rows = insight.read(read, plan, self.now or datetime.now(UTC))
        cells = [(each.name, getter(each.path)) for each in insight.columns]
        records = [
            (part.target.region, record)
            for part in rows.parts
            for page in part.pages
            for record in page.records
        ]
        return Outcome(
            [
                {"region": region} | {key: plain(get(record), key) for key, get in cells}
                for region, record in records
            ],
            rows.summary,
            rows.failures,
            rows.exact,
            calls,
        )


@pytest.fixture(scope="session")
def reader(make_session) -> Reader:
    """The reader of the sample account."""
    catalog = Catalog.load()
    settings = Settings(region="us-east-1")
    clients = Clients(make_session, settings, catalog.allows)
    models = Models(clients.loader)
    return Reader(clients, models, catalog, mask=Members().mask, settings=settings)


@pytest.fixture(scope="session")
def run(reader) -> Runner:
    """Run an insight: `run("OldSnapshots", days=30)`."""
    return Runner(reader)


class Written:
    """A reader that knows answers by their call: records, an error to raise, or what gives either.

    For what the sample account cannot hold: a denied call, a long history.
    """

    def __init__(self, answers: dict[str, Any]) -> None:
        self._answers = answers

    def read(self, plan: Plan, _deadline: float) -> Rows:
        """Answer a plan as the real reader would, in one place."""
        answer = self._answers.get(f"{plan.service}:{plan.operation}", [])
        if callable(answer):
            answer = answer(**plan.parameters)
        if isinstance(answer, ToolError):
            raise answer
        place = Target(plan.accounts[0], plan.regions[0])
        return Rows((Part(place, pages=(Page({}, tuple(answer)),), api_calls=1),))


@pytest.fixture(scope="session")
def told() -> Callable[..., Outcome]:
    """Run an insight on written answers: `told("FailedStacks", {"service:Operation": [{…}]})`."""

    def run(name: str, answers: dict[str, Any], now: Any = None, **given: Any) -> Outcome:
        return Runner(Written(answers), now=now)(name, ("us-east-1",), **given)

    return run


@pytest.fixture(scope="session")
def denied() -> ReadError:
    """The error of a call that the role may not make."""
    return ReadError("AWS denied it.", read_code="AccessDenied", hint="Allow it.")


@pytest.fixture(scope="session")
def aws(url) -> Callable[..., Any]:
    """Make a plain boto3 client of the sample account: `aws("ec2", "eu-west-1")`."""

    def client(service: str, region: str = "us-east-1") -> Any:
        keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
        session: Any = boto3.Session(region_name=region, **keys)
        return session.client(service, endpoint_url=url)

    return client


@pytest.fixture(scope="session")
def points(aws) -> Callable[..., list[float]]:
    """Read a metric of the last days by plain boto3: one value a day."""

    def read(metric: str, days: int, statistic: str, **dimension: str) -> list[float]:
        [(name, value)] = dimension.items()
        namespace, _, metric = metric.rpartition("/")
        end = datetime.now(UTC)
        query = {
            "Metric": {
                "Namespace": namespace,
                "MetricName": metric,
                "Dimensions": [{"Name": name, "Value": value}],
            },
            "Period": 86_400,
            "Stat": statistic,
        }
        answer = aws("cloudwatch").get_metric_data(
            MetricDataQueries=[{"Id": "m", "MetricStat": query}],
            StartTime=end - timedelta(days=days),
            EndTime=end,
        )
        values: list[float] = answer["MetricDataResults"][0]["Values"]
        return values

    return read
