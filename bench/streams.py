"""`streams`: a hundred turns at once in one agent, against a model that thinks for a second."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import boto3

from bench.burst import SAID, burst
from bench.chain import chain
from bench.dynalite import create_table, dynalite
from bench.figure import Bar, Figure, beside
from bench.lab import Lab, session
from client.connection import TOKEN_HEADER
from local.converse.reply import Part, Pause, Text
from local.person import log_in

STREAMS = 100
THINKING = 1.0
QUESTION = {"message": "Are you there?", "use_tools": False}
BAR = Bar("ratio", 2)


class Thinking:
    """A model that says a word after a second."""

    def reply(self, _: Mapping[str, Any]) -> Iterator[Part]:
        """Think, and say it."""
        yield Pause(THINKING)
        yield Text(SAID.decode())


def measure(lab: Lab) -> Iterator[Figure]:
    """Take the slowest first byte of many turns against that of turns alone.

    The turns are of text alone, so no tools are offered. The agent is asked directly, and its
    table is in dynalite: the sandbox's front and its AWS, which answers one request at a time,
    are not what is measured.
    """
    table = "conversations"
    with dynalite() as url:
        client = boto3.Session(botocore_session=session(lab.directory, url)).client("dynamodb")
        create_table(client, table)
        settings = {"AWS_ENDPOINT_URL_DYNAMODB": url, "CONVERSATIONS_TABLE": table}
        with chain(lab.directory, Thinking(), **settings) as through:
            token = log_in(through.sandbox).access_token
            request = _request(through.sandbox.agent, token)
            took = burst(through.sandbox.agent, request, STREAMS)
    yield beside("streams", took.slowest, took.alone, unit="ms", bar=BAR)


def _request(agent: str, token: str) -> bytes:
    body = json.dumps(QUESTION)
    lines = (
        "POST /stream HTTP/1.1",
        f"Host: {urlsplit(agent).netloc}",
        f"{TOKEN_HEADER}: Bearer {token}",
        "Accept: text/plain",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", body)).encode()
