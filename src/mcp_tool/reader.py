"""Plan to rows: every place of a plan read at once, page after page, inside the time there is.

A place is an account and a region. Each is read by one thread; what it has so far is one frozen
`Part`, replaced page by page, so that whatever was read when the time is up can be handed out and
the rest be asked for with a cursor. One place failing is a failure of that place.
"""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import Any

import jmespath
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError
from botocore.model import Shape

from mcp_tool.aws.clients import Clients
from mcp_tool.aws.faults import failure
from mcp_tool.aws.models import Models
from mcp_tool.aws.paging import Paging
from mcp_tool.catalog import Catalog, Operation
from mcp_tool.errors import BadCursorError, InvalidArgumentError, ReadError, ToolError
from mcp_tool.plan import ALL, Failure, Page, Part, Plan, Position, Rows, Target
from mcp_tool.settings import OWN, Settings

WORKERS = 32

Mask = Callable[[Shape, Any], tuple[Any, int]]


class Reader:
    """Reads plans; safe to share between threads.

    Args:
        clients: the door to AWS.
        models: botocore's description of the APIs.
        catalog: what may be read.
        mask: takes secrets out of an answer before anything else sees it.
        settings: how far a call may go.
    """

    def __init__(
        self, clients: Clients, models: Models, catalog: Catalog, *, mask: Mask, settings: Settings
    ) -> None:
        self._clients = clients
        self._models = models
        self._catalog = catalog
        self._mask = mask
        self._settings = settings
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="read")

    def read(self, plan: Plan, deadline: float) -> Rows:
        """Read what a plan names.

        Args:
            plan: one operation of the catalogue, in one or more places.
            deadline: `time.monotonic()` at which the answer must be on its way.

        Raises:
            ReadError: not one place could be read.
            BadCursorError: AWS no longer knows the page a cursor goes on at.
            InvalidArgumentError: AWS's own check of the parameters failed before sending.
        """
        operation = self._catalog.find(plan.service, plan.operation)
        if operation is None:
            raise LookupError(f"{plan.service}:{plan.operation} was planned but is not allowed")
        positions, failures = self._positions(plan, operation)
        run = _Run(operation, plan.parameters, deadline, self._settings.row_ceiling)
        readings = [self._start(run, position) for position in positions]
        wait([each.future for each in readings], timeout=max(0.0, deadline - time.monotonic()))
        parts = tuple(each.result() for each in readings)
        return _rows(parts, failures)

    def _positions(self, plan: Plan, operation: Operation) -> tuple[list[Position], list[Failure]]:
        if plan.resume:
            return list(plan.resume), []
        positions, failures = [], []
        for account in self._accounts(plan):
            regions = plan.regions
            if regions == (ALL,):
                try:
                    regions = self._enabled(account, plan.service)
                except (ClientError, BotoCoreError) as error:
                    regions = (self._clients.region,)
                    failures.append(failure(error, operation, Target(account, ALL)))
            positions += [Position(Target(account, each), {}, 0) for each in regions]
        return positions, failures

    def _accounts(self, plan: Plan) -> tuple[str, ...]:
        if plan.accounts == (ALL,):
            return (OWN, *(each.id for each in self._settings.accounts))
        return plan.accounts or (OWN,)

    def _enabled(self, account: str, service: str) -> tuple[str, ...]:
        enabled = self._clients.regions(account)
        served = self._models.served(service)
        return tuple(each for each in enabled if not served or each in served)

    def _start(self, run: "_Run", position: Position) -> "_Reading":
        reading = _Reading(run.operation, position)
        reading.future = self._pool.submit(self._fill, run, reading)
        return reading

    def _fill(self, run: "_Run", reading: "_Reading") -> None:
        try:
            self._pages(run, reading)
        except (ClientError, BotoCoreError) as error:
            reading.fail(failure(error, run.operation, reading.part.target))

    def _pages(self, run: "_Run", reading: "_Reading") -> None:
        operation, target = run.operation, reading.part.target
        client = self._clients.client(operation.service, target)
        send = getattr(client, xform_name(operation.name))
        paging = Paging(self._models, operation.service, operation.name)
        shape = self._models.operation(operation.service, operation.name).output_shape
        given = self._parameters(run, target.account)
        while reading.part.rest is not None and run.goes_on():
            token = reading.part.rest
            reading.asked()
            answer = send(**{**given, **token})
            answer.pop("ResponseMetadata", None)
            following = paging.next(answer, token)
            masked, redacted = self._mask(shape, answer) if shape else (answer, 0)
            page = Page(token, _records(operation, masked))
            reading.add(page, following, redacted)
            run.count(len(page.records))

    def _parameters(self, run: "_Run", account: str) -> Mapping[str, Any]:
        if "AccountId" in run.operation.required and "AccountId" not in run.parameters:
            return {**run.parameters, "AccountId": self._clients.account_id(account)}
        return run.parameters


