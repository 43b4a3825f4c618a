"""Markdown that arrives in pieces, cut into blocks that can be shown for good."""

import re
from collections.abc import Iterator

# A block longer than this is cut: what is still open is laid out anew for each picture.
_LONGEST = 8_000
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_LIST = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_TABLE = re.compile(r"\s*\|")


class Blocks:
    """Takes an answer piece by piece.

    A paragraph, table, list, heading or fenced code is one block. A block is whole when what
    follows cannot belong to it any more.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._size = 0
        self._rest = ""
        self._fence: str | None = None
        self._opening = ""

    @property
    def pending(self) -> str:
        """What is still open."""
        return "\n".join([*self._lines, self._rest]).strip("\n")

    def feed(self, piece: str) -> Iterator[str]:
        """Take a piece, and yield the blocks that it completes."""
        for start in range(0, len(piece), _LONGEST):
            *lines, rest = (self._rest + piece[start : start + _LONGEST]).split("\n")
            self._rest = ""
            for line in lines:
                yield from self._take(line)
                if self._size > _LONGEST:
                    yield from self._cut()
            self._rest = rest
            if self._size + len(rest) > _LONGEST:
                yield from self._cut()

    def finish(self) -> Iterator[str]:
        """Yield what is left."""
        if self._rest:
            rest, self._rest = self._rest, ""
            yield from self._take(rest)
        yield from self._emit()
        self._fence = None

    def _take(self, line: str) -> Iterator[str]:
        if self._fence is None and self._begins_block(line):
            yield from self._emit()
        self._push(line)
        yield from self._fenced(line)
        if self._fence is None and _HEADING.match(line):
            yield from self._emit()

    def _fenced(self, line: str) -> Iterator[str]:
        """Follow fences: nothing inside one is a border."""
        found = _FENCE.fullmatch(line)
        if found and self._fence is None:
            self._fence, self._opening = found[1], line
        elif found and self._fence and _closes(found, self._fence):
            self._fence = None
            yield from self._emit()

    def _begins_block(self, line: str) -> bool:
        if not self._lines or not line.strip():
            return False
        last = self._lines[-1]
        if _TABLE.match(last) and not _TABLE.match(line):
            return True
        if _FENCE.fullmatch(line) or _HEADING.match(line):
            return not line.startswith(" ") or not self._is_list()
        if not last.strip():
            goes_on = _LIST.match(line) or line.startswith((" ", "\t"))
            return not (self._is_list() and goes_on)
        return False

    def _is_list(self) -> bool:
        first = next((line for line in self._lines if line.strip()), "")
        return _LIST.match(first) is not None

    def _push(self, line: str) -> None:
        self._lines.append(line)
        self._size += len(line) + 1

    def _emit(self) -> Iterator[str]:
        block = "\n".join(self._lines).strip("\n")
        self._lines, self._size = [], 0
        if block.strip():
            yield block

    def _cut(self) -> Iterator[str]:
        """End a block that is too long, and begin its second part alike: table, code or prose."""
        head = self._head()
        if len(self._lines) > len(head):
            yield from self._closed()
            for line in head:
                self._push(line)
            return
        if not self._rest:
            return
        # One line without an end: cut it at its last space.
        kept = self._rest.rfind(" ") + 1 or len(self._rest)
        part, self._rest = self._rest[:kept], self._rest[kept:]
        self._push(part)
        yield from self._closed()
        for line in head:
            self._push(line)

    def _closed(self) -> Iterator[str]:
        if self._fence is not None:
            self._push(self._fence)
        yield from self._emit()

    def _head(self) -> list[str]:
        """The lines that the next part must repeat."""
        if self._fence is not None:
            return [self._opening]
        if len(self._lines) > 2 and all(_TABLE.match(line) for line in self._lines[:2]):
            return self._lines[:2]
        return []


def _closes(found: re.Match[str], fence: str) -> bool:
    """CommonMark 4.5: the same character, at least as often, and nothing after it."""
    return found[1].startswith(fence) and not found[2].strip()
