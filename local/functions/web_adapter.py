"""The Lambda Web Adapter's part: a web app hears of its invocation in two request headers.

Names and members are those of the adapter's documentation and of the function URL's event
(`requestContext`); `env_config` is that of the Rust runtime which the adapter is written on.
What a client sends under these names is dropped. `Authorization` is dropped as well: the events
of signed requests to live function URLs that others published do not hold it.
"""

import json
import secrets
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from local.functions.sigv4 import Caller, SignedRequest

REQUEST_CONTEXT = "x-amzn-request-context"
LAMBDA_CONTEXT = "x-amzn-lambda-context"
REQUEST_ID = "x-amzn-requestid"
TRACE_ID = "x-amzn-trace-id"
# RFC 9110: of one connection only, so no proxy passes them on.
HOP_BY_HOP = frozenset(
    {
        "connection",
        "expect",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_OVERWRITTEN = HOP_BY_HOP | {
    "authorization",
    "content-length",
    "x-forwarded-for",
    "x-forwarded-proto",
    REQUEST_CONTEXT,
    LAMBDA_CONTEXT,
    TRACE_ID,
}


@dataclass(frozen=True, slots=True)
class WebFunction:
    """The function that the web app is deployed as."""

    name: str
    region: str
    timeout: float


@dataclass(frozen=True, slots=True)
class Identity:
    """What Lambda calls one request, in its answer and to the app; the same in both."""

    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    trace_id: str = field(
        default_factory=lambda: f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)}"
    )

    def headers(self) -> dict[str, str]:
        """Name the request on its answer."""
        return {REQUEST_ID: self.request_id, TRACE_ID: self.trace_id}


@dataclass(frozen=True, slots=True)
class Invocation:
    """One request that was let in."""

    request: SignedRequest
    access_key: str
    caller: Caller
    source_ip: str
    identity: Identity

    def forwarded(self, upstream: str, function: WebFunction) -> httpx.Request:
        """Write the request that the app receives."""
        request = self.request
        headers = [(k, v) for k, v in request.headers if k.lower() not in _OVERWRITTEN]
        headers += [
            ("x-forwarded-for", self.source_ip),
            ("x-forwarded-proto", "http"),
            (TRACE_ID, self.identity.trace_id),
            (REQUEST_CONTEXT, json.dumps(_request_context(self))),
            (LAMBDA_CONTEXT, json.dumps(_lambda_context(self, function))),
        ]
        query = f"?{request.query}" if request.query else ""
        return httpx.Request(
            request.method,
            f"{upstream}{request.path}{query}",
            headers=[(k.encode("latin-1"), v.encode("latin-1")) for k, v in headers],
            content=request.body,
        )


def _request_context(invocation: Invocation) -> dict[str, Any]:
    request, caller = invocation.request, invocation.caller
    now = datetime.now(UTC)
    host = request.header("host") or ""
    return {
        "accountId": caller.account_id,
        "apiId": "local",
        "authentication": None,
        "authorizer": {
            "iam": {
                "accessKey": invocation.access_key,
                "accountId": caller.account_id,
                "callerId": caller.user_id,
                "cognitoIdentity": None,
                "principalOrgId": None,
                "userArn": caller.user_arn,
                "userId": caller.user_id,
            }
        },
        "domainName": host,
        "domainPrefix": host.partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": "HTTP/1.1",
            "sourceIp": invocation.source_ip,
            "userAgent": request.header("user-agent"),
        },
        "requestId": invocation.identity.request_id,
        "routeKey": "$default",
        "stage": "$default",
        "time": f"{now:%d/%b/%Y:%H:%M:%S} +0000",
        "timeEpoch": int(now.timestamp() * 1000),
    }


def _lambda_context(invocation: Invocation, function: WebFunction) -> dict[str, Any]:
    arn = f"arn:aws:lambda:{function.region}:{invocation.caller.account_id}:function:"
    return {
        "request_id": invocation.identity.request_id,
        "deadline": int((time.time() + function.timeout) * 1000),
        "invoked_function_arn": arn + function.name,
        "xray_trace_id": invocation.identity.trace_id,
        "client_context": None,
        "identity": None,
        "env_config": {
            "function_name": function.name,
            "memory": 1024,
            "version": "$LATEST",
            "log_stream": "local",
            "log_group": f"/aws/lambda/{function.name}",
        },
    }
