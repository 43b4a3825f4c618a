"""The turns that the page asked for, run apart from any request: a reload loses nothing."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator

from client.agent_api import AgentApi, Question
from client.errors import ClientError
from client.events import Failure
from client.web.problem import described
from client.web.recording import Recording

# The oldest is forgotten beyond this; the conversation itself is the agent's to keep.
_KEPT = 50


class Turns:
    """Recordings by an id of ours.

    Args:
        api: the agent.
    """

    def __init__(self, api: AgentApi) -> None:
        self._api = api
        self._kept: OrderedDict[str, Recording] = OrderedDict()

    def ask(self, question: Question) -> str:
        """Begin a turn, and return its id; called on the event loop."""
        turn_id = secrets.token_hex(8)
        recording = Recording(question.message, question.conversation_id)
        self._kept[turn_id] = recording
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        # A thread that nobody waits for: whoever ends the server does not wait for an answer.
        threading.Thread(target=self._record, args=(recording, question), daemon=True).start()
        return turn_id

    def find(self, turn_id: str) -> Recording | None:
        """The recording of a turn; None if it is not known, or no more."""
        return self._kept.get(turn_id)

    def of(self, conversation_id: str) -> Iterator[tuple[str, Recording]]:
        """The turns of a conversation that are still known, the earliest first."""
        for turn_id, recording in self._kept.items():
            if recording.conversation_id == conversation_id:
                yield turn_id, recording

    def stop(self, conversation_id: str) -> bool:
        """Stop the turn that runs in a conversation; False if none does.

        Raises:
            ClientError: the agent cannot be told.
        """
        return self._api.stop(conversation_id)

    def _record(self, recording: Recording, question: Question) -> None:
        try:
            for event in self._api.stream(question):
                recording.add(event)
        except ClientError as error:
            code, message, retryable = described(error)
            recording.add(Failure(code, message, retryable))
        finally:
            recording.close()
