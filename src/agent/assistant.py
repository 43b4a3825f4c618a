"""Takes a question up to the point where the model is asked: the heart of the service.

Up to there everything that can fail fails as an error of the request. From there a `RunningTurn`
tells what happens.
"""

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

from strands.models import BedrockModel
from structlog.contextvars import bind_contextvars

from agent.conversation import Conversation, Head, Status, Turn, replay, said, window
from agent.events import Start
from agent.gateway import Gateway, name_of
from agent.identity import Caller
from agent.model import tuned
from agent.session import Session
from agent.settings import Settings
from agent.tool import GatewayTool, bare
from agent.turn import Means, Plan, RunningTurn


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and how: unset values are the service's own."""

    message: str
    request_id: str
    client: str
    conversation_id: str | None = None
    temperature: float | None = None
    max_tokens: int | None = None
    use_tools: bool = True


class Assistant:
    """Begins turns, and knows those that run.

    Args:
        means: what every turn works with.
        gateway: the tools.
        model: the language model.
        settings: how much of a conversation is shown, and when a turn is given up for dead.
    """

    def __init__(
        self, means: Means, *, gateway: Gateway, model: BedrockModel, settings: Settings
    ) -> None:
        self._means = means
        self._store = means.store
        self._now = means.now
        self._gateway = gateway
        self._model = model
        self._settings = settings
        self._running: set[RunningTurn] = set()

    async def begin(self, caller: Caller, question: Question) -> RunningTurn:
        """Store a question and begin to answer it.

        Raises:
            RateLimitedError: the caller has asked too much in this minute.
            ConversationNotFoundError: there is no such conversation for the caller.
            StoreUnavailableError: DynamoDB failed.
            GatewayError: the tools cannot be had.
            TokenExpiredError: the gateway does not take the token any more.
        """
        begun = time.monotonic()
        await self._means.limits.take(caller.owner)
        async with AsyncExitStack() as stack:
            session: Session | None = None
            if question.use_tools:
                lent = self._gateway.lend(caller.token, caller.expires_at)
                session = await stack.enter_async_context(lent)
            head, shown = await self._conversation(caller.owner, question, session)
            bind_contextvars(conversation_id=head.conversation_id, turn=head.last_turn)
            plan = self._plan(head, shown, question, session, begun)
            if question.conversation_id is None:
                await self._store.open(head, plan.turn)
            else:
                await self._store.begin(head.conversation_id, plan.turn)
            return self._start(plan, stack.pop_all())

    async def close(self) -> None:
        """Stop every running turn and wait until it is stored."""
        for running in self._running:
            running.abandon()
        if self._running:
            await asyncio.wait({running.task for running in self._running})
        await self._means.stops.close()
        self._model.client.close()

    def _start(self, plan: Plan, lent: AsyncExitStack) -> RunningTurn:
        running = RunningTurn(plan, self._means, lent=lent)
        self._running.add(running)
        running.task.add_done_callback(lambda _: self._running.discard(running))
        return running

    async def _conversation(
        self, owner: str, question: Question, session: Session | None
    ) -> tuple[Head, tuple[Turn, ...]]:
        if question.conversation_id is not None:
            return await self._resume(owner, question.conversation_id)
        about = {
            "client": question.client,
            "gateway": name_of(session.url) if session else None,
            "tools": [bare(tool.name) for tool in session.tools] if session else [],
        }
        return self._store.draft(owner, question.message, about), ()

    def _plan(
        self,
        head: Head,
        shown: tuple[Turn, ...],
        question: Question,
        session: Session | None,
        begun: float,
    ) -> Plan:
        return Plan(
            owner=head.owner,
            start=Start(head.conversation_id, head.last_turn, question.request_id),
            turn=self._turn(head.last_turn, question.message),
            question=question.message,
            history=replay(shown, self._now()),
            model=tuned(
                self._model,
                temperature=question.temperature,
                max_tokens=question.max_tokens,
            ),
            tools=[GatewayTool(session, tool) for tool in session.tools] if session else [],
            begun=begun,
        )

    async def _resume(self, owner: str, conversation_id: str) -> tuple[Head, tuple[Turn, ...]]:
        conversation = await self._store.load(owner, conversation_id)
        shown = window(conversation.turns, self._settings.history_tokens, self._now())
        head = await self._store.claim(
            conversation.head, window_turn=_window_turn(conversation, shown)
        )
        return head, shown

    def _turn(self, number: int, message: str) -> Turn:
        now = self._now()
        return Turn(
            number=number,
            status=Status.RUNNING,
            started_at=now,
            deadline=now + timedelta(seconds=self._settings.turn_stored_seconds),
            messages=(said(message),),
        )


def _window_turn(conversation: Conversation, shown: tuple[Turn, ...]) -> int:
    if len(shown) == len(conversation.turns):
        return conversation.head.window_turn
    return shown[0].number if shown else conversation.head.last_turn + 1
