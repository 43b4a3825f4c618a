"""One turn from question to footer: asked, shown, counted, and stopped by Ctrl-C."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from client.agent_api import AgentApi, Question
from client.errors import ClientError, TurnFailedError
from client.render import Answer
from client.tally import Tally

_JOIN_SECONDS = 5.0


class Turn:
    """Runs one turn.

    Args:
        api: the agent.
        question: what is asked.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        api: AgentApi,
        question: Question,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tally = Tally(question.conversation_id)
        self.interrupted = False
        self._api = api
        self._question = question
        self._clock = clock

    def run(self, answer: Answer) -> Tally:
        """Ask, show the answer, and count it.

        The first Ctrl-C asks the agent to stop, which ends the stream in its own way; a second
        one hangs up.

        Raises:
            ClientError: the question was refused, the turn failed, or the answer broke off.
            KeyboardInterrupt: Ctrl-C before there was a turn to stop, or twice.
        """
        begun = self._clock()
        try:
            with answer, self._stoppable(answer):
                for event in self._api.stream(self._question):
                    self.tally.take(event)
                    answer.show(event)
        finally:
            self.tally.seconds = self._clock() - begun
        failure = self.tally.failure
        if failure is not None:
            raise TurnFailedError(failure.code, failure.message)
        return self.tally

    @contextmanager
    def _stoppable(self, answer: Answer) -> Iterator[None]:
        threads: list[threading.Thread] = []

        def on_interrupt(_number: int, _frame: FrameType | None) -> None:
            if self.interrupted or self.tally.conversation_id is None:
                raise KeyboardInterrupt
            self.interrupted = True
            # In a thread, because this one is in the middle of reading or showing the answer.
            threads.append(threading.Thread(target=self._stop, args=[answer], daemon=True))
            threads[0].start()

        before = signal.signal(signal.SIGINT, on_interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
            for thread in threads:
                thread.join(_JOIN_SECONDS)

    def _stop(self, answer: Answer) -> None:
        answer.say("stopping; Ctrl-C again hangs up")
        # If it cannot be stopped, a second Ctrl-C hangs up.
        with suppress(ClientError):
            self._api.stop(self.tally.conversation_id or "")
