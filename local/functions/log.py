"""What a function's processes write, with the lines that Lambda writes around each invocation."""

import asyncio
import os
from collections.abc import Callable

TAIL = 4096


class Log:
    """Collects what one process writes, passes it on, and keeps the end of it.

    A pipe that is read to its bottom on demand: what a function wrote before it answered is then in
    the log of that invocation.
    """

    def __init__(self, sink: Callable[[bytes], object]) -> None:
        self._sink = sink
        self._tail = bytearray()
        self._source, self.target = os.pipe()
        os.set_blocking(self._source, False)
        asyncio.get_running_loop().add_reader(self._source, self._drain)

    def begin(self, request_id: str) -> None:
        """Open the log of an invocation."""
        self._drain()
        self._tail.clear()
        self.write(f"START RequestId: {request_id} Version: $LATEST\n".encode())

    def end(self, request_id: str, seconds: float) -> None:
        """Close the log of an invocation."""
        self._drain()
        duration = f"Duration: {seconds * 1000:.2f} ms"
        self.write(
            f"END RequestId: {request_id}\nREPORT RequestId: {request_id}\t{duration}\n".encode()
        )

    def tail(self) -> bytes:
        """Return the last 4 KB since `begin`."""
        return bytes(self._tail)

    def write(self, chunk: bytes) -> None:
        """Add a line of Lambda's own."""
        self._sink(chunk)
        self._tail = (self._tail + chunk)[-TAIL:]

    def close(self) -> None:
        """Read the rest and let go of the pipe."""
        self._drain()
        asyncio.get_running_loop().remove_reader(self._source)
        os.close(self._source)
        os.close(self.target)

    def _drain(self) -> None:
        try:
            while chunk := os.read(self._source, 65536):
                self.write(chunk)
        except BlockingIOError:
            return
