"""One measured figure, and the bar it has to pass."""

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Bar:
    """The most a figure may be.

    Attributes:
        on: which of its numbers is held against the limit.
        limit: the limit, in the figure's unit or as a plain ratio.
    """

    on: Literal["value", "ratio"]
    limit: float

    def __str__(self) -> str:
        return f"{self.on} <= {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that was measured.

    Attributes:
        name: the bench's name, and after a slash which of its figures this is.
        value: the number.
        unit: its unit.
        bar: what it has to pass.
        baseline: what it was held against in the same run, in the same unit; None if nothing was.
        ratio: how many times the baseline the subject took.
    """

    name: str
    value: float
    unit: str
    bar: Bar
    baseline: float | None = None
    ratio: float | None = None

    @property
    def ok(self) -> bool:
        """Whether the bar is passed; what should have a ratio and has none fails."""
        measured = self.value if self.bar.on == "value" else self.ratio
        return measured is not None and measured <= self.bar.limit

    def line(self) -> dict[str, Any]:
        """Write the figure as one JSON line shows it."""
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "baseline": None if self.baseline is None else round(self.baseline, 3),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "bar": str(self.bar),
            "ok": self.ok,
        }


def beside(name: str, subject: float, baseline: float, *, unit: str, bar: Bar) -> Figure:
    """Make the figure of something that does what a baseline does."""
    return Figure(name, subject, unit, bar, baseline, subject / baseline)


def beyond(name: str, subject: float, baseline: float, *, unit: str, bar: Bar) -> Figure:
    """Make the figure of what something takes on top of a baseline that it contains."""
    return Figure(name, subject - baseline, unit, bar, baseline, subject / baseline)
