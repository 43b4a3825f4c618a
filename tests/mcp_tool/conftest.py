"""A real engine over the sample account, and a second account that a reader role opens."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.session import Session

from local.aws import MotoServer
from local.seed import fill
from mcp_tool.aws.models import Models
from mcp_tool.catalog import Catalog
from mcp_tool.engine import Engine
from mcp_tool.handler import build
from mcp_tool.insights.registry import REGISTRY
from mcp_tool.resolution import Resolution
from mcp_tool.resolver import Resolver
from mcp_tool.settings import Account, Settings
from mcp_tool.tools import TOOLS
from mcp_tool.words import lexicon

HOME = "us-east-1"
OTHER = Account(
    "warehouse", "111122223333", "arn:aws:iam::111122223333:role/reader", external_id="known-to-us"
)
INSTANCES = 200
# The day on which questions are asked whose plans are compared.
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)

Ask = Callable[..., dict[str, Any]]
MakeSession = Callable[[], Session]


def sessions(folder: Path, url: str) -> MakeSession:
    """Make sessions that find their endpoint and credentials in a file, as a profile has them."""
    file = folder / "config"
    file.write_text(
        f"[default]\nendpoint_url = {url}\n"
        "aws_access_key_id = testing\naws_secret_access_key = testing\n"
    )

    def make() -> Session:
        session = Session()
        session.set_config_variable("config_file", str(file))
        return session

    return make


def _fill_other(make_session: MakeSession) -> None:
    session = make_session()
    sts = session.create_client("sts", region_name=HOME)
    keys = sts.assume_role(RoleArn=OTHER.role_arn, RoleSessionName="seed")["Credentials"]
    ec2 = session.create_client(
        "ec2",
        region_name=HOME,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    ec2.run_instances(
        ImageId="ami-12c6146b",
        MinCount=INSTANCES,
        MaxCount=INSTANCES,
        TagSpecifications=[
            {
                "ResourceType": "instance",
                "Tags": [{"Key": "Name", "Value": "picker"}, {"Key": "Team", "Value": "robots"}],
            }
        ],
    )


@pytest.fixture
def sessions_of(tmp_path: Path) -> Callable[[str], MakeSession]:
    """Sessions for another endpoint than the sample account's."""
    return lambda url: sessions(tmp_path, url)


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    """The sample account's endpoint."""
    with MotoServer() as url:
        fill(url)
        yield url


@pytest.fixture(scope="session")
def make_session(url: str, tmp_path_factory: pytest.TempPathFactory) -> MakeSession:
    make = sessions(tmp_path_factory.mktemp("aws"), url)
    _fill_other(make)
    return make


@pytest.fixture(scope="session")
def engine(make_session: MakeSession) -> Engine:
    return build(Settings(region=HOME, accounts=(OTHER,)), make_session)


@pytest.fixture(scope="session")
def ask(engine: Engine) -> Ask:
    """Call a tool in the direct form, by its short name."""

    def call(tool: str, **arguments: Any) -> dict[str, Any]:
        event = {"tool": f"{tool}_read_operations", "arguments": arguments}
        return engine.answer(event, None, lambda _: None)

    return call


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog.load()


@pytest.fixture(scope="session")
def models() -> Models:
    return Models(Session().get_component("data_loader"))


@pytest.fixture(scope="session")
def resolver(catalog: Catalog, models: Models) -> Resolver:
    return Resolver(catalog, models, lexicon.load(), insights=lambda: REGISTRY, now=lambda: NOW)


@pytest.fixture(scope="session")
def resolve(resolver: Resolver) -> Callable[[str, str], Resolution]:
    """Resolve words within a tool, by its short name."""
    tools = {each.name.removesuffix("_read_operations"): each for each in TOOLS}
    return lambda name, words: resolver.resolve(words, (tools[name],))
