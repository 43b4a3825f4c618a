"""The processes of one function: started on demand, kept warm, never more than its concurrency.

Each has a port of its own for the Runtime API. That is how a request there tells which process it
comes from: the runtime client takes an address, but no path and no name.
"""

from collections.abc import Callable, Sequence

from local.functions.function import Function
from local.functions.log import Log
from local.functions.worker import Invocation, Outcome, Worker
from local.server import HOST


class ThrottledError(Exception):
    """As many invocations are running as the function allows."""


class Slot:
    """Room for one process at a time.

    Attributes:
        worker: the process that runs now, if any.
        is_busy: an invocation is running.
    """

    def __init__(self, function: Function, port: int, sink: Callable[[bytes], object]) -> None:
        self.port = port
        self.worker: Worker | None = None
        self.is_busy = False
        self._function = function
        self._log = Log(sink)

    async def invoke(self, invocation: Invocation) -> Outcome:
        """Run an invocation on a process that is fit, a new one if need be."""
        worker = self.worker
        if worker is None or not worker.is_fit:
            await self.empty()
            worker = self.worker = Worker(self._function, self._log)
            await worker.start(f"{HOST}:{self.port}")
        return await worker.run(invocation)

    async def empty(self) -> None:
        """End the process, if there is one."""
        if self.worker is not None:
            await self.worker.stop()

    async def close(self) -> None:
        """End the process and its log."""
        await self.empty()
        self._log.close()


class Pool:
    """All processes of a function."""

    def __init__(
        self, function: Function, ports: Sequence[int], sink: Callable[[bytes], object]
    ) -> None:
        self._slots = [Slot(function, port, sink) for port in ports]

    def worker(self, port: int) -> Worker | None:
        """Find the process that speaks on a port; None if none was started there."""
        return next((slot.worker for slot in self._slots if slot.port == port), None)

    async def invoke(self, invocation: Invocation) -> Outcome:
        """Run an invocation, on a warm process where there is one.

        Raises:
            ThrottledError: all slots are busy.
        """
        idle = [slot for slot in self._slots if not slot.is_busy]
        if not idle:
            raise ThrottledError
        slot = next((slot for slot in idle if slot.worker and slot.worker.is_fit), idle[0])
        slot.is_busy = True
        try:
            return await slot.invoke(invocation)
        finally:
            slot.is_busy = False

    async def close(self) -> None:
        """End all processes."""
        for slot in self._slots:
            await slot.close()
