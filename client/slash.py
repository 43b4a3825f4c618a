"""The slash commands of a chat: a written list, each with what it does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.text import Text

from client import formats, transcript
from client.agent_api import AgentApi
from client.errors import InputError
from client.events import Table
from client.grid import of_pairs, of_values
from client.identity import describe
from client.price import Price
from client.screen import PROMPT, Screen
from client.tally import Tally, Totals, footer
from client.tokens import TokenSource
from client.wording import one_line

_LISTED = 20
_MOST_TOKENS = 64_000


@dataclass(slots=True)
class Desk:
    """What a chat has at hand between two questions."""

    api: AgentApi
    tokens: TokenSource
    screen: Screen
    price: Price
    conversation_id: str | None = None
    temperature: float | None = None
    max_tokens: int | None = None
    table: Table | None = None
    totals: Totals = field(default_factory=Totals)
    done: bool = False
    _conversations: list[str] | None = None
    _tool_names: list[str] | None = None

    def keep(self, tally: Tally) -> None:
        """Keep what a turn leaves behind."""
        self.conversation_id = tally.conversation_id
        self.table = tally.table or self.table
        self.totals.add(tally)
        self._conversations = None

    def known_conversations(self) -> list[str]:
        """Ids of the latest conversations, asked for once between two turns."""
        if self._conversations is None:
            self._conversations = [c.conversation_id for c in self.api.conversations(_LISTED)]
        return self._conversations

    def known_tools(self) -> list[str]:
        """Names of the tools, asked for once."""
        if self._tool_names is None:
            self._tool_names = [tool.name for tool in self.api.tools()]
        return self._tool_names

    def say(self, words: str) -> None:
        """Say a line."""
        self.screen.out.print(Text(words))


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; `arguments` as they are written in the help."""

    name: str
    arguments: str
    meaning: str
    run: Callable[[Desk, str], None]


def run(desk: Desk, line: str) -> None:
    """Run a line that begins with a slash.

    Raises:
        InputError: there is no such command, or it takes something else.
        ClientError: the agent refused.
    """
    name, _, rest = line[1:].partition(" ")
    for command in COMMANDS:
        if command.name == name:
            command.run(desk, rest.strip())
            return
    raise InputError(f"There is no command /{one_line(name, 30)}. /help lists them.")


def _help(desk: Desk, _: str) -> None:
    rows = [[f"/{c.name} {c.arguments}".strip(), c.meaning] for c in COMMANDS]
    desk.screen.out.print(of_values(["command", "what it does"], rows))
    desk.say(
        "\nEnter sends; Alt-Enter or a \\ at the end begins a further line. Ctrl-R searches the"
        " history, Tab completes.\nCtrl-C stops an answer and keeps the chat; Ctrl-D ends."
    )


def _tools(desk: Desk, _: str) -> None:
    rows = [[tool.name, tool.summary] for tool in desk.api.tools(fetch=True)]
    desk.screen.out.print(of_values(["tool", "what it does"], rows))


def _conv(desk: Desk, wanted: str) -> None:
    if wanted:
        _switch(desk, wanted)
        return
    rows = [
        ["*" if c.conversation_id == desk.conversation_id else "", c.conversation_id, c.title]
        for c in desk.api.conversations(_LISTED)
    ]
    if rows:
        desk.screen.out.print(of_values(["", "conversation", "title"], rows))
    desk.say("/conv ID goes on with one." if rows else "There are no conversations yet.")


def _switch(desk: Desk, wanted: str) -> None:
    found = [known for known in desk.known_conversations() if known.startswith(wanted)]
    if len(found) > 1:
        raise InputError(f"{len(found)} conversations begin with {wanted}. Write more of the id.")
    conversation_id = found[0] if found else wanted
    turns = desk.api.turns(conversation_id, 1)
    desk.conversation_id = conversation_id
    last = f" Last asked: {one_line(turns[-1].question, 80)}" if turns else ""
    desk.say(f"This chat goes on with {conversation_id}.{last}")


def _history(desk: Desk, _: str) -> None:
    if desk.conversation_id is None:
        desk.say("Nothing has been said in this conversation yet.")
        return
    for turn in desk.api.turns(desk.conversation_id, _LISTED):
        desk.screen.out.print(Text(f"{PROMPT} {one_line(turn.question, 200)}", "bold"))
        desk.screen.out.print(Text(f"  {one_line(turn.answer or turn.status, 200)}"))


