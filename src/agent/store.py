"""Conversations in DynamoDB, each seen by its owner only. `layout` says how they lie there.

A turn's number is taken by one conditional `ADD last_turn 1`, so two writers never get the same
one, and writing costs the same at turn 1 and at turn 1,000. DynamoDB removes expired items when it
likes: reading filters them. Deleting marks the head first, so that a deletion which is cut off
hides the conversation at once and is finished by the next one.
"""

import uuid
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from agent import layout
from agent.conversation import Conversation, Head, Page, Status, Turn
from agent.errors import ConversationChangedError, ConversationNotFoundError
from agent.table import OWNER_INDEX, ConditionFailedError, Item, Table

_TITLE_CHARACTERS = 80
_MINE = "#owner = :owner AND #ttl > :time AND attribute_not_exists(#deleted)"
_MINE_NAMES = {"#owner": "owner", "#ttl": "ttl", "#deleted": "deleted"}


class Store:
    """Reads and writes conversations of one owner at a time.

    Raises, from every method that takes a conversation id:
        ConversationNotFoundError: it is unknown, deleted, expired, or another person's.
    Raises, from every method:
        StoreUnavailableError: DynamoDB failed.
    """

    def __init__(self, table: Table, *, ttl_days: int, now: Callable[[], datetime]) -> None:
        self._table = table
        self._days = ttl_days
        self._now = now

    async def head(self, owner: str, conversation_id: str) -> Head:
        """Read what is known of a conversation apart from its turns."""
        item = await self._table.get(layout.head_key(conversation_id))
        if item is None or not self._visible(item) or item.get("owner") != owner:
            raise ConversationNotFoundError
        return layout.read_head(item)

    async def load(self, owner: str, conversation_id: str) -> Conversation:
        """Read a conversation with the turns in its window."""
        head = await self.head(owner, conversation_id)
        turns = await self._turns(conversation_id, head.window_turn, head.last_turn)
        return Conversation(head, tuple(turns))

    async def history(
        self, owner: str, conversation_id: str, *, before: int | None, limit: int
    ) -> Page:
        """Read a page of turns, the latest of those numbered below `before` first."""
        head = await self.head(owner, conversation_id)
        newest = min(head.last_turn, before - 1) if before is not None else head.last_turn
        oldest = max(head.first_turn, newest - limit + 1)
        turns = await self._turns(conversation_id, oldest, newest)
        return Page(
            head=head,
            turns=tuple(turns[::-1]),
            expired=max(0, newest - oldest + 1) - len(turns),
            before=oldest if newest >= oldest > head.first_turn else None,
        )

    async def ready(self) -> None:
        """Find out whether the table can be read."""
        await self._table.get(layout.head_key("ready"))

    async def page(
        self, owner: str, *, cursor: str | None, limit: int
    ) -> tuple[list[Head], str | None]:
        """Read a page of the owner's conversations, the latest first, and the next cursor.

        Raises:
            InvalidCursorError: the cursor is not one that was given out.
        """
        after = layout.read_cursor(owner, cursor) if cursor else None
        heads: list[Head] = []
        while len(heads) < limit:
            items, after = await self.owned(owner, after, limit - len(heads))
            heads.extend(layout.read_head(item) for item in items if self._visible(item))
            if after is None:
                break
        return heads, layout.cursor(after) if after else None

    async def owned(
        self, owner: str, after: Item | None, limit: int
    ) -> tuple[Sequence[Item], Item | None]:
        """Read a page of an owner's heads as they lie, whether they may be shown or not."""
        start = {"ExclusiveStartKey": after} if after else {}
        return await self._table.page(
            IndexName=OWNER_INDEX,
            KeyConditionExpression="#owner = :owner",
            ExpressionAttributeNames={"#owner": "owner"},
            ExpressionAttributeValues={":owner": owner},
            ScanIndexForward=False,
            Limit=limit,
            **start,
        )

    async def stopped(self, turns: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
        """Return those of some running turns, by conversation and number, that are to stop."""
        keys = {layout.turn_name(number): number for _, number in turns}
        items, missing = await self._table.find(
            [layout.turn_key(*turn) for turn in turns],
            ProjectionExpression="conversation_id, #item, metadata.#stop",
            ExpressionAttributeNames={"#item": "item", "#stop": "stop"},
        )
        asked = [item for item in items if item.get("metadata", {}).get("stop")]
        # A turn that is gone was cleared or deleted: nobody waits for its answer.
        return [(each["conversation_id"], keys[each["item"]]) for each in (*asked, *missing)]

    def draft(self, owner: str, question: str, session: Mapping[str, Any]) -> Head:
        """Make up a conversation whose first turn's number is taken; nothing is written."""
        now = self._now()
        return Head(
            conversation_id=str(uuid.uuid4()),
            owner=owner,
            title=_title(question),
            created_at=now,
            updated_at=now,
            version=1,
            first_turn=1,
            last_turn=1,
            window_turn=1,
            session=session,
        )

    async def open(self, head: Head, turn: Turn) -> None:
        """Store a new conversation and its first turn, with the user's message, in one request."""
        first = self._turn_item(head.conversation_id, turn)
        await self._table.put_all([first, layout.head_item(head, self._days)])

    async def claim(self, head: Head, *, window_turn: int) -> Head:
        """Take the number of the next turn: the `last_turn` of the head that is returned."""
        now = self._now()
        item = await self._change_head(
            head,
            "SET updated_at = :now, #ttl = :ttl, window_turn = :window ADD last_turn :one",
            {
                ":now": layout.stamp(now),
                ":ttl": layout.expiry(now, self._days),
                ":window": window_turn,
                ":one": 1,
            },
        )
        return layout.read_head(item)

    async def rename(
        self, owner: str, conversation_id: str, title: str, *, version: int | None
    ) -> Head:
        """Give a conversation another title.

        Args:
            owner: whose it must be.
            conversation_id: which.
            title: the new title; spaces are put in order.
            version: the one that the conversation must still have; None is the one it has now.

        Raises:
            ConversationChangedError: it has another version.
        """
        head = await self.head(owner, conversation_id)
        try:
            item = await self._table.update(
                layout.head_key(conversation_id),
                "SET metadata.title = :title ADD version :one",
                ReturnValues="ALL_NEW",
                ConditionExpression="#owner = :owner AND version = :version",
                ExpressionAttributeNames={"#owner": "owner"},
                ExpressionAttributeValues={
                    ":title": _title(title),
                    ":one": 1,
                    ":owner": owner,
                    ":version": head.version if version is None else version,
                },
            )
        except ConditionFailedError as error:
            raise ConversationChangedError from error
        return layout.read_head(item)

    async def begin(self, conversation_id: str, turn: Turn) -> None:
        """Store a running turn with the user's message."""
        await self._table.put(self._turn_item(conversation_id, turn))

    async def finish(self, conversation_id: str, turn: Turn) -> None:
        """Store all of a turn that has ended; nothing is stored if it was deleted meanwhile."""
        first, *further = layout.parts(turn.messages)
        for number, messages in enumerate(further, 1):
            item = self._turn_item(conversation_id, turn, part=number, messages=messages)
            await self._table.put(item)
        try:
            await self._table.update(
                layout.turn_key(conversation_id, turn.number),
                "SET messages = :messages, metadata = :metadata",
                ConditionExpression="attribute_exists(conversation_id)",
                ExpressionAttributeValues={
                    ":messages": first,
                    ":metadata": layout.turn_metadata(turn, 1 + len(further)),
                },
            )
        except ConditionFailedError:
            await self.remove_turns(conversation_id, turn.number, turn.number)

    async def stop(self, owner: str, conversation_id: str) -> int | None:
        """Ask the latest turn to stop. Returns its number, or None if it is not running."""
        head = await self.head(owner, conversation_id)
        try:
            await self._table.update(
                layout.turn_key(conversation_id, head.last_turn),
                "SET metadata.#stop = :true",
                ConditionExpression="metadata.#status = :running AND metadata.deadline > :now",
                ExpressionAttributeNames={"#stop": "stop", "#status": "status"},
                ExpressionAttributeValues={
                    ":true": True,
                    ":running": Status.RUNNING.value,
                    ":now": layout.stamp(self._now()),
                },
            )
        except ConditionFailedError:
            return None
        return head.last_turn

    async def remove_turns(self, conversation_id: str, first: int, last: int) -> None:
        """Delete all parts of some turns."""
        found = self._turn_items(
            conversation_id, first, last, ProjectionExpression="conversation_id, #item"
        )
        await self._table.remove([item async for item in found])

    def _visible(self, item: Item) -> bool:
        return not layout.expired(item, self._now()) and not item.get("deleted")

    async def _turns(self, conversation_id: str, first: int, last: int) -> list[Turn]:
        if first > last:
            return []
        items = [item async for item in self._turn_items(conversation_id, first, last)]
        return layout.read_turns(item for item in items if not layout.expired(item, self._now()))

    def _turn_items(
        self, conversation_id: str, first: int, last: int, **rest: Any
    ) -> AsyncIterator[Item]:
        return self._table.query(
            KeyConditionExpression="conversation_id = :id AND #item BETWEEN :first AND :last",
            ExpressionAttributeNames={"#item": "item"},
            ExpressionAttributeValues={
                ":id": conversation_id,
                ":first": layout.turn_name(first),
                ":last": layout.turn_name(last, 99),
            },
            ConsistentRead=True,
            **rest,
        )

    async def _change_head(self, head: Head, expression: str, values: Mapping[str, Any]) -> Item:
        try:
            return await self._table.update(
                layout.head_key(head.conversation_id),
                expression,
                ReturnValues="ALL_NEW",
                ConditionExpression=_MINE,
                ExpressionAttributeNames=_MINE_NAMES,
                ExpressionAttributeValues={
                    **values,
                    ":owner": head.owner,
                    ":time": int(self._now().timestamp()),
                },
            )
        except ConditionFailedError as error:
            raise ConversationNotFoundError from error

    def _turn_item(
        self,
        conversation_id: str,
        turn: Turn,
        *,
        part: int = 0,
        messages: Sequence[str] | None = None,
    ) -> Item:
        return {
            **layout.turn_key(conversation_id, turn.number, part),
            "messages": messages if messages is not None else layout.parts(turn.messages)[0],
            "metadata": layout.turn_metadata(turn, 1) if part == 0 else {},
            "ttl": layout.expiry(turn.started_at, self._days),
        }


def _title(text: str) -> str:
    return " ".join(text.split())[:_TITLE_CHARACTERS]
