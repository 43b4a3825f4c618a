"""The door to DynamoDB: one table, awaited. boto3 blocks, so each call runs in a thread."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from agent.errors import StoreUnavailableError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = Mapping[str, Any]

KEY = ("conversation_id", "item")
OWNER_INDEX = "owner-updated_at"
_BATCH = 25
_BATCH_READ = 100
_BATCH_ATTEMPTS = 8


class ConditionFailedError(Exception):
    """The condition of a write did not hold. For the caller of this module to translate."""


class Table:
    """A table whose items are plain Python values.

    Its threads are its own: streams of the model, which last long, cannot keep it waiting.

    Args:
        session: gives the credentials and the region.
        name: the table's.
        threads: how many calls may run at once.
        seconds: how long a call may take, its retries and an answer that trickles in included.

    Raises, from every method:
        StoreUnavailableError: DynamoDB failed or did not answer in time.
    """

    def __init__(
        self, session: boto3.Session, name: str, *, threads: int, seconds: float = 10.0
    ) -> None:
        config = Config(
            connect_timeout=2,
            read_timeout=5,
            retries={"mode": "standard", "total_max_attempts": 4},
            max_pool_connections=threads,
            # Our own calls are right; looking them through costs an eighth of each.
            parameter_validation=False,
        )
        # The client of a resource takes and gives plain values, and may be used by many threads.
        self._client: DynamoDBClient = session.resource("dynamodb", config=config).meta.client
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="dynamodb")
        self._seconds = seconds
        self.name = name

    async def close(self) -> None:
        """Give threads and connections back as their calls end."""
        self._threads.shutdown(wait=False)
        self._client.close()

    async def get(self, key: Item, **rest: Any) -> Item | None:
        """Read an item consistently; None if there is none."""
        answer = await self._call(self._client.get_item, Key=key, ConsistentRead=True, **rest)
        item: Item | None = answer.get("Item")
        return item

    async def put(self, item: Item) -> None:
        """Write a whole item."""
        await self._call(self._client.put_item, Item=item)

    async def put_all(self, items: Iterable[Item]) -> None:
        """Write whole items, many with a request."""
        await self._write([{"PutRequest": {"Item": item}} for item in items])

    async def update(self, key: Item, expression: str, **rest: Any) -> Item:
        """Change an item by an update expression.

        Returns:
            What `ReturnValues` asks for; empty without it.

        Raises:
            ConditionFailedError: the condition did not hold.
        """
        answer = await self._call(
            self._client.update_item,
            Key=key,
            UpdateExpression=expression,
            **rest,
        )
        item: Item = answer.get("Attributes", {})
        return item

    async def delete(self, key: Item, **rest: Any) -> None:
        """Delete an item.

        Raises:
            ConditionFailedError: the condition did not hold.
        """
        await self._call(self._client.delete_item, Key=key, **rest)

    async def find(self, keys: Sequence[Item], **rest: Any) -> tuple[list[Item], list[Item]]:
        """Read many items consistently: those there are, and the keys of those that are missing.

        What DynamoDB puts off is in neither.
        """
        found: list[Item] = []
        missing: list[Item] = []
        for first in range(0, len(keys), _BATCH_READ):
            asked = keys[first : first + _BATCH_READ]
            request = {self.name: {"Keys": asked, "ConsistentRead": True, **rest}}
            answer = await self._call(
                self._client.batch_get_item, named=False, RequestItems=request
            )
            items = answer["Responses"].get(self.name, [])
            later = answer.get("UnprocessedKeys", {}).get(self.name, {}).get("Keys", [])
            known = [{name: each[name] for name in KEY} for each in (*items, *later)]
            found += items
            missing += [key for key in asked if key not in known]
        return found, missing

    async def page(self, **query: Any) -> tuple[list[Item], Item | None]:
        """Run one page of a query: its items, and the key to go on after."""
        answer = await self._call(self._client.query, **query)
        return answer["Items"], answer.get("LastEvaluatedKey")

    async def query(self, **query: Any) -> AsyncIterator[Item]:
        """Run a query to its end."""
        after: Item | None = None
        while True:
            start = {"ExclusiveStartKey": after} if after else {}
            items, after = await self.page(**query, **start)
            for item in items:
                yield item
            if not after:
                return

    async def remove(self, keys: Iterable[Item]) -> None:
        """Delete many items, whatever they are."""
        await self._write([{"DeleteRequest": {"Key": key}} for key in keys])

    async def _write(self, requests: list[Any]) -> None:
        for first in range(0, len(requests), _BATCH):
            await self._write_batch(requests[first : first + _BATCH])

    async def _write_batch(self, requests: list[Any]) -> None:
        for attempt in range(_BATCH_ATTEMPTS):
            answer = await self._call(
                self._client.batch_write_item, named=False, RequestItems={self.name: requests}
            )
            requests = answer.get("UnprocessedItems", {}).get(self.name, [])
            if not requests:
                return
            await asyncio.sleep(0.05 * 2**attempt)
        raise StoreUnavailableError

    async def _call(
        self, operation: Callable[..., Any], *, named: bool = True, **arguments: Any
    ) -> Any:
        if named:
            arguments["TableName"] = self.name
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                call = partial(operation, **arguments)
                answer = await loop.run_in_executor(self._threads, call)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                raise ConditionFailedError from error
            raise StoreUnavailableError from error
        except (BotoCoreError, TimeoutError) as error:
            raise StoreUnavailableError from error
        if "RequestId" not in answer["ResponseMetadata"]:
            # Cut off among its headers, which botocore takes for an answer without a body.
            raise StoreUnavailableError
        return answer
