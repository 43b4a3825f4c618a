"""Clearing and deleting conversations, each by its owner only.

Deleting marks the head first, so that a deletion which is cut off hides the conversation at once
and is finished by the next one.
"""

from contextlib import suppress

from agent import layout
from agent.errors import ConversationChangedError, ConversationNotFoundError
from agent.store import Store
from agent.table import ConditionFailedError, Table

_CLEAR_ATTEMPTS = 5


class Erasure:
    """Removes what a store has written.

    Raises, from every method that takes a conversation id:
        ConversationNotFoundError: it is unknown, deleted, expired, or another person's.
    Raises, from every method:
        StoreUnavailableError: DynamoDB failed.
    """

    def __init__(self, table: Table, store: Store) -> None:
        self._table = table
        self._store = store

    async def clear(self, owner: str, conversation_id: str) -> None:
        """Forget all turns of a conversation; a turn begun meanwhile stays.

        Raises:
            ConversationChangedError: others kept changing it.
        """
        for _ in range(_CLEAR_ATTEMPTS):
            head = await self._store.head(owner, conversation_id)
            try:
                await self._table.update(
                    layout.head_key(conversation_id),
                    "SET first_turn = :first, window_turn = :first ADD version :one",
                    ConditionExpression="#owner = :owner AND version = :version",
                    ExpressionAttributeNames={"#owner": "owner"},
                    ExpressionAttributeValues={
                        ":first": head.last_turn + 1,
                        ":one": 1,
                        ":owner": owner,
                        ":version": head.version,
                    },
                )
            except ConditionFailedError:
                continue
            await self._store.remove_turns(conversation_id, 0, head.last_turn)
            return
        raise ConversationChangedError

    async def delete(self, owner: str, conversation_id: str) -> None:
        """Delete a conversation, or finish a deletion that was cut off."""
        try:
            item = await self._table.update(
                layout.head_key(conversation_id),
                "SET #deleted = :true ADD version :one",
                ReturnValues="ALL_NEW",
                ConditionExpression="#owner = :owner",
                ExpressionAttributeNames={"#owner": "owner", "#deleted": "deleted"},
                ExpressionAttributeValues={":owner": owner, ":true": True, ":one": 1},
            )
        except ConditionFailedError as error:
            raise ConversationNotFoundError from error
        await self._store.remove_turns(conversation_id, 0, int(item["last_turn"]))
        await self._table.delete(layout.head_key(conversation_id))

    async def delete_all(self, owner: str, *, limit: int) -> tuple[int, bool]:
        """Delete conversations of an owner.

        Returns:
            How many went, at most `limit`, and whether there are more.
        """
        items, after = await self._store.owned(owner, None, limit)
        for item in items:
            # The index lags behind the table: what it still lists may be gone.
            with suppress(ConversationNotFoundError):
                await self.delete(owner, item["conversation_id"])
        return len(items), after is not None
