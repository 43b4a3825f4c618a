"""The whole chain, for benches of the agent: the sandbox with a model that says what it is told."""

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from client.agent_api import AgentApi, Question
from client.events import Event, Failure
from local.converse.reply import Model
from local.person import agent_api
from local.sandbox import Sandbox
from local.stack import Options, running

# One person asks more here than anybody may.
_UNLIMITED = {"TURNS_PER_MINUTE": "1000000", "TOKENS_PER_MINUTE": "1000000000"}


@dataclass(frozen=True, slots=True)
class Chain:
    """A sandbox, and a person who asks through it with the real client."""

    sandbox: Sandbox
    api: AgentApi

    def ask(self, message: str) -> Iterator[Event]:
        """Ask in a new conversation, and yield the turn's events.

        Raises:
            RuntimeError: the turn failed.
        """
        for event in self.api.stream(Question(message)):
            if isinstance(event, Failure):
                raise RuntimeError(f"the turn failed: {event.message}")
            yield event


@contextmanager
def chain(directory: Path, model: Model, **settings: str) -> Iterator[Chain]:
    """Run the whole chain.

    Args:
        directory: for logs and certificates.
        model: what answers behind Bedrock.
        settings: further environment of the agent.
    """
    options = Options(model=model, settings={**_UNLIMITED, **settings})
    with (
        running(Path(mkdtemp(dir=directory)), options) as sandbox,
        closing(agent_api(sandbox)) as api,
    ):
        # The stand-ins run here: their heap is no part of what is measured.
        gc.collect()
        gc.freeze()
        yield Chain(sandbox, api)
        gc.unfreeze()