def _new(desk: Desk, _: str) -> None:
    desk.conversation_id = None
    desk.say("A new conversation begins with the next question.")


def _rename(desk: Desk, title: str) -> None:
    if desk.conversation_id is None:
        raise InputError("There is no conversation to rename yet.")
    if not title:
        raise InputError("Write the new title: /rename Public buckets.")
    renamed = desk.api.rename(desk.conversation_id, title)
    desk.say(f"This conversation is “{one_line(renamed.title)}” now.")


def _clear(desk: Desk, _: str) -> None:
    if desk.conversation_id is not None:
        desk.api.clear(desk.conversation_id)
    desk.say("The turns of this conversation are forgotten.")


def _temp(desk: Desk, value: str) -> None:
    if value:
        desk.temperature = _number(value, 0, 1)
    set_to = "the agent's own" if desk.temperature is None else f"{desk.temperature:g}"
    desk.say(f"The temperature is {set_to}.")


def _max_tokens(desk: Desk, value: str) -> None:
    if value:
        desk.max_tokens = int(_number(value, 1, _MOST_TOKENS))
    set_to = "the agent's own" if desk.max_tokens is None else f"{desk.max_tokens:,}"
    desk.say(f"The most tokens of an answer are {set_to}.")


def _token(desk: Desk, _: str) -> None:
    desk.screen.out.print(of_pairs(describe(desk.tokens)))


def _save(desk: Desk, name: str) -> None:
    if not name:
        raise InputError("Name a file: /save answer.md, /save rows.csv or /save rows.json.")
    path = Path(name).expanduser()
    text = _document(desk, path.suffix)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text + "\n")
    except FileExistsError as error:
        raise InputError(f"{path} is there already. Choose another name.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error
    desk.say(f"Saved to {path}.")


def _document(desk: Desk, suffix: str) -> str:
    if suffix in {".csv", ".json"}:
        return formats.FORMATS[suffix[1:]](_last_table(desk))
    if desk.conversation_id is None:
        raise InputError("There is no conversation to save yet.")
    turns = desk.api.turns(desk.conversation_id)
    return transcript.as_markdown(turns[0].question if turns else "", turns)


def _show_table(desk: Desk, form: str) -> None:
    table = _last_table(desk)
    if not form:
        desk.screen.out.print(of_values(table.columns, table.rows, whole=False))
    elif form in formats.FORMATS:
        desk.screen.out.print(formats.FORMATS[form](table), soft_wrap=True)
    else:
        raise InputError(f"/table takes one of {', '.join(formats.FORMATS)}, or nothing.")


def _usage(desk: Desk, _: str) -> None:
    totals = desk.totals
    noun = "turn" if totals.turns == 1 else "turns"
    desk.say(f"{totals.turns} {noun} · {footer(totals.usage, totals.seconds, desk.price)}")


def _quit(desk: Desk, _: str) -> None:
    desk.done = True


def _last_table(desk: Desk) -> Table:
    if desk.table is None:
        raise InputError("No answer of this chat has brought a table yet.")
    return desk.table


def _number(text: str, least: float, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise InputError(f"Write a number from {least:g} to {most:g}.")
    return value


COMMANDS: tuple[Command, ...] = (
    Command("help", "", "This list.", _help),
    Command("tools", "", "The tools that the agent can use.", _tools),
    Command("conv", "[ID]", "List conversations, or go on with one.", _conv),
    Command("history", "", "What was said in this conversation.", _history),
    Command("new", "", "Begin a new conversation.", _new),
    Command("rename", "TITLE", "Give this conversation another title.", _rename),
    Command("clear", "", "Forget this conversation's turns.", _clear),
    Command("temp", "[0-1]", "Show or set the temperature.", _temp),
    Command("max-tokens", "[N]", "Show or set the length of answers.", _max_tokens),
    Command("token", "", "Who is logged in, and until when.", _token),
    Command("save", "FILE", "Save the chat (.md) or the last table (.csv, .json).", _save),
    Command(
        "table", "[FORM]", "The last result table: as it fits, csv, json, markdown.", _show_table
    ),
    Command("usage", "", "Tokens, time and cost of this chat.", _usage),
    Command("quit", "", "End the chat.", _quit),
)
