"""Asks one question many times at once, from a process of its own; its times as JSON.

`python -m bench.burst URL TIMES`, a whole HTTP request on standard input. The answers are read
with next to no work: a client's own cost, a hundred times over, would be all that is measured.
"""

import asyncio
import json
import subprocess
import sys
import time
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

from bench.timing import since

ALONE = 5
BURSTS = 5
SAID = b"Done."


class Burst(NamedTuple):
    """Milliseconds to the first byte of an answer: the slowest of many, and the median alone.

    Of several bursts the quickest counts: what else the machine does only ever slows one down.
    """

    slowest: float
    alone: float


def burst(url: str, request: bytes, times: int) -> Burst:
    """Ask alone a few times, then many times at once.

    Args:
        url: where to.
        request: what is sent on each connection; the answer's words are `SAID`, and it ends it.
        times: how many at once.

    Raises:
        subprocess.CalledProcessError: an answer failed.
    """
    command = [sys.executable, "-m", "bench.burst", url, str(times)]
    told = subprocess.run(command, input=request, stdout=subprocess.PIPE, check=True).stdout
    return Burst(*json.loads(told))


async def _ask_all(url: str, request: bytes, times: int) -> Burst:
    await _first_byte(url, request)
    alone = [await _first_byte(url, request) for _ in range(ALONE)]
    bursts = [
        await asyncio.gather(*(_first_byte(url, request) for _ in range(times)))
        for _ in range(BURSTS)
    ]
    return Burst(min(max(together) for together in bursts), median(alone))


async def _first_byte(url: str, request: bytes) -> float:
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection(urlsplit(url).hostname, urlsplit(url).port)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 "), head.decode()
    said = await reader.readuntil(SAID)
    first = since(started)
    rest = await reader.read()
    writer.close()
    assert b"[" not in said + rest, f"the turn failed: {(said + rest).decode()}"
    return first


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_ask_all(sys.argv[1], sys.stdin.buffer.read(), int(sys.argv[2])))))
