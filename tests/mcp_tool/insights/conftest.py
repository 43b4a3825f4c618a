"""Insights run on the sample account, through the real reader."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from mcp_tool.aws.clients import Clients
from mcp_tool.aws.models import Models
from mcp_tool.catalog import Catalog
from mcp_tool.insights import REGISTRY
from mcp_tool.plan import Failure, Plan
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
    """

    reader: Reader
    seconds: float = 60

    def __call__(self, name: str, regions: tuple[str, ...] = ("all",), **given: Any) -> Outcome:
        """Run an insight by its name."""
        insight = next(each for each in REGISTRY if each.name == name)
        calls: set[str] = set()
        deadline = time.monotonic() + self.seconds

        def read(plan: Plan) -> Any:
            calls.add(f"{plan.service}:{plan.operation}")
            return self.reader.read(plan, deadline)

        plan = Plan(insight.tool, "", name, given, regions, ("own",))
        rows: Any = insight.read(read, plan)
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


@pytest.fixture(scope="session")
def aws(url) -> Callable[..., Any]:
    """Make a plain boto3 client of the sample account: `aws("ec2", "eu-west-1")`."""

    def client(service: str, region: str = "us-east-1") -> Any:
        keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
        session: Any = boto3.Session(region_name=region, **keys)
        return session.client(service, endpoint_url=url)

    return client
