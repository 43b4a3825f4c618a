"""The agent under test as a caller sees it, and what it answered."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import httpx

from agent.identity import TOKEN_HEADER
from local.issuer import Issuer
from tests.agent.doubles import GatewayDouble, Script


@dataclass(frozen=True)
class Okta:
    """An issuer on loopback, and tokens of it, whose people are those of one test.

    `issued` holds every token signed, for the search in the log.
    """

    url: str
    issuer: Issuer
    people: str = ""
    issued: list[str] = field(default_factory=list)

    def token(self, login: str = "ada", *, header: Any = None, **changed: Any) -> str:
        """Sign a person's access token, some of its claims or its header changed."""
        claims = self.issuer.claims(self.url, login, **{"uid": f"{login}{self.people}", **changed})
        token = self.issuer.sign(claims, header=header)
        self.issued.append(token)
        return token


@dataclass
class Service:
    """The agent under test, and what stands around it."""

    http: httpx.Client
    okta: Okta
    gateway: GatewayDouble
    bedrock: Any
    script: Script
    environment: Mapping[str, str]

    def headers(self, login: str = "ada", **more: str) -> dict[str, str]:
        """Return the headers of a person's request, with a new token."""
        return {TOKEN_HEADER: f"Bearer {self.okta.token(login)}", **more}

    def ask(self, message: str, login: str = "ada", **fields: Any) -> list[tuple[str, Any]]:
        """Stream a turn and return its events."""
        body = {"message": message, **fields}
        response = self.http.post("/stream", json=body, headers=self.headers(login))
        assert response.status_code == 200, response.text
        return events_of(response.text)

    def await_end(self, conversation_id: str) -> Any:
        """Ask until the conversation's latest turn is over, and return it."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            turn = self.get(f"/api/conversations/{conversation_id}").json()["turns"][0]
            if turn["status"] != "running":
                return turn
        raise TimeoutError("the turn goes on")

    def get(self, path: str, login: str = "ada") -> httpx.Response:
        """Read a path as a person."""
        return self.http.get(path, headers=self.headers(login))

    def post(self, path: str, body: Any = None, login: str = "ada") -> httpx.Response:
        """Post JSON as a person, also such as httpx would not write."""
        headers = self.headers(login, **{"content-type": "application/json"})
        return self.http.post(path, content=json.dumps(body), headers=headers)


def events_of(text: str) -> list[tuple[str, Any]]:
    """Parse server-sent events; comments are left out."""
    events = []
    for block in text.split("\n\n"):
        if block and not block.startswith(":"):
            name, data = block.split("\n", 1)
            events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return events


def names(events: list[tuple[str, Any]]) -> list[str]:
    """Return the names of events; pieces of text that follow each other count once."""
    return [name for name, _ in groupby(name for name, _ in events)]


def said(events: list[tuple[str, Any]]) -> str:
    """Return the answer's text."""
    return "".join(data["delta"] for name, data in events if name == "text")


def data_of(events: list[tuple[str, Any]], name: str) -> Mapping[str, Any]:
    """Return the data of the only event of a name."""
    (data,) = [data for each, data in events if each == name]
    found: Mapping[str, Any] = data
    return found
