"""`conversations`: what was said before."""

from typing import Any

import click

from client.commands.options import OUTPUT, YES, flags, parts

ID = click.argument("conversation_id", metavar="ID")


@click.group()
def conversations() -> None:
    """Your conversations with the agent."""


@conversations.command("list")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@OUTPUT
@flags
def list_(*, limit: int, output: str) -> None:
    """List conversations, the latest first."""
    from client.listing import show

    here = parts()
    with here.api() as api:
        rows = [
            [each.conversation_id, each.title, each.turns, each.updated_at[:16].replace("T", " ")]
            for each in api.conversations(limit)
        ]
    show(here.screen.out, ["conversation", "title", "turns", "updated"], rows, form=output)


@conversations.command()
@ID
@flags
def show(*, conversation_id: str) -> None:
    """Show a conversation."""
    from client.listing import show_transcript

    here = parts()
    with here.api() as api:
        turns = api.turns(conversation_id)
    show_transcript(here.screen, turns)


@conversations.command()
@ID
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    show_default=True,
    help="Form of the document.",
)
@click.option(
    "--file", type=click.File("x", encoding="utf-8", lazy=True), help="Write it to a new file."
)
@flags
def export(*, conversation_id: str, form: str, file: Any) -> None:
    """Write a conversation as a document."""
    from client import transcript

    here = parts()
    with here.api() as api:
        turns = api.turns(conversation_id)
    title = turns[0].question if turns else conversation_id
    document = (
        transcript.as_json(conversation_id, turns)
        if form == "json"
        else transcript.as_markdown(title, turns)
    )
    click.echo(document, file=file)


@conversations.command()
@ID
@click.argument("title")
@flags
def rename(*, conversation_id: str, title: str) -> None:
    """Give a conversation another title, of 80 characters at most."""
    from client.wording import one_line

    here = parts()
    with here.api() as api:
        renamed = api.rename(conversation_id, title)
    click.echo(f"Conversation {conversation_id} is “{one_line(renamed.title)}” now.", err=True)


@conversations.command()
@click.argument("conversation_id", metavar="[ID]", required=False)
@click.option("--all", "everything", is_flag=True, help="Delete all of them.")
@YES
@flags
def delete(*, conversation_id: str | None, everything: bool, yes: bool) -> None:
    """Delete a conversation, or all of them."""
    if (conversation_id is None) != everything:
        raise click.UsageError("Name a conversation, or give --all.")
    what = "all your conversations" if everything else f"conversation {conversation_id}"
    if not yes:
        click.confirm(f"Delete {what}?", abort=True, err=True)
    here = parts()
    with here.api() as api:
        if conversation_id is None:
            click.echo(f"Deleted {api.delete_all()} conversations.", err=True)
        else:
            api.delete(conversation_id)
            click.echo(f"Deleted {what}.", err=True)


@conversations.command()
@ID
@YES
@flags
def clear(*, conversation_id: str, yes: bool) -> None:
    """Forget the turns of a conversation, and keep it."""
    if not yes:
        click.confirm(f"Forget the turns of {conversation_id}?", abort=True, err=True)
    here = parts()
    with here.api() as api:
        api.clear(conversation_id)
    click.echo(f"Conversation {conversation_id} is empty now.", err=True)
