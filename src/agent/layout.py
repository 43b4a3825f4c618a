"""How conversations lie in the table: items from data, and data from items. No calls.

Under one partition key, `conversation_id`, lie `head` and the turns, each in one item or in parts:
`turn#00000012#00`, `turn#00000012#01`, … Every item has `metadata` (map) and `ttl` (number); turn
items have `messages`, a list of strings that joined are JSON lines, one message a line. The head
alone has `owner` and `updated_at`, so the index `owner-updated_at` holds heads and nothing else.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from agent.conversation import Head, Message, Status, Turn
from agent.errors import InvalidCursorError
from agent.table import Item

HEAD = "head"
# DynamoDB takes items of up to 400 KB; a slice of this many characters has at most four times as
# many bytes, and a part is closed before it would pass the second number.
_SLICE_CHARACTERS = 60_000
_PART_BYTES = 300_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# A conversation's id and the microseconds since 1970 at which it was written last.
CURSOR_PATTERN = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9]{1,16}$"


def head_key(conversation_id: str) -> dict[str, str]:
    """Return the key of a conversation's head."""
    return {"conversation_id": conversation_id, "item": HEAD}


def turn_key(conversation_id: str, number: int, part: int = 0) -> dict[str, str]:
    """Return the key of a turn's item, or of a further part of it."""
    return {"conversation_id": conversation_id, "item": turn_name(number, part)}


def turn_name(number: int, part: int = 0) -> str:
    """Return a sort key that sorts by turn and then by part."""
    return f"turn#{number:08d}#{part:02d}"


def stamp(moment: datetime) -> str:
    """Write a moment so that later ones sort later: ISO 8601 in UTC, in microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def expiry(moment: datetime, days: int) -> int:
    """Return the `ttl` of an item written at a moment: seconds since 1970."""
    return int((moment + timedelta(days=days)).timestamp())


def expired(item: Item, now: datetime) -> bool:
    """Say whether an item's time is over, although DynamoDB still has it."""
    return int(item["ttl"]) <= now.timestamp()


def head_item(head: Head, days: int) -> dict[str, Any]:
    """Return the item of a new conversation."""
    return {
        **head_key(head.conversation_id),
        "owner": head.owner,
        "updated_at": stamp(head.updated_at),
        "version": head.version,
        "first_turn": head.first_turn,
        "last_turn": head.last_turn,
        "window_turn": head.window_turn,
        "metadata": {
            "title": head.title,
            "created_at": stamp(head.created_at),
            "session": dict(head.session),
        },
        "ttl": expiry(head.updated_at, days),
    }


def read_head(item: Item) -> Head:
    """Read the item of a head."""
    metadata = item["metadata"]
    return Head(
        conversation_id=item["conversation_id"],
        owner=item["owner"],
        title=metadata["title"],
        created_at=datetime.fromisoformat(metadata["created_at"]),
        updated_at=datetime.fromisoformat(item["updated_at"]),
        version=int(item["version"]),
        first_turn=int(item["first_turn"]),
        last_turn=int(item["last_turn"]),
        window_turn=int(item["window_turn"]),
        session=metadata["session"],
    )


def turn_metadata(turn: Turn, parts: int) -> dict[str, Any]:
    """Return what a turn's first item says of the whole."""
    return {
        "status": turn.status.value,
        "started_at": stamp(turn.started_at),
        "deadline": stamp(turn.deadline),
        "ended_at": stamp(turn.ended_at) if turn.ended_at else None,
        "stop_reason": turn.stop_reason,
        "usage": dict(turn.usage),
        "parts": parts,
    }


def read_turns(items: Iterable[Item]) -> list[Turn]:
    """Put turns together from their items, in any order; the oldest comes first."""
    groups: dict[int, list[Item]] = {}
    for item in sorted(items, key=lambda each: str(each["item"])):
        groups.setdefault(int(item["item"].split("#")[1]), []).append(item)
    return [_read_turn(number, group) for number, group in sorted(groups.items())]


def _read_turn(number: int, items: Sequence[Item]) -> Turn:
    metadata = items[0]["metadata"]
    # Parts that a broken writer left behind lie after those which the first item counts.
    whole = items[: int(metadata["parts"])]
    ended_at = metadata["ended_at"]
    return Turn(
        number=number,
        status=Status(metadata["status"]),
        started_at=datetime.fromisoformat(metadata["started_at"]),
        deadline=datetime.fromisoformat(metadata["deadline"]),
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
        stop_reason=metadata["stop_reason"],
        usage={name: int(count) for name, count in metadata["usage"].items()},
        messages=tuple(_read_messages(piece for item in whole for piece in item["messages"])),
    )


def _read_messages(pieces: Iterable[str]) -> Iterator[Message]:
    for line in "".join(pieces).split("\n"):
        if line:
            yield json.loads(line)


def parts(messages: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Cut messages into the `messages` lists of as many items as they need, at least one."""
    cut: list[list[str]] = [[]]
    room = _PART_BYTES
    for piece in _slices(messages):
        size = len(piece.encode())
        if size > room and cut[-1]:
            cut.append([])
            room = _PART_BYTES
        cut[-1].append(piece)
        room -= size
    return cut


def _slices(messages: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for message in messages:
        line = _line(message)
        for first in range(0, len(line), _SLICE_CHARACTERS):
            yield line[first : first + _SLICE_CHARACTERS]


def _line(message: Mapping[str, Any]) -> str:
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    try:
        line.encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair, which no store takes as text; escaped it is kept as it is.
        line = json.dumps(message, separators=(",", ":"))
    return line + "\n"


def cursor(key: Item) -> str:
    """Write the index key that a page ended with, in the form of `CURSOR_PATTERN`."""
    since = datetime.fromisoformat(key["updated_at"]) - _EPOCH
    return f"{key['conversation_id']}.{since // _MICROSECOND}"


def read_cursor(owner: str, cursor: str) -> Item:
    """Read what `cursor` wrote.

    The owner is never taken from it: a forged one leads to nothing of others.

    Raises:
        InvalidCursorError: it is not a cursor.
    """
    if not re.fullmatch(CURSOR_PATTERN, cursor):
        raise InvalidCursorError
    conversation_id, _, since = cursor.partition(".")
    updated_at = stamp(_EPOCH + int(since) * _MICROSECOND)
    return {**head_key(conversation_id), "owner": owner, "updated_at": updated_at}
