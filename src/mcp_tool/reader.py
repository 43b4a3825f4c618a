"""Plan to rows: every place of a plan read at once, page after page, inside the time there is.

A place is an account and a region. Each is read by one thread; what it has so far is one frozen
`Part`, replaced page by page, so that whatever was read when the time is up can be handed out and
the rest be asked for with a cursor. One place failing is a failure of that place.
"""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from botocore import xform_name
from botocore.model import Shape

from mcp_tool.aws import answers, logs, queries
from mcp_tool.aws.clients import Clients
from mcp_tool.aws.faults import AWS_ERRORS, failure
from mcp_tool.aws.models import Models
from mcp_tool.aws.paging import Paging
from mcp_tool.aws.reading import Reading, Run
from mcp_tool.catalog import Catalog, Operation
from mcp_tool.errors import BadCursorError, InvalidArgumentError, ReadError, ToolError
from mcp_tool.plan import ALL, Failure, Page, Part, Plan, Position, Rows, Target
from mcp_tool.settings import OWN, Settings

# Eight calls at once, each to half a dozen regions and more, without one waiting for another.
WORKERS = 64

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
        run = Run(operation, plan.parameters, deadline=deadline, ceiling=self._ceiling(operation))
        readings = [self._start(run, position) for position in positions]
        wait([each.future for each in readings], timeout=max(0.0, deadline - time.monotonic()))
        parts = tuple(each.result() for each in readings)
        lines = logs.gives_lines(operation.service, operation.name)
        return Rows(parts, _told(parts, failures), untrusted=lines)

    def _ceiling(self, operation: Operation) -> int:
        ceiling = self._settings.row_ceiling
        lines = logs.gives_lines(operation.service, operation.name)
        return min(ceiling, logs.LINES) if lines else ceiling

    def _positions(self, plan: Plan, operation: Operation) -> tuple[list[Position], list[Failure]]:
        if plan.resume:
            return list(plan.resume), []
        positions, failures = [], []
        for account in self._accounts(plan):
            regions = plan.regions
            try:
                regions = self._regions(plan, account)
            except AWS_ERRORS as error:
                if regions == (ALL,):
                    regions = (self._clients.region,)
                failures.append(failure(error, operation, Target(account, ALL)))
            positions += [Position(Target(account, each), {}, 0) for each in regions]
        return positions, failures

    def _regions(self, plan: Plan, account: str) -> tuple[str, ...]:
        if plan.regions == (ALL,):
            return self._enabled(account, plan.service)
        if len(plan.regions) > 1 and plan.resolved_by.startswith("words"):
            # A continent is what a person named; the regions of it that are off are not missed.
            enabled = self._enabled(account, plan.service)
            return tuple(each for each in plan.regions if each in enabled) or plan.regions
        return plan.regions

    def _accounts(self, plan: Plan) -> tuple[str, ...]:
        if plan.accounts == (ALL,):
            return (OWN, *(each.id for each in self._settings.accounts))
        return plan.accounts or (OWN,)

    def _enabled(self, account: str, service: str) -> tuple[str, ...]:
        enabled = self._clients.regions(account)
        served = self._models.served(service)
        return tuple(each for each in enabled if not served or each in served)

    def _start(self, run: Run, position: Position) -> Reading:
        reading = Reading(run, position)
        reading.future = self._pool.submit(self._fill, run, reading)
        return reading

    def _fill(self, run: Run, reading: Reading) -> None:
        query = (run.operation.service, run.operation.name) == ("logs", logs.START_QUERY)
        try:
            (self._query if query else self._pages)(run, reading)
        except AWS_ERRORS as error:
            reading.fail(failure(error, run.operation, reading.part.target))

    def _pages(self, run: Run, reading: Reading) -> None:
        operation, target = run.operation, reading.part.target
        client = self._clients.client(operation.service, target)
        send = getattr(client, xform_name(operation.name))
        paging = Paging(self._models, operation, run.parameters)
        given = self._parameters(run, target.account)
        while reading.part.rest is not None and run.goes_on():
            token = reading.part.rest
            reading.asked()
            answer = send(**{**given, **token})
            records, redacted = self._records(operation, answer)
            reading.add(Page(token, records), paging.next(answer, token), redacted)

    def _query(self, run: Run, reading: Reading) -> None:
        """Start a query, wait for it, and take its results as the only page."""
        if not run.goes_on():
            return
        target = reading.part.target
        client, door = self._clients.client("logs", target), self._clients.door("logs", target)
        reading.asked()
        query_id = client.start_query(**run.parameters)["queryId"]
        query = queries.Query(client.get_query_results, door.stop_query, query_id)
        outcome = query.wait(run.deadline)
        reading.asked(outcome.api_calls)
        reading.charged(queries.price(outcome.scanned_bytes), outcome.scanned_bytes)
        results = self._catalog.find("logs", logs.QUERY_RESULTS) or run.operation
        records, redacted = self._records(results, outcome.answer)
        reading.add(Page({"queryId": query_id}, records), None, redacted)
        if fault := queries.fault(outcome, target):
            reading.fail(fault, cut=True)

    def _records(
        self, operation: Operation, answer: Mapping[str, Any]
    ) -> tuple[tuple[Any, ...], int]:
        """Take the records out of an answer, secrets masked; and count those."""
        shape = self._models.operation(operation.service, operation.name).output_shape
        plain = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
        masked, redacted = self._mask(shape, plain) if shape else (plain, 0)
        found = answers.records(operation, masked)
        if (operation.service, operation.name) == ("logs", logs.QUERY_RESULTS):
            found, more = queries.records(found)
            redacted += more
        return found, redacted

    def _parameters(self, run: Run, account: str) -> Mapping[str, Any]:
        if "AccountId" in run.operation.required and "AccountId" not in run.parameters:
            return {**run.parameters, "AccountId": self._clients.account_id(account)}
        return run.parameters


def _told(parts: tuple[Part, ...], failures: list[Failure]) -> tuple[Failure, ...]:
    """Choose the failures to report; raises if not one place could be read."""
    found = [part.failure for part in parts if part.failure]
    if found and len(found) == len(parts) and not any(part.pages for part in parts):
        raise _error(found[0])
    # Asking everywhere for a thing that lives in one place: elsewhere it is missing, as expected.
    told = [each for each in found if each.code != "NotFound" or len(found) == len(parts)]
    return (*failures, *told)


def _error(found: Failure) -> ToolError:
    if found.code == "BadCursor":
        return BadCursorError(found.message, hint="Ask again without the cursor.")
    if found.code == "InvalidArgument":
        return InvalidArgumentError(found.message, hint=found.hint)
    return ReadError(found.message, read_code=found.code, hint=found.hint)
