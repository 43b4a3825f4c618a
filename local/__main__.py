"""`python -m local demo | ask | chat | up`: the sandbox for people.

A sandbox that is up already is used; otherwise one is started for the command. Exit status: 0
answered, 1 the turn failed, 2 wrong usage.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import click

from client.agent_api import AgentApi, Question
from client.errors import ClientError
from client.events import End, Event, Failure, Start
from client.json_lines import JsonLines
from client.render import answer
from client.screen import open_screen
from local.person import PEOPLE, agent_api, log_in
from local.sandbox import NOTE, Sandbox, standing
from local.stack import START_ERRORS, Options, running

QUESTION = "Which EC2 instances are running?"
FIRST_PORT = 4600
NOTE_OPTION = click.option(
    "--sandbox", "note", type=Path, default=NOTE, help="Where `up` notes that a sandbox stands."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The offline sandbox: the whole chain on loopback, with a sample AWS account."""


@main.command()
def demo() -> None:
    """Start the sandbox, ask a question, and show the answer as it is written."""
    with _sandbox() as sandbox:
        click.secho(f"\n{PEOPLE[0]} asks: {QUESTION}\n", bold=True)
        status = _ask(sandbox, QUESTION)
        click.echo('\nNow ask your own:  make ask Q="which buckets are public?"  or  make chat')
    sys.exit(status)


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print the events, one JSON object a line.")
@NOTE_OPTION
def ask(*, question: str, as_json: bool, note: Path) -> None:
    """Ask one question."""
    if not question.strip():
        raise click.UsageError('The question is empty. Try: python -m local ask "list my buckets"')
    with _sandbox(note) as sandbox:
        status = _ask(sandbox, question, as_json=as_json)
    sys.exit(status)


@main.command()
def chat() -> None:
    """Talk with the sample account; Ctrl-D ends."""
    with _sandbox() as sandbox, closing(agent_api(sandbox)) as api:
        conversation = None
        for question in _questions():
            with answer(open_screen()) as shown:
                for event in _events(api, question, conversation):
                    if isinstance(event, Start):
                        conversation = event.conversation_id
                    shown.show(event)
            click.echo()


@main.command()
@click.option(
    "--port", default=FIRST_PORT, show_default=True, help="The first of nine ports; 0 is any."
)
@NOTE_OPTION
def up(*, port: int, note: Path) -> None:
    """Keep the sandbox up, and print every endpoint."""
    with _started(port) as sandbox, sandbox.noted(note):
        click.echo(sandbox.guide(log_in(sandbox).access_token))
        click.echo("\nCtrl-C stops it.")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            click.echo("\nStopping.")


@contextmanager
def _sandbox(note: Path = NOTE) -> Iterator[Sandbox]:
    """The one that `up` keeps, or else one for this command."""
    sandbox = standing(note)
    if sandbox:
        yield sandbox
    else:
        with _started() as sandbox:
            yield sandbox


@contextmanager
def _started(port: int = 0) -> Iterator[Sandbox]:
    started = time.monotonic()
    click.echo("Starting the sandbox: AWS, Okta, Bedrock, gateway, tools, agent …", err=True)
    with tempfile.TemporaryDirectory(prefix="aws-operations-agent-") as directory:
        try:
            with running(Path(directory), Options(port=port)) as sandbox:
                click.echo(f"Up in {time.monotonic() - started:.1f} s.", err=True)
                yield sandbox
        except START_ERRORS as error:
            raise click.ClickException(str(error)) from error


def _questions() -> Iterator[str]:
    while True:
        try:
            question = input("you> ").strip()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if question:
            yield question


def _ask(sandbox: Sandbox, question: str, *, as_json: bool = False) -> int:
    """Ask, show the events, and return the exit status."""
    last: Event | None = None
    screen = open_screen()
    # Here the tool calls are part of what is shown, so they go where the answer goes.
    shown = JsonLines(screen.out) if as_json else answer(replace(screen, notes=screen.out))
    with closing(agent_api(sandbox)) as api, shown:
        for last in _events(api, question):
            shown.show(last)
    if isinstance(last, Failure) and not as_json:
        click.echo(f"The turn failed: {last.message}")
    return 0 if isinstance(last, End) else 1


def _events(api: AgentApi, question: str, conversation: str | None = None) -> Iterator[Event]:
    """The turn's events; a failure outside the turn becomes one more line of words."""
    try:
        yield from api.stream(Question(question, conversation))
    except ClientError as error:
        yield Failure(type(error).__name__, str(error), retryable=True)


if __name__ == "__main__":
    main()
