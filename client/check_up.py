"""The doctor's findings onto the screen, as they come."""

from rich.table import Table
from rich.text import Text

from client.doctor import Doctor, Finding
from client.parts import Parts
from client.status import ExitStatus

_NAME_WIDTH = 15
# Below this many columns the words stand under their name.
_NARROW = 40


def check_up(parts: Parts) -> ExitStatus:
    """Show each finding, and return the status of the first that is wrong."""
    worst = ExitStatus.DONE
    for finding in Doctor(parts).findings():
        parts.screen.out.print(_line(finding, narrow=parts.screen.out.width < _NARROW))
        if worst is ExitStatus.DONE and finding.status is not None:
            worst = finding.status
    return worst


def _line(finding: Finding, *, narrow: bool) -> Table:
    if finding.status is None:
        mark, style = "·", "dim"
    else:
        mark, style = ("✓", "green") if finding.status is ExitStatus.DONE else ("✗", "red")
    line = Table.grid(padding=(0, 1, 0, 0))
    line.add_column(width=1, style=style)
    if narrow:
        line.add_column(overflow="fold")
        line.add_row(Text(mark), Text.assemble((finding.name, "bold"), f"\n{finding.detail}"))
        return line
    line.add_column(width=_NAME_WIDTH, style="bold")
    line.add_column(overflow="fold")
    line.add_row(Text(mark), Text(finding.name), Text(finding.detail))
    return line
