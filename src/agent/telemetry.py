"""What operators see: log lines as JSON, and metrics inside them.

A line never holds a token; it holds text that people wrote only where a setting says so.
"""

import logging
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.propagate import extract

_NAMESPACE = "AwsOperationsAgent"
_UNITS = {"_ms": "Milliseconds", "_usd": "None"}
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
                structlog.processors.format_exc_info,
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


def _trace_id(_logger: object, _method: str, line: dict[str, Any]) -> dict[str, Any]:
    span = trace.get_current_span().get_span_context()
    if span.is_valid:
        line["trace_id"] = f"{span.trace_id:032x}"
    return line


def metrics(environment: str, values: Mapping[str, float], **properties: Any) -> dict[str, Any]:
    """Return a log line's fields that CloudWatch turns into metrics.

    The form is the Embedded Metric Format Specification of the CloudWatch user guide. The ending
    of a name tells its unit.
    """
    named = [{"Name": name, "Unit": _unit(name)} for name in values]
    directive = {
        "Timestamp": int(time.time() * 1000),
        "CloudWatchMetrics": [
            {"Namespace": _NAMESPACE, "Dimensions": [["environment"]], "Metrics": named}
        ],
    }
    return {"_aws": directive, "environment": environment, **values, **properties}


def _unit(name: str) -> str:
    return next((unit for end, unit in _UNITS.items() if name.endswith(end)), "Count")


@contextmanager
def traced(headers: Mapping[str, str]) -> Iterator[None]:
    """Go on with the trace that a request's headers name (W3C `traceparent`).

    Where a span is current already, the server's own instrumentation has seen to it.
    """
    if trace.get_current_span().get_span_context().is_valid:
        yield
        return
    token = otel_context.attach(extract(headers))
    try:
        yield
    finally:
        otel_context.detach(token)
