"""`RESULTS.md`: a section a measurement, each replaced when it is taken again."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

TABLE = Path(__file__).with_name("RESULTS.md")

_HEAD = "# How well plain words are understood\n"


def replace(title: str, body: str, path: Path = TABLE) -> None:
    """Put a section in the place of the one with its title, or at the end."""
    text = path.read_text(encoding="utf-8") if path.exists() else _HEAD
    section = f"## {title}\n\n{body.strip()}\n"
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    if pattern.search(text):
        text = pattern.sub(lambda _: f"{section}\n", text)
    else:
        text = f"{text.rstrip()}\n\n{section}"
    path.write_text(f"{text.rstrip()}\n", encoding="utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a Markdown table, the first column to the left and the others to the right."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def share(some: int, every: int) -> str:
    """Write a share in percent."""
    return f"{100 * some / every:.1f} %" if every else "–"  # noqa: RUF001  the dash of an empty cell
