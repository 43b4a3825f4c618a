"""The doctor's findings onto the screen, as they come."""

from rich.text import Text

from client.doctor import Doctor, Finding
from client.parts import Parts
from client.status import ExitStatus


def check_up(parts: Parts) -> ExitStatus:
    """Show each finding, and return the status of the first that is wrong."""
    worst = ExitStatus.DONE
    for finding in Doctor(parts).findings():
        parts.screen.out.print(_line(finding))
        if worst is ExitStatus.DONE and finding.status is not None:
            worst = finding.status
    return worst


def _line(finding: Finding) -> Text:
    if finding.status is None:
        mark, style = "·", "dim"
    else:
        mark, style = ("✓", "green") if finding.status is ExitStatus.DONE else ("✗", "red")
    return Text.assemble(
        (mark, style), " ", (f"{finding.name:<15}", "bold"), " ", (finding.detail, "")
    )
