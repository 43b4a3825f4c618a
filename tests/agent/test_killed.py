"""The process dies in the middle of a turn."""

import json
import os
import signal
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from local.agent_process import agent
from local.converse.reply import Pause, Text
from local.environment import inherited
from local.server import address, bind
from tests.agent import engines
from tests.agent.conftest import Start
from tests.agent.service import Service, names
from tests.soak.process import child


def ask_and_kill(url: str, service: Service) -> str:
    """Ask, kill the agent in the middle of its answer, and return the conversation's id."""
    pid = child("agent.main:create_app")
    body, headers = {"message": "remember me"}, service.headers()
    found = ""
    with (
        suppress(httpx.RemoteProtocolError),
        httpx.stream("POST", url, json=body, headers=headers, trust_env=False) as answer,
    ):
        for line in answer.iter_lines():
            if "conversation_id" in line:
                found = json.loads(line.removeprefix("data: "))["conversation_id"]
            if "Begun" in line:
                os.kill(pid, signal.SIGKILL)
    return found


@pytest.mark.slow
def test_a_question_outlives_the_process(start: Start, dynalite: str, tmp_path: Path) -> None:
    """After kill -9 the question is there, its turn reads as interrupted, the next one works."""
    table = f"conversations-{uuid4().hex}"
    engines.create_table(engines.client("dynamodb", dynalite), table)
    settings = {
        "AWS_ENDPOINT_URL_DYNAMODB": dynalite,
        "CONVERSATIONS_TABLE": table,
        "TURN_STORED_SECONDS": "1",
    }
    service = start([Text("Begun "), Pause(3)], [Text("Again.")], **settings)
    environment = inherited(**{**service.environment, **settings})
    with bind() as sock, agent(environment, on=sock, log=tmp_path / "agent.log"):
        conversation_id = ask_and_kill(f"{address(sock)}/stream", service)

    turn = service.await_end(conversation_id)
    assert (turn["status"], turn["question"], turn["answer"]) == ("interrupted", "remember me", "")
    events = service.ask("still there?", conversation_id=conversation_id)
    assert names(events) == ["start", "text", "usage", "end"]
    roles = [message["role"] for message in service.bedrock.requests[-1]["messages"]]
    assert roles == ["user", "assistant", "user"]
