"""What operators see: log lines as JSON, and metrics inside them.

A line never holds a token; it holds text that people wrote only where a setting says so.
"""

import logging
import re
import sys
import time
import traceback
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.typing import EventDict

_NAMESPACE = "AwsOperationsAgent"
_UNITS = {"_ms": "Milliseconds", "_usd": "None"}
_MOST_CAUSES, _MOST_PLACES = 4, 12
_XRAY = re.compile(r"\bRoot=1-([0-9a-f]{8})-([0-9a-f]{24})\b")
_W3C = TraceContextTextMapPropagator()
_LOUD_LIBRARIES = ("mcp", "client", "httpx2", "httpcore2", "strands", "botocore", "urllib3")


def configure(level: str) -> None:
    """Send this process's log, the libraries' included, to standard output as JSON lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace_id,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _where,
                structlog.processors.JSONRenderer(default=str),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # uvicorn sets up its own before it makes the app; requests are logged here already.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"
    for name in _LOUD_LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)


def _trace_id(_logger: object, _method: str, line: EventDict) -> EventDict:
    span = trace.get_current_span().get_span_context()
    if span.is_valid:
        line["trace_id"] = f"{span.trace_id:032x}"
    return line


def _where(_logger: object, _method: str, line: EventDict) -> EventDict:
    """Write an exception as its classes and places: its text may hold what a person wrote."""
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    causes: list[dict[str, Any]] = []
    while isinstance(error, BaseException) and len(causes) < _MOST_CAUSES:
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
        causes.append({"class": type(error).__name__, "places": places[-_MOST_PLACES:]})
        error = error.__cause__ or error.__context__
    if causes:
        line["exception"] = causes
    return line


def metrics(
    environment: str, values: Mapping[str, float], *, error_code: str | None = None
) -> dict[str, Any]:
    """Return a log line's fields that CloudWatch turns into metrics, an error counted by its code.

    The form is the Embedded Metric Format Specification of the CloudWatch user guide. The ending
    of a name tells its unit.
    """
    directives = [_directive(["environment"], values)] if values else []
    fields: dict[str, Any] = {"environment": environment, **values}
    if error_code:
        fields |= {"error_code": error_code, "errors": 1}
        directives.append(_directive(["environment", "error_code"], ["errors"]))
    return {
        "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": directives},
        **fields,
    }


def _directive(dimensions: list[str], names: Iterable[str]) -> dict[str, Any]:
    named = [{"Name": name, "Unit": _unit(name)} for name in names]
    return {"Namespace": _NAMESPACE, "Dimensions": [dimensions], "Metrics": named}


def _unit(name: str) -> str:
    return next((unit for end, unit in _UNITS.items() if name.endswith(end)), "Count")


@contextmanager
def traced(headers: Mapping[str, str]) -> Iterator[None]:
    """Go on with the trace of a request: the caller's, else the platform's, else a new one.

    What is current already is not looked at: uvicorn may run a request in the context of the one
    before it on the same connection.
    """
    context = _W3C.extract(headers)
    if not trace.get_current_span(context).get_span_context().is_valid:
        context = trace.set_span_in_context(trace.NonRecordingSpan(_begun(headers)))
    token = otel_context.attach(context)
    try:
        yield
    finally:
        otel_context.detach(token)


def _begun(headers: Mapping[str, str]) -> trace.SpanContext:
    """Read Lambda's trace header (X-Ray developer guide, "Tracing header"), or make up a trace."""
    found = _XRAY.search(headers.get("x-amzn-trace-id", ""))
    trace_id = int("".join(found.groups()), 16) if found else uuid.uuid4().int
    return trace.SpanContext(trace_id, uuid.uuid4().int >> 64, is_remote=True)
