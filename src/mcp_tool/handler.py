"""The Lambda's entry and its composition root: the real parts, chosen here and nowhere else."""

import gc
import json
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError
from botocore.session import Session

from mcp_tool import settings
from mcp_tool.aws.clients import Clients
from mcp_tool.aws.models import Models
from mcp_tool.catalog import Catalog
from mcp_tool.engine import Engine
from mcp_tool.envelope import Answer, failure
from mcp_tool.errors import InternalError
from mcp_tool.planner import Planner
from mcp_tool.planning.offer import Offer
from mcp_tool.planning.scope import Scope
from mcp_tool.reader import Reader
from mcp_tool.redact import Members
from mcp_tool.resolution import Resolution, Resolve
from mcp_tool.settings import Settings, SettingsError
from mcp_tool.tools import Tool

if TYPE_CHECKING:  # its package is loaded when the first insight is needed
    from mcp_tool.insights import Insight

log = logging.getLogger("mcp_tool")


def lambda_handler(event: object, context: object) -> Answer:
    """Answer one invocation of the Lambda; never raises, whatever comes.

    Args:
        event: the tool's arguments, or `{"tool", "arguments"}` without client context.
        context: Lambda's context.

    Returns:
        The answer: `ok` true with rows, or `ok` false with an error.
    """
    try:
        engine = _engine()
    except (SettingsError, BotoCoreError) as error:
        log.error("%s", error)
        return failure(InternalError("The tool's own configuration is unusable."))
    return engine.answer(event, context, _record)


def build(settings: Settings, make_session: Callable[[], Session] = Session) -> Engine:
    """Put an engine together.

    Args:
        settings: how far a call may go.
        make_session: makes a botocore session with the credentials to read with.
    """
    catalog = Catalog.load()
    clients = Clients(make_session, settings, catalog.allows)
    models = Models(clients.loader)
    planner = plans(catalog, models, settings, clients.region)
    reader = Reader(clients, models, catalog, mask=Members().mask, settings=settings)
    return Engine(planner, reader, catalog=catalog, models=models, settings=settings, now=_now)


def plans(catalog: Catalog, models: Models, settings: Settings, region: str) -> Planner:
    """Put a planner together, which needs no credentials.

    Args:
        catalog: the operations.
        models: botocore's description of them.
        settings: the accounts there are.
        region: the region read when nothing names one.
    """
    return Planner(
        models,
        offer=Offer(catalog),
        resolve=_resolve(catalog, models),
        insights=_insights,
        scope=Scope(models, settings, region),
        now=_now,
    )


def _resolve(catalog: Catalog, models: Models) -> Resolve:
    @cache
    def resolver() -> Resolve:
        # Words need machinery that a call with an operation should not wait for at its start.
        from mcp_tool.resolver import Resolver
        from mcp_tool.words import lexicon

        known = lexicon.load()
        return Resolver(catalog, models, known, insights=_insights, now=_now).resolve

    def resolve(query: str, tools: Sequence[Tool]) -> Resolution:
        return resolver()(query, tools)

    return resolve


def _insights() -> Sequence["Insight"]:
    # Three dozen modules, for the same reason.
    from mcp_tool.insights.registry import REGISTRY

    return REGISTRY


@cache
def _engine() -> Engine:
    # Lambda's root logger lets warnings through only; one line a call is what operators read.
    log.setLevel(logging.INFO)
    engine = build(settings.load())
    # What is loaded by now stays; a full collection of it takes 30 ms out of the first answer.
    gc.freeze()
    return engine


def _now() -> datetime:
    return datetime.now(UTC)


def _record(line: dict[str, Any]) -> None:
    log.info(json.dumps(line))
