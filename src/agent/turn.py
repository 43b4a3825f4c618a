"""One turn while it runs: the Strands loop in a task of its own, its events in a queue.

The task outlives whoever listens. When the listener goes, or somebody asks to stop, or the time is
up, model and tools are cancelled, and what was written until then is stored all the same.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import structlog
from strands import Agent
from strands.agent.conversation_manager import NullConversationManager
from strands.models import BedrockModel
from strands.types.exceptions import MaxTokensReachedException
from strands.types.tools import AgentTool

from agent.conversation import Message, Status, Turn, settle
from agent.errors import AgentError, StoreUnavailableError, TurnTimeoutError
from agent.events import End, Event, Failure, Heartbeat, Start
from agent.journal import Journal
from agent.limits import Limits
from agent.model import explain
from agent.prompt import SYSTEM
from agent.record import Record
from agent.stops import Stops
from agent.store import Store

_CEILING = "limit_turns"

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a turn is to do: everything that was settled before it began."""

    owner: str
    start: Start
    turn: Turn
    question: str
    history: list[Message]
    model: BedrockModel
    tools: Sequence[AgentTool]
    begun: float


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a turn may take, how often it may ask the model, how often it shows life."""

    seconds: float
    model_calls: int
    heartbeat: float


@dataclass(frozen=True, slots=True)
class Means:
    """What every turn works with: where it is saved, stopped, counted and told of; the time."""

    store: Store
    stops: Stops
    limits: Limits
    journal: Journal
    budget: Budget
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class _Ending:
    status: Status
    stop_reason: str
    error: AgentError | None = None


class RunningTurn:
    """A turn from the moment its question is stored.

    Args:
        plan: what to do.
        means: with what, and within which bounds.
        lent: what is given back at the end, the gateway session for one.
    """

    def __init__(self, plan: Plan, means: Means, *, lent: AsyncExitStack) -> None:
        self._plan = plan
        self._means = means
        self._budget = means.budget
        self._lent = lent
        self._record = Record(plan.turn.messages, begun=plan.begun, clock=time.monotonic)
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._stop = asyncio.Event()
        self.task = asyncio.create_task(self._run(), name="turn")

    @property
    def start(self) -> Start:
        """What the turn begins with."""
        return self._plan.start

    async def events(self) -> AsyncGenerator[Event, None]:
        """Yield what happens, from `Start` to `End` or `Failure`.

        When the generator is closed before that, the turn stops.
        """
        try:
            yield self._plan.start
            while True:
                event = await self._next()
                if event is None:
                    return
                yield event
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Stop, unless the turn is over: nobody listens any more."""
        self._stop.set()

    async def _next(self) -> Event | None:
        try:
            async with asyncio.timeout(self._budget.heartbeat):
                return await self._queue.get()
        except TimeoutError:
            return Heartbeat()

    async def _run(self) -> None:
        try:
            start = self._plan.start
            watching = self._means.stops.watching(start.conversation_id, start.turn, self._stop)
            async with self._lent:
                with watching:
                    answered = await self._answer()
                ending = await self._save(answered)
            self._report(ending)
        except Exception:
            log.exception("turn_broken")
            self._queue.put_nowait(_failure(AgentError()))
        finally:
            self._queue.put_nowait(None)

    async def _answer(self) -> _Ending:
        """Let model and tools work until they end, somebody stops them, or the time is up."""
        loop = asyncio.create_task(self._converse(), name="strands")
        watch = asyncio.create_task(self._stop.wait(), name="stop-watch")
        both = {loop, watch}
        try:
            done, _ = await asyncio.wait(
                both, timeout=self._budget.seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for task in both:
                task.cancel()
        await asyncio.wait(both)
        if loop in done:
            return _ending(loop)
        if watch in done:
            return _Ending(Status.STOPPED, "stopped")
        return _Ending(Status.FAILED, TurnTimeoutError.code, TurnTimeoutError())

    async def _converse(self) -> str:
        # In a thread, because Strands looks for tools in the working directory.
        agent = await asyncio.to_thread(self._agent)
        stream = agent.stream_async(self._plan.question, limits={"turns": self._budget.model_calls})
        try:
            async with aclosing(stream) as happenings:  # type: ignore[type-var] # it is a generator
                async for happening in happenings:
                    for event in self._record.take(happening):
                        self._queue.put_nowait(event)
        except MaxTokensReachedException:
            return "max_tokens"
        stop_reason = self._record.stop_reason
        return "model_calls" if stop_reason == _CEILING else stop_reason

    def _agent(self) -> Agent:
        return Agent(
            model=self._plan.model,
            messages=list(self._plan.history),  # type: ignore[arg-type] # the same form, untyped
            tools=list(self._plan.tools),
            system_prompt=SYSTEM,
            callback_handler=None,
            conversation_manager=NullConversationManager(),
            retry_strategy=None,
        )

    async def _save(self, ending: _Ending) -> _Ending:
        usage = self._record.usage
        turn = replace(
            self._plan.turn,
            status=ending.status,
            ended_at=self._means.now(),
            stop_reason=ending.stop_reason,
            usage=asdict(usage),
            messages=settle(self._record.messages, self._record.written, ending.status),
        )
        try:
            await asyncio.gather(
                self._means.store.finish(self._plan.start.conversation_id, turn),
                self._spend(usage.input_tokens + usage.output_tokens),
            )
        except StoreUnavailableError as error:
            return _Ending(Status.FAILED, error.code, error)
        return ending

    async def _spend(self, tokens: int) -> None:
        """Count the tokens; an answer that is stored does not fail for a count that is not."""
        try:
            await self._means.limits.spend(self._plan.owner, tokens)
        except StoreUnavailableError:
            log.warning("tokens_not_counted", tokens=tokens)

    def _report(self, ending: _Ending) -> None:
        self._queue.put_nowait(self._record.usage)
        error = ending.error
        self._queue.put_nowait(_failure(error) if error else End(ending.stop_reason))
        self._means.journal.turn(
            self._record.figures(),
            {"question": self._plan.question, "answer": self._record.answer},
            error_code=error.code if error else None,
            status=ending.status.value,
            stop_reason=ending.stop_reason,
            tools=self._record.tools,
        )


def _ending(loop: "asyncio.Task[str]") -> _Ending:
    error = loop.exception()
    if error is None:
        return _Ending(Status.COMPLETE, loop.result())
    known = error if isinstance(error, AgentError) else None
    if known is None and isinstance(error, Exception):
        known = explain(error)
        log.warning("turn_failed", exc_info=error, cause=type(error).__name__)
    known = known or AgentError()
    return _Ending(Status.FAILED, known.code, known)


def _failure(error: AgentError) -> Failure:
    return Failure(error.code, error.message, error.retryable)
