"""The table of all figures, beside the machine they were taken on."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from bench.figure import Figure

TABLE = Path(__file__).with_name("RESULTS.md")

_HEAD = """# Figures

Written by `make bench`. Subject and baseline are measured in turns in the same run; `ratio` is
what the subject took over what the baseline took, and `value` is what the bar is about unless the
bar speaks of the ratio.

{machine}

| figure | value | unit | baseline | ratio | bar | ok |
|---|--:|---|--:|--:|---|---|
"""


def write(figures: Iterable[Figure]) -> None:
    """Write the table into its file."""
    TABLE.write_text(table(figures), encoding="utf-8")


def table(figures: Iterable[Figure]) -> str:
    """Write the figures as Markdown."""
    rows = [_row(figure) for figure in figures]
    return _HEAD.format(machine=_machine()) + "".join(rows)


def _row(figure: Figure) -> str:
    cells = [_cell(value) for value in figure.line().values()]
    return f"| {' | '.join(cells)} |\n"


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "**no**"
    if isinstance(value, float):
        return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
    return "" if value is None else str(value).replace("<=", "≤")


def _machine() -> str:
    cores = os.cpu_count()
    return (
        f"{cores} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, boto3 {version('boto3')}."
    )
