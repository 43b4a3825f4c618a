"""All benches there are, by the names they are run by; each is a module of that name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench import (
    cold_answer,
    cold_import,
    concurrency,
    payload,
    redaction,
    regions,
    schema_size,
    tool_overhead,
)
from bench.figure import Figure
from bench.lab import Lab


@dataclass(frozen=True, slots=True)
class Bench:
    """One bench: its name, and what yields its figures."""

    name: str
    measure: Callable[[Lab], Iterable[Figure]]


BENCHES = (
    Bench("tool-overhead", tool_overhead.measure),
    Bench("payload", payload.measure),
    Bench("regions", regions.measure),
    Bench("concurrency", concurrency.measure),
    Bench("cold-import", cold_import.measure),
    Bench("cold-answer", cold_answer.measure),
    Bench("redaction", redaction.measure),
    Bench("schema-size", schema_size.measure),
)
