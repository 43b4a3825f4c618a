"""A gateway's Lambda target: one tool call is one Invoke with the bare arguments as event."""

import base64
import json
import re
import uuid
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from anyio import CapacityLimiter, to_thread
from botocore.exceptions import BotoCoreError, ClientError

from local.agentcore.json_rpc import RequestId
from local.agentcore.registry import Tool

TRACE_HEADER = "X-Amzn-Trace-Id"
CONCURRENT_INVOKES = 64
_TRACEPARENT = re.compile(r"00-([0-9a-f]{8})([0-9a-f]{24})-([0-9a-f]{16})-([0-9a-f]{2})")


class LambdaFailureError(Exception):
    """A call that brought no result. `type` names the failure, the text explains it in full."""

    def __init__(self, failure_type: str, text: str) -> None:
        super().__init__(text)
        self.type = failure_type
        self.text = text


class LambdaThrottledError(LambdaFailureError):
    """Lambda refused the call for want of concurrency."""


@dataclass(frozen=True, slots=True)
class Call:
    """One `tools/call`: who asks for what."""

    gateway_id: str
    message_id: RequestId
    tool: Tool
    arguments: Mapping[str, Any]
    trace: str | None = None

    def client_context(self) -> str:
        """The call's client context, as the Invoke API takes it (base64 of JSON)."""
        custom = {
            "bedrockAgentCoreMessageVersion": "1.0",
            "bedrockAgentCoreAwsRequestId": str(uuid.uuid4()),
            "bedrockAgentCoreMcpMessageId": str(self.message_id),
            "bedrockAgentCoreGatewayId": self.gateway_id,
            "bedrockAgentCoreTargetId": self.tool.target_id,
            "bedrockAgentCoreToolName": self.tool.name,
        }
        return base64.b64encode(json.dumps({"custom": custom}).encode()).decode()


def trace_header(headers: Mapping[str, str]) -> str | None:
    """The caller's trace as an X-Ray header: its own, or made from a W3C `traceparent`."""
    if TRACE_HEADER in headers:
        return headers[TRACE_HEADER]
    parent = _TRACEPARENT.fullmatch(headers.get("traceparent", ""))
    if parent is None:
        return None
    epoch, unique, span, flags = parent.groups()
    return f"Root=1-{epoch}-{unique};Parent={span};Sampled={int(flags, 16) & 1}"


class LambdaTarget:
    """Invokes functions through a boto3 `lambda` client, in threads.

    The client should not retry and should wait as long as a function may run (15 minutes).
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._limiter = CapacityLimiter(CONCURRENT_INVOKES)
        self._trace: ContextVar[str | None] = ContextVar("trace", default=None)
        client.meta.events.register("before-call.lambda.Invoke", self._add_trace)

    async def invoke(self, call: Call) -> str:
        """Return the function's answer, the JSON text as Lambda sent it.

        Raises:
            LambdaFailureError: the function cannot be invoked, or it failed.
        """
        return await to_thread.run_sync(self._invoke, call, limiter=self._limiter)

    def _invoke(self, call: Call) -> str:
        self._trace.set(call.trace)  # this thread works in a copy of the request's context
        arn = call.tool.function_arn
        try:
            answer = self._client.invoke(
                FunctionName=arn,
                InvocationType="RequestResponse",
                ClientContext=call.client_context(),
                Payload=json.dumps(call.arguments).encode(),
            )
            text: str = answer["Payload"].read().decode()
        except ClientError as error:
            raise _refusal(arn, error.response["Error"]["Code"]) from error
        except (BotoCoreError, UnicodeDecodeError) as error:
            kind = type(error).__name__
            raise LambdaFailureError(kind, f"Lambda did not answer for {arn}: {kind}.") from error
        if "FunctionError" in answer:
            raise LambdaFailureError("FunctionError", f"The Lambda function {arn} failed: {text}")
        return text

    def _add_trace(self, params: dict[str, Any], **_: Any) -> None:
        """Put the header on the wire, as an instrumented SDK does; Invoke has no member for it."""
        trace = self._trace.get()
        if trace is not None:
            params["headers"][TRACE_HEADER] = trace


def _refusal(arn: str, code: str) -> LambdaFailureError:
    if code == "TooManyRequestsException":
        return LambdaThrottledError(code, f"Lambda throttled the invocation of {arn}.")
    if code == "AccessDeniedException":
        # The documented text of a gateway at exception level DEBUG.
        return LambdaFailureError(
            code,
            f"Access denied while invoking Lambda function {arn}. Check the permissions on the "
            "Lambda function and Gateway execution role, and retry the request.",
        )
    return LambdaFailureError(code, f"Lambda refused the invocation of {arn}: {code}.")
