"""All benches there are, by the names they are run by; each is a module of that name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench import (
    cli_start,
    cold_answer,
    cold_import,
    concurrency,
    first_byte,
    payload,
    redaction,
    regions,
    resolver,
    schema_size,
    start,
    store,
    streams,
    tool_overhead,
    turn_overhead,
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
    Bench("resolver", resolver.measure),
    Bench("first-byte", first_byte.measure),
    Bench("turn-overhead", turn_overhead.measure),
    Bench("streams", streams.measure),
    Bench("store", store.measure),
    Bench("start", start.measure),
    Bench("cli-start", cli_start.measure),
)
