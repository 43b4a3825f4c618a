"""Statuses of gateways and targets: each change shows for a set number of reads, then settles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local.agentcore.errors import conflict

Document = dict[str, Any]


GATEWAYS = "gateway#"


def gateway_key(gateway_id: str) -> str:
    """The key of a gateway."""
    return f"{GATEWAYS}{gateway_id}#"


def targets_of(gateway_id: str) -> str:
    """What the keys of a gateway's targets begin with."""
    return f"target#{gateway_id}#"


def target_key(gateway_id: str, target_id: str) -> str:
    """The key of a target."""
    return f"{targets_of(gateway_id)}{target_id}#"


@dataclass(slots=True)
class _Change:
    """`document` is what still shows of a resource that is being deleted."""

    status: str
    reads: int
    then: Document = field(default_factory=dict)
    document: Document | None = None


class Lifecycle:
    """What is changing, by a resource's key.

    Args:
        reads: how often a change is seen by Get or List before it settles.
        failing: names of resources that settle as FAILED, with the reason.
    """

    def __init__(self, reads: int, failing: Mapping[str, str]) -> None:
        self._reads = reads
        self._failing = failing
        self._changes: dict[str, _Change] = {}
        self._settled: dict[str, Document] = {}

    def begin(self, key: str, document: Document, status: str) -> Document:
        """Show `status` from now on, later READY or FAILED."""
        reason = self._failing.get(document["name"])
        then = {"status": "FAILED", "statusReasons": [reason]} if reason else {"status": "READY"}
        self._changes[key] = _Change(status, self._reads, then)
        return document | {"status": status}

    def leave(self, key: str, document: Document) -> None:
        """Show a deleted resource as DELETING, later not at all."""
        self._settled.pop(key, None)
        self._changes.pop(key, None)
        if self._reads:
            gone = document | {"status": "DELETING"}
            self._changes[key] = _Change("DELETING", self._reads, document=gone)

    def read(self, key: str, document: Document) -> Document:
        """Return a resource that exists, with its status; counts as a read."""
        if (change := self._changes.get(key)) and change.reads > 0:
            change.reads -= 1
            return document | {"status": change.status}
        if change := self._changes.pop(key, None):
            self._settled[key] = change.then
        return document | self._settled.get(key, {"status": "READY"})

    def leaving(self, prefix: str) -> list[Document]:
        """The deleted resources under a key or prefix that still show."""
        return [
            change.document
            for key, change in self._changes.items()
            if key.startswith(prefix) and change.document is not None
        ]

    def read_leaving(self, prefix: str) -> list[Document]:
        """The same; counts as a read."""
        shown = self.leaving(prefix)
        for key, change in list(self._changes.items()):
            if key.startswith(prefix) and change.document is not None:
                change.reads -= 1
                if change.reads == 0:
                    del self._changes[key]
        return shown

    def check_still(self, key: str) -> None:
        """Let nothing change a resource that is changing.

        Raises:
            ControlError: ConflictException.
        """
        if (change := self._changes.get(key)) and change.reads > 0:
            raise conflict(f"The resource is in status {change.status}")
