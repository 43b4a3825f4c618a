"""A chat: lines read, questions asked, answers shown, until the person goes."""

from collections.abc import Sequence
from contextlib import suppress

from rich.text import Text

from client.agent_api import AgentApi, Question
from client.errors import ClientError
from client.lines import Words, open_lines
from client.parts import Parts
from client.render import answer
from client.screen import PROMPT
from client.slash import COMMANDS, Desk, run
from client.tally import footer
from client.turn import Turn

_GREETING = "Ask about your AWS account. /help lists the commands, Ctrl-D ends."


class Chat:
    """One chat at a terminal.

    Args:
        parts: the client's parts.
        api: the agent.
        conversation_id: the conversation that goes on; a new one where absent.
    """

    def __init__(self, parts: Parts, api: AgentApi, conversation_id: str | None = None) -> None:
        self._parts = parts
        self._api = api
        self._screen = parts.screen
        self._desk = Desk(
            api=api,
            tokens=parts.tokens,
            screen=parts.screen,
            price=parts.config.price,
            conversation_id=conversation_id,
        )
        self._lines = open_lines(
            parts.config.paths.state / "history",
            Words({f"/{c.name}": c.meaning for c in COMMANDS}, self._arguments, self._tools),
            plain=parts.config.plain,
            toolbar=self._toolbar,
        )

    def run(self) -> None:
        """Talk until `/quit` or Ctrl-D."""
        self._screen.out.print(Text(_GREETING, "dim"))
        while not self._desk.done:
            try:
                line = self._lines.prompt(f"{PROMPT} ").strip()
            except KeyboardInterrupt:
                continue
            except EOFError:
                break
            if line:
                self._answer(line)

    def _answer(self, line: str) -> None:
        """Run a command or ask a question; what fails is said, and the chat goes on."""
        try:
            if line.startswith("/"):
                run(self._desk, line)
            else:
                self._ask(line)
        except ClientError as error:
            self._screen.out.print(Text(str(error), "red"))
        except KeyboardInterrupt:
            self._screen.out.print(Text("Stopped.", "yellow"))
        self._screen.out.print()

    def _ask(self, line: str) -> None:
        desk = self._desk
        turn = Turn(
            self._api,
            Question(line, desk.conversation_id, desk.temperature, desk.max_tokens),
        )
        try:
            self._screen.out.print()
            turn.run(answer(self._screen))
        finally:
            desk.keep(turn.tally)
        words = footer(turn.tally.usage, turn.tally.seconds, desk.price)
        self._screen.out.print(Text(f"\n{words}", "dim"))

    def _toolbar(self) -> str:
        desk = self._desk
        place = f" {self._parts.config.environment} · {(desk.conversation_id or 'new')[:8]}"
        if not desk.totals.turns:
            return place
        return f"{place} · {footer(desk.totals.usage, desk.totals.seconds, desk.price)}"

    def _arguments(self, command: str) -> Sequence[str]:
        if command != "/conv":
            return ()
        with suppress(ClientError):
            return self._desk.known_conversations()
        return ()

    def _tools(self) -> Sequence[str]:
        with suppress(ClientError):
            return self._desk.known_tools()
        return ()
