"""What the person sees: results on standard output, progress on standard error.

With `--output json` standard output holds exactly one JSON document. Text that AWS returned is
shown with its control characters replaced, since anyone may have put it into the account.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import click

from gatewayctl.change import Change, facts, to_text
from gatewayctl.difference import Members

Output = Literal["table", "json"]


@dataclass(frozen=True, slots=True)
class Report:
    """Writes in the form that was asked for."""

    output: Output

    def progress(self, text: str) -> None:
        """Say what is going on."""
        click.echo(printable(text), err=True)

    def plan(self, changes: Sequence[Change], *, subject: str) -> None:
        """Show a plan before it is applied; as JSON it is in the one document at the end."""
        text = to_text(changes) if changes else f"Nothing to do: {subject} is as configured."
        click.echo(printable(text), err=self.output == "json")

    def done(self, changes: Sequence[Change], ending: str, record: Members | None = None) -> None:
        """Show how it ended: in a sentence, or as the changes and what there is now."""
        if self.output == "json":
            self.record({"changes": [change.to_json() for change in changes], "result": record})
        else:
            click.echo(printable(ending))

    def record(self, record: Members) -> None:
        """Show one thing, a line for each of its facts."""
        if self.output == "json":
            click.echo(json.dumps(record, indent=2, default=str))
            return
        lines = list(facts(record))
        width = max(len(path) for path, _ in lines)
        for path, text in lines:
            click.echo(printable(f"{path:<{width}}  {text}"))

    def rows(self, rows: Sequence[Mapping[str, str]], *, columns: Sequence[str]) -> None:
        """Show a list."""
        if self.output == "json":
            click.echo(json.dumps(list(rows), indent=2))
            return
        table = [list(columns), *([printable(row[column]) for column in columns] for row in rows)]
        widths = [max(len(line[index]) for line in table) for index in range(len(columns))]
        for line in table:
            cells = (f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True))
            click.echo("  ".join(cells).rstrip())


def printable(text: str) -> str:
    """Replace what a terminal would act on, keeping line breaks."""
    return "".join(
        character if character.isprintable() or character == "\n" else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )
