"""`redaction`: taking secrets out of 500 texts, most of them innocent."""

from collections.abc import Iterator
from statistics import median

from bench.figure import Bar, Figure
from bench.lab import Lab
from bench.timing import WARM_UP, timed
from mcp_tool.redact import MASK, TextScanner

ROUNDS = 30
TEXTS = 500
BAR = Bar("value", 5)

# What rows hold: log lines above all, then descriptions and tag values. One in fifty has a secret.
INNOCENT = (
    "2026-11-0{d} 10:22:{n:02} INFO order {n} accepted in {n} ms for customer c-{n:06}",
    "REPORT RequestId: 8f1c{n:04}-52de-11ee-be56-0242ac12{n:04} Duration: {n}.07 ms",
    "[ERROR] TimeoutError: connection to ledger-{n}.internal:5432 timed out after {d}000 ms",
    "GET /catalog/items/{n}?page={d}&sort=price HTTP/1.1 200 {n}",
    "Allows the warehouse's label printers, rack {n}, to reach the order queue",
    "team-warehouse/{n}",
    "arn:aws:ecs:us-east-1:123456789012:task/shop/{n:032x}",
    "Created by the nightly build {n} from commit {n:040x}",
    "password reset mail {n} sent",
    "token bucket refilled: {n} of {d}00 left",
)
SECRET = "retrying with password=Sunny-{n}-Meadow after refusal {d}"  # noqa: S105  # an invented one


def texts() -> list[str]:
    """Write the texts, no two alike."""
    templates = [INNOCENT[n % len(INNOCENT)] if n % 50 else SECRET for n in range(TEXTS)]
    return [template.format(n=n, d=n % 9 + 1) for n, template in enumerate(templates)]


def measure(_: Lab) -> Iterator[Figure]:
    """Scan the texts with a new scanner each time, as each answer has its own."""
    strings = texts()

    def scan() -> list[str]:
        scanner = TextScanner()
        return [scanner.clean(text) for text in strings]

    masked = [text for text in scan() if MASK in text]
    assert len(masked) == TEXTS // 50, "not just the secrets were masked"
    measured = timed(scan)
    times = [measured() for _ in range(WARM_UP + ROUNDS)]
    yield Figure("redaction", median(times[WARM_UP:]), "ms", BAR)
