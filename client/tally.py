"""What came of a turn, and of all turns of a chat: words, tables, tokens, time and cost."""

from dataclasses import dataclass, field

from client.events import End, Event, Failure, Start, Table, Text, ToolEnd, Usage
from client.price import Price, cached_share


@dataclass(slots=True)
class Tally:
    """One turn, as far as it has come."""

    conversation_id: str | None = None
    usage: Usage = field(default_factory=Usage)
    table: Table | None = None
    stop_reason: str | None = None
    failure: Failure | None = None
    seconds: float = 0.0
    _words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The answer so far."""
        return "".join(self._words)

    def take(self, event: Event) -> None:
        """Count an event in."""
        match event:
            case Start():
                self.conversation_id = event.conversation_id
            case Text():
                self._words.append(event.delta)
            case ToolEnd() if event.table is not None:
                self.table = event.table
            case Usage():
                self.usage = event
            case End():
                self.stop_reason = event.stop_reason
            case Failure():
                self.failure = event


@dataclass(slots=True)
class Totals:
    """All turns of a chat."""

    turns: int = 0
    seconds: float = 0.0
    usage: Usage = field(default_factory=Usage)

    def add(self, tally: Tally) -> None:
        """Count a turn in."""
        self.turns += 1
        self.seconds += tally.seconds
        self.usage += tally.usage


def footer(usage: Usage, seconds: float, price: Price) -> str:
    """Seconds, tokens, cached share and estimated cost, in one line."""
    read = usage.input_tokens + usage.cache_read_tokens
    parts = [f"{seconds:.1f} s", f"{read:,} tokens in, {usage.output_tokens:,} out"]
    if usage.cache_read_tokens:
        parts.append(f"{cached_share(usage):.0%} cached")
    parts.append(f"≈ ${price.of(usage):.4f}")
    return " · ".join(parts)
