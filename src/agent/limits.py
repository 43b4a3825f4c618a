"""How much one caller may ask in a minute, counted in the conversations' table.

The counters lie under `limit#<owner>` by minute, have no head, and so are in no listing.
"""

import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from agent.errors import RateLimitedError
from agent.table import ConditionFailedError, Table

_KEPT_SECONDS = 600


class Limits:
    """Counts turns before they run and tokens after they ran."""

    def __init__(
        self, table: Table, *, turns: int, tokens: int, now: Callable[[], datetime]
    ) -> None:
        self._table = table
        self._turns = turns
        self._tokens = tokens
        self._now = now

    async def take(self, owner: str) -> None:
        """Count one more turn of a caller.

        Raises:
            RateLimitedError: the turns or the tokens of this minute are used up.
            StoreUnavailableError: it cannot be counted.
        """
        now = self._now()
        try:
            await self._add(
                owner,
                now,
                turns=1,
                tokens=0,
                ConditionExpression=(
                    "(attribute_not_exists(turns) OR turns < :max_turns)"
                    " AND (attribute_not_exists(#tokens) OR #tokens < :max_tokens)"
                ),
                limits={":max_turns": self._turns, ":max_tokens": self._tokens},
            )
        except ConditionFailedError as error:
            raise RateLimitedError(60 - now.second) from error

    async def spend(self, owner: str, tokens: int) -> None:
        """Count the tokens of a turn that ran.

        Raises:
            StoreUnavailableError: they cannot be counted.
        """
        await self._add(owner, self._now(), turns=0, tokens=tokens, limits={})

    async def _add(
        self,
        owner: str,
        now: datetime,
        *,
        turns: int,
        tokens: int,
        limits: dict[str, int],
        **rest: Any,
    ) -> None:
        await self._table.update(
            {"conversation_id": f"limit#{owner}", "item": now.strftime("%Y-%m-%dT%H:%MZ")},
            "SET #ttl = :ttl, metadata = :metadata ADD turns :turns, #tokens :tokens",
            ExpressionAttributeNames={"#ttl": "ttl", "#tokens": "tokens"},
            ExpressionAttributeValues={
                ":ttl": math.ceil(now.timestamp()) + _KEPT_SECONDS,
                ":metadata": {},
                ":turns": turns,
                ":tokens": tokens,
                **limits,
            },
            **rest,
        )