class _Run:
    """What all places of one call share: the input, the time and the rows that are left."""

    def __init__(
        self, operation: Operation, parameters: Mapping[str, Any], deadline: float, ceiling: int
    ) -> None:
        self.operation = operation
        self.parameters = parameters
        self._deadline = deadline
        self._left = ceiling

    def goes_on(self) -> bool:
        return self._left > 0 and time.monotonic() < self._deadline

    def count(self, rows: int) -> None:
        # Two threads may lose a subtraction to each other; the ceiling is a brake, not a promise.
        self._left -= rows


class _Reading:
    """One place as far as it has been read; written by one thread, looked at by another."""

    def __init__(self, operation: Operation, position: Position) -> None:
        self.part = Part(position.target, offset=position.offset, rest=position.token)
        self.future: Future[None]
        self._operation = operation
        self._resumed = bool(position.token)

    def asked(self) -> None:
        self.part = replace(self.part, api_calls=self.part.api_calls + 1)

    def add(self, page: Page, rest: Mapping[str, Any] | None, redacted: int) -> None:
        self.part = replace(
            self.part,
            pages=(*self.part.pages, page),
            rest=rest,
            redacted=self.part.redacted + redacted,
        )

    def fail(self, found: Failure) -> None:
        if self._resumed and not self.part.pages and found.code == "AwsError":
            found = replace(found, code="BadCursor")
        self.part = replace(self.part, rest=None, failure=found)

    def result(self) -> Part:
        """Return the part; raises what the thread raised unforeseen."""
        if self.future.done():
            self.future.result()
            return self.part
        self.future.cancel()
        return replace(self.part, failure=_late(self._operation, self.part.target))


def _records(operation: Operation, answer: Mapping[str, Any]) -> tuple[Any, ...]:
    if operation.result_key is None:
        return (answer,)
    return tuple(jmespath.search(operation.result_key, answer) or ())


def _late(operation: Operation, target: Target) -> Failure:
    return Failure(
        target,
        "Timeout",
        f"{operation.service} {operation.name} in {target.region} was not read to its end in time.",
        "Go on with the cursor, or ask for fewer regions.",
    )


def _rows(parts: tuple[Part, ...], failures: list[Failure]) -> Rows:
    found = [part.failure for part in parts if part.failure]
    if found and len(found) == len(parts) and not any(part.pages for part in parts):
        raise _error(found[0])
    # Asking everywhere for a thing that lives in one place: elsewhere it is missing, as expected.
    told = [each for each in found if each.code != "NotFound" or len(found) == len(parts)]
    return Rows(parts, (*failures, *told))


def _error(found: Failure) -> ToolError:
    if found.code == "BadCursor":
        return BadCursorError(found.message, hint="Ask again without the cursor.")
    if found.code == "InvalidArgument":
        return InvalidArgumentError(found.message, hint=found.hint)
    return ReadError(found.message, read_code=found.code, hint=found.hint)
