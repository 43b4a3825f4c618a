"""`streams`: a hundred turns at once in one agent, against a model that thinks for a second."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

import boto3
import httpx

from bench.chain import chain
from bench.dynalite import create_table, dynalite
from bench.figure import Bar, Figure, beside
from bench.lab import Lab, session
from bench.timing import since
from client.connection import TOKEN_HEADER
from local.converse.reply import Part, Pause, Text
from local.person import log_in

STREAMS = 100
ALONE = 5
THINKING = 1.0
QUESTION = {"message": "Are you there?", "use_tools": False}
BAR = Bar("ratio", 2)


class Thinking:
    """A model that says a word after a second."""

    def reply(self, _: Mapping[str, Any]) -> Iterator[Part]:
        """Think, and say it."""
        yield Pause(THINKING)
        yield Text("Done.")


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
            slowest, alone = asyncio.run(_ask_all(through.sandbox.agent, token))
    yield beside("streams", slowest, alone, unit="ms", bar=BAR)


async def _ask_all(agent: str, token: str) -> tuple[float, float]:
    limits = httpx.Limits(max_connections=STREAMS)
    headers = {TOKEN_HEADER: f"Bearer {token}", "Accept": "text/plain"}
    async with httpx.AsyncClient(
        base_url=agent, headers=headers, limits=limits, timeout=60, trust_env=False
    ) as http:
        await _first_byte(http)
        alone = [await _first_byte(http) for _ in range(ALONE)]
        together = await asyncio.gather(*(_first_byte(http) for _ in range(STREAMS)))
    return max(together), median(alone)


async def _first_byte(http: httpx.AsyncClient) -> float:
    started = time.perf_counter()
    received = None
    async with http.stream("POST", "/stream", json=QUESTION) as response:
        response.raise_for_status()
        text = ""
        async for piece in response.aiter_text():
            received = received or since(started)
            text += piece
    assert received is not None, "the answer is empty"
    assert text.strip() == "Done.", f"the turn failed: {text}"
    return received
