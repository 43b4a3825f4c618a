"""What a process holds, from Linux's /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Held:
    """Memory in bytes, threads, and open sockets of a process."""

    memory: int
    threads: int
    sockets: int


def held(pid: int) -> Held:
    """Look at a process."""
    directory = Path("/proc") / str(pid)
    resident = int((directory / "statm").read_text().split()[1])
    files = list((directory / "fd").iterdir())
    sockets = sum(str(each.readlink()).startswith("socket:") for each in files)
    return Held(resident * _PAGE, len(list((directory / "task").iterdir())), sockets)


def child(words: str) -> int:
    """Return the process that this one started with these words in its command line."""
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            command = (directory / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            parent = int((directory / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == os.getpid() and words in command:
            return int(directory.name)
    raise LookupError(words)
