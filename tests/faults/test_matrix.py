"""Each fault at each hop: what the person sees, what is stored, and that the next turn works."""

from collections import deque
from collections.abc import Mapping
from uuid import uuid4

import pytest

from local.converse.reply import Part, Pause, Text, ToolUse
from tests.faults.chain import TOOL, Chain, Seen
from tests.faults.proxy import Cut, Drip, Fault, Garbage, Slow, Split, Status

BEGUN = "Ik kijk: žluť 😀 "
FOUND = "Eén rij: 😀 " * 20
LAST = "klaar."
WHOLE = f"{BEGUN}\n\n{FOUND}{LAST}"

FAULTS: Mapping[str, Fault] = {
    "slow": Slow(0.5),
    "cut": Cut(1500),
    "429": Status(429),
    "500": Status(500),
    "503": Status(503),
    "drip": Drip(0.02),
    "garbage": Garbage(),
    "garbled": Garbage(1500),
    "split": Split(),
}


def script() -> list[list[Part]]:
    return [
        [Text(BEGUN), ToolUse(TOOL, {"query": "ž"})],
        [Text(FOUND), Pause(0.3), Text(LAST)],
    ]
