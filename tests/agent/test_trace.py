"""One trace from the client to the tool, and one id for a tool call on both of its sides."""

from collections.abc import Iterator

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from local.converse.reply import Text, ToolUse
from tests.agent.conftest import Start
from tests.agent.log_book import LogBook
from tests.agent.service import Service

Z_READ = "aws-tools___z_read"
TRACE = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE}-b7ad6b7169203331-01"
XRAY = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"


@pytest.fixture(scope="session")
def exporter() -> InMemorySpanExporter:
    """Record spans, as an operator's own instrumentation would; a process has one provider."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return exporter


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> Iterator[InMemorySpanExporter]:
    exporter.clear()
    yield exporter
    exporter.clear()


def ask(service: Service, **headers: str) -> None:
    answer = service.http.post("/chat", json={"message": "hi"}, headers=service.headers(**headers))
    assert answer.status_code == 200


def told(service: Service) -> tuple[str, str]:
    """Return the message id and the trace that the gateway was told with the tool call."""
    index = service.gateway.methods.index("tools/call")
    header = service.gateway.headers[index]["traceparent"]
    inside = service.gateway.requests[index]["params"]["_meta"]["traceparent"]
    assert header.split("-")[1] == inside.split("-")[1]
    return service.gateway.requests[index]["id"], header.split("-")[1]


def test_a_tool_call_has_one_id_on_both_sides(start: Start, log_book: LogBook) -> None:
    """The id of the MCP message, which the tool function logs, stands in the agent's line too."""
    service = start([ToolUse(Z_READ, {})], [Text("Done.")])
    first = len(log_book.texts)

    ask(service)

    (line,) = log_book.lines("tool", first)
    assert line["message_id"] == told(service)[0]
    assert len(line["message_id"]) == 36
    assert line["call_id"]
    assert line["request_id"]
    assert line["conversation_id"]


def test_the_clients_trace_reaches_the_tool(start: Start, log_book: LogBook) -> None:
    """`traceparent` of the question is the trace of every line and of the MCP call."""
    service = start([ToolUse(Z_READ, {})], [Text("Done.")])
    first = len(log_book.texts)

    ask(service, traceparent=TRACEPARENT)

    assert told(service)[1] == TRACE
    lines = [*log_book.lines("tool", first), *log_book.lines("turn", first)]
    assert {line["trace_id"] for line in lines} == {TRACE}


def test_lambdas_trace_is_gone_on_with(start: Start) -> None:
    """Where the client names no trace, the platform's is taken."""
    service = start([ToolUse(Z_READ, {})], [Text("Done.")])

    ask(service, **{"x-amzn-trace-id": XRAY})

    assert told(service)[1] == "5759e988bd862e3fe1be46a994272793"


@pytest.mark.parametrize("header", ["", "garbage", "00-0-0-0", "Root=1-zz"])
def test_without_a_trace_one_is_begun(start: Start, header: str) -> None:
    """Lines of one turn can always be put together."""
    service = start([ToolUse(Z_READ, {})], [Text("Done.")])

    ask(service, traceparent=header, **{"x-amzn-trace-id": header})

    assert int(told(service)[1], 16)


def test_a_tool_call_is_a_span_that_carries_its_message_id(
    start: Start, spans: InMemorySpanExporter
) -> None:
    """With an OpenTelemetry SDK in place, the MCP call is a span of the client's trace."""
    service = start([ToolUse(Z_READ, {})], [Text("Done.")])

    ask(service, traceparent=TRACEPARENT)

    (span,) = [
        span
        for span in spans.get_finished_spans()
        if (span.attributes or {}).get("mcp.method.name") == "tools/call"
    ]
    assert f"{span.context.trace_id:032x}" == TRACE
    assert (span.attributes or {})["jsonrpc.request.id"] == told(service)[0]
