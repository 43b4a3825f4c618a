"""The issuer's public keys, as Okta's verifier asks for them."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import httpx2
import structlog

from agent.errors import IdentityUnavailableError

_FRESH_SECONDS = 3600.0
_REFETCH_SECONDS = 60.0
_FAILURE_SECONDS = 1.0
_FETCH_SECONDS = 3.0

log = structlog.stdlib.get_logger(__name__)


class Keys:
    """Fetches keys and keeps the last good ones.

    It takes the place of the verifier's own request executor, whose cache one token with a made-up
    key id empties. Here such a token costs at most one fetch a minute, and keys stay in use while
    the issuer cannot be reached.
    """

    def __init__(self, client: httpx2.AsyncClient, *, clock: Callable[[], float]) -> None:
        self._client = client
        self._clock = clock
        self._lock = asyncio.Lock()
        self._keys: Mapping[str, Any] | None = None
        self._fetched_at = 0.0
        self._failed_at = float("-inf")
        self._wanted = False

    @property
    def cache(self) -> "Keys":
        """What the verifier releases and clears after a failed fetch."""
        return self

    def release_new_key(self, _key: object) -> None:
        """Nothing is held while a fetch runs."""

    def clear_cache(self) -> None:
        """Note that the verifier met a key id that is not among the keys."""
        self._wanted = True

    async def get(self, uri: str, **_parameters: object) -> Mapping[str, Any]:
        """Return the key set.

        Raises:
            IdentityUnavailableError: it cannot be fetched and none is known.
        """
        if self._keys is None or self._due():
            async with self._lock:
                if self._keys is None or self._due():
                    await self._fetch(uri)
        if self._keys is None:
            raise IdentityUnavailableError
        return self._keys

    def _due(self) -> bool:
        age = self._clock() - max(self._fetched_at, self._failed_at)
        doubtful = self._wanted or self._failed_at > self._fetched_at
        return age > (_REFETCH_SECONDS if doubtful else _FRESH_SECONDS)

    async def _fetch(self, uri: str) -> None:
        now = self._clock()
        if now - self._failed_at < _FAILURE_SECONDS:
            return
        try:
            # The client's own time-out begins again with every byte.
            async with asyncio.timeout(_FETCH_SECONDS):
                response = await self._client.get(uri)
            response.raise_for_status()
            self._keys = _key_set(response.json())
        except (httpx2.HTTPError, TimeoutError, ValueError) as error:
            self._failed_at = now
            log.warning("keys_unreachable", kept=self._keys is not None, cause=type(error).__name__)
        else:
            self._fetched_at = now
            self._wanted = False


def _key_set(answer: Any) -> Mapping[str, Any]:
    keys = answer.get("keys") if isinstance(answer, dict) else None
    if not isinstance(keys, list):
        raise ValueError("not a key set")
    return {"keys": [key for key in keys if isinstance(key, dict) and "kid" in key]}
