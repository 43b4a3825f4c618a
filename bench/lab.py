"""What the benches share: the recorded account, and the engine and plain boto3 in front of it."""

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.session import Session

from bench.account import fill_all
from bench.fresh import Environment
from bench.replay import Replay, replaying
from local.aws import MotoServer
from local.environment import inherited
from local.sandbox import KEYS, REGION
from mcp_tool.engine import Engine
from mcp_tool.handler import build
from mcp_tool.settings import Settings

Answer = dict[str, Any]


class Lab:
    """Starts what a bench asks for when it asks, and keeps it for the next one.

    Args:
        directory: for what has to be a file.
        stack: ends what was started.
    """

    def __init__(self, directory: Path, stack: ExitStack) -> None:
        self.directory = directory
        self.enter = stack.enter_context

    @cached_property
    def replay(self) -> Replay:
        """The account behind a replay, which answers without delay and records what is new."""
        aws = self.enter(MotoServer(log=self.directory / "aws.log"))
        fill_all(aws)
        return self.enter(replaying(aws))

    @cached_property
    def boto3(self) -> Any:
        """A plain boto3 session that reads the account."""
        return boto3.Session(botocore_session=self._session())

    @cached_property
    def engine(self) -> Engine:
        """The tools, put together as their Lambda does it."""
        return build(Settings(region=REGION), self._session)

    @cached_property
    def environment(self) -> Environment:
        """The environment in which a fresh process reads the account."""
        return inherited(**KEYS, AWS_DEFAULT_REGION=REGION, AWS_ENDPOINT_URL=self.replay.url)

    def ask(self, tool: str, **arguments: Any) -> Answer:
        """Call a tool by its short name.

        Raises:
            RuntimeError: the tool failed, or could not read all it should.
        """
        event = {"tool": f"{tool}_read_operations", "arguments": arguments}
        told: list[Answer] = []
        answer = self.engine.answer(event, None, told.append)
        if not answer["ok"] or answer["errors"]:
            problem = answer.get("error") or answer["errors"]
            raise RuntimeError(f"{tool} {arguments}: {problem} {told}")
        return answer

    def _session(self) -> Session:
        return session(self.directory, self.replay.url)


def session(directory: Path, url: str) -> Session:
    """Make a botocore session whose AWS is an endpoint, as a profile in a file would say it."""
    file = directory / f"config-{urlsplit(url).port}"
    keys = [f"{name.lower()} = {value}" for name, value in KEYS.items()]
    lines = ["[default]", f"endpoint_url = {url}", f"region = {REGION}", *keys]
    file.write_text("\n".join(lines), encoding="utf-8")
    made = Session()
    made.set_config_variable("config_file", str(file))
    return made
