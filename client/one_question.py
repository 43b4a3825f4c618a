"""One question from the command line: where its words come from, and in which form it answers."""

import sys
from collections.abc import Sequence

from rich.console import Console

from client import formats, render
from client.agent_api import LONGEST_MESSAGE, AgentApi, Question
from client.errors import InputError, NoTableError
from client.events import Table
from client.grid import of_values
from client.json_lines import JsonLines
from client.parts import Parts
from client.screen import Screen
from client.status import ExitStatus
from client.tally import footer
from client.turn import Turn


def text(words: Sequence[str], *, piped: str) -> str:
    """The question: the words of the command line, and below them what is piped in.

    Raises:
        InputError: there is none, or too much of it.
    """
    question = "\n\n".join(part for part in (" ".join(words).strip(), piped.strip()) if part)
    if not question:
        raise InputError('The question is empty. Try: awsops ask "Which buckets are public?"')
    size = len(question.encode(errors="replace"))
    if size > LONGEST_MESSAGE:
        raise InputError(
            f"The question has {size:,} bytes; at most {LONGEST_MESSAGE:,} can be asked."
            " Pipe in less of it."
        )
    return question


def piped_in() -> str:
    """What another program pipes in; nothing if a person sits there."""
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    # One byte too many is enough to know that it is too much.
    return sys.stdin.buffer.read(LONGEST_MESSAGE + 1).decode(errors="replace")


def found(api: AgentApi, conversation: str | None) -> str | None:
    """The id of a conversation; `latest` is looked up, None where there is none yet."""
    if conversation != "latest":
        return conversation
    return next((known.conversation_id for known in api.conversations(1)), None)


def ask(parts: Parts, api: AgentApi, question: Question, *, form: str | None) -> ExitStatus:
    """Ask, and answer in a form: words (None), `events`, or the last table in one of its forms.

    Raises:
        ClientError: the question was refused, the turn failed, or the answer broke off.
    """
    screen = parts.screen
    turn = Turn(api, question)
    tally = turn.run(_answer(screen, form))
    if form not in {None, "events"}:
        _show_table(screen.out, tally.table, str(form))
    if screen.notes.is_terminal and form != "events":
        screen.notes.print(footer(tally.usage, tally.seconds, parts.config.price), style="dim")
    return ExitStatus.INTERRUPTED if turn.interrupted else ExitStatus.DONE


def _answer(screen: Screen, form: str | None) -> render.Answer:
    if form == "events":
        return JsonLines(screen.out)
    if form is None:
        return render.answer(screen)
    # The table is the answer then, and the words are said beside it.
    return render.answer(Screen(screen.notes, screen.notes, screen.live))


def _show_table(out: Console, table: Table | None, form: str) -> None:
    if table is None:
        raise NoTableError
    if form == "table":
        out.print(of_values(table.columns, table.rows, whole=False))
    else:
        out.file.write(formats.FORMATS[form](table) + "\n")
