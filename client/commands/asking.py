"""`ask` and `chat`: questions."""

import click

from client.commands.options import flags, parts

CONVERSATION = click.option("--conversation", metavar="ID", help="Go on with a conversation.")
LATEST = click.option(
    "--continue",
    "-c",
    "conversation",
    flag_value="latest",
    help="Go on with the latest conversation.",
)


@click.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the events, one JSON object a line.")
@click.option(
    "--output",
    "-o",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    help="Print the last result table instead of the words.",
)
@CONVERSATION
@LATEST
@click.option("--temperature", type=click.FloatRange(0, 1), help="How freely it is worded.")
@click.option("--max-tokens", type=click.IntRange(1, 64_000), help="The most tokens of the answer.")
@flags
def ask(
    *,
    question: tuple[str, ...],
    as_json: bool,
    output: str | None,
    conversation: str | None,
    temperature: float | None,
    max_tokens: int | None,
) -> int:
    """Ask one question; what is piped in goes with it.

    The answer goes to standard output, everything else to standard error.
    """
    from client import one_question
    from client.agent_api import Question

    if as_json and output:
        raise click.UsageError("Choose one of --json and --output.")
    here = parts()
    text = one_question.text(question, piped=one_question.piped_in())
    with here.api() as api:
        goes_on = one_question.found(api, conversation)
        asked = Question(text, goes_on, temperature, max_tokens)
        return one_question.ask(here, api, asked, form="events" if as_json else output)


@click.command()
@CONVERSATION
@LATEST
@flags
def chat(*, conversation: str | None) -> None:
    """Talk: history, completion, tables, and slash commands."""
    from client import one_question
    from client.chat import Chat

    here = parts()
    with here.api() as api:
        Chat(here, api, one_question.found(api, conversation)).run()
