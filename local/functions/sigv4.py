"""Signature Version 4 as a service checks it: the same sums as the client's, then a comparison.

The signature is computed by botocore's own signer over the parts that the request says it signed.
Where the refusals come from:

* documented by AWS: the parts of the check, five minutes of tolerance, payloads must be signed;
* observed on live function URLs by others, 2025-2026: `{"Message":"Forbidden"}` without
  credentials; the texts for a wrong signature, an unknown key and a caller without permission
  with their `x-amzn-ErrorType`; an unsigned payload is a wrong signature; lower-case `message`
  wherever a signature was present;
* observed on other AWS services: the texts for a stale date and for a wrong scope;
* assumed: that what cannot be read as a signature counts as none, the order of the checks, and the
  error type of an unknown key.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

ALGORITHM = "AWS4-HMAC-SHA256"
TIMESTAMP = "%Y%m%dT%H%M%SZ"
TOLERANCE = timedelta(minutes=5)
LONGEST_PRESIGNED = 7 * 24 * 3600
WRONG_SIGNATURE = (
    "The request signature we calculated does not match the signature you provided."
    " Check your AWS Secret Access Key and signing method."
    " Consult the service documentation for details."
)
WRONG_TOKEN = "The security token included in the request is invalid."
NOT_ALLOWED = (
    "Forbidden. For troubleshooting Function URL authorization issues, see:"
    " https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
)

_SCOPE = r"(?P<key>[^/,\s]+)/(?P<day>[^/,\s]+)/(?P<region>[^/,\s]+)/(?P<service>[^/,\s]+)/"
_AUTHORIZATION = re.compile(
    ALGORITHM + r" +Credential=" + _SCOPE + r"aws4_request,"
    r" *SignedHeaders=(?P<headers>[^,\s]+), *Signature=(?P<signature>[0-9a-f]{64})"
)
_CREDENTIAL = re.compile(_SCOPE + r"aws4_request")


@dataclass(frozen=True, slots=True)
class Caller:
    """An IAM principal that holds an access key."""

    secret: str = field(repr=False)
    user_arn: str
    account_id: str = "123456789012"
    user_id: str = "AIDAEXAMPLECALLER0001"
    session_token: str | None = field(default=None, repr=False)
    may_invoke: bool = True


class RefusedError(Exception):
    """The request is not let in.

    Attributes:
        kind: AWS's name of the error, the value of `x-amzn-ErrorType`.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind

    def body(self) -> dict[str, str]:
        """Word it as AWS does: `Message` for a denial, `message` for a bad signature."""
        member = "Message" if self.kind == "AccessDeniedException" else "message"
        return {member: str(self)}


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """An HTTP request as received; path and query as they stood on the request line."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """Return the first value of a header; `name` in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


@dataclass(frozen=True, slots=True)
class _Signature:
    key: str
    day: str
    region: str
    service: str
    timestamp: str
    headers: frozenset[str]
    value: str
    token: str | None
    expires: timedelta | None = None


class _Signer(SigV4Auth):
    """botocore's signer, over exactly the headers that it is given."""

    def headers_to_sign(self, request: AWSRequest) -> HTTPHeaders:
        return request.headers


def verify(
    request: SignedRequest,
    callers: Mapping[str, Caller],
    *,
    region: str,
    service: str,
    now: datetime,
) -> tuple[str, Caller]:
    """Find out who signed a request, by header or by query parameters (presigned).

    Returns:
        The access key id and its caller.

    Raises:
        RefusedError: no signature, a bad one, or a caller who may not invoke.
    """
    signature = _from_header(request) or _from_query(request)
    if signature is None:
        raise RefusedError("AccessDeniedException", "Forbidden")
    _check_scope(signature, region, service)
    _check_time(signature, now)
    caller = callers.get(signature.key)
    if caller is None or not _same(caller.session_token or "", signature.token or ""):
        raise RefusedError("UnrecognizedClientException", WRONG_TOKEN)
    _check_payload(request)
    if not _same(_compute(request, signature, caller), signature.value):
        raise RefusedError("InvalidSignatureException", WRONG_SIGNATURE)
    if not caller.may_invoke:
        raise RefusedError("AccessDeniedException", NOT_ALLOWED)
    return signature.key, caller


def _from_header(request: SignedRequest) -> _Signature | None:
    parts = _AUTHORIZATION.fullmatch(request.header("authorization") or "")
    if parts is None:
        return None
    return _Signature(
        key=parts["key"],
        day=parts["day"],
        region=parts["region"],
        service=parts["service"],
        timestamp=request.header("x-amz-date") or "",
        headers=frozenset(parts["headers"].split(";")),
        value=parts["signature"],
        token=request.header("x-amz-security-token"),
    )


def _from_query(request: SignedRequest) -> _Signature | None:
    query = {name: values[0] for name, values in parse_qs(request.query).items()}
    scope = _CREDENTIAL.fullmatch(query.get("X-Amz-Credential", ""))
    seconds = query.get("X-Amz-Expires", "")
    if scope is None or query.get("X-Amz-Algorithm") != ALGORITHM or not _is_lifetime(seconds):
        return None
    return _Signature(
        key=scope["key"],
        day=scope["day"],
        region=scope["region"],
        service=scope["service"],
        timestamp=query.get("X-Amz-Date", ""),
        headers=frozenset(query.get("X-Amz-SignedHeaders", "").split(";")),
        value=query.get("X-Amz-Signature", ""),
        token=query.get("X-Amz-Security-Token"),
        expires=timedelta(seconds=int(seconds)),
    )


def _is_lifetime(seconds: str) -> bool:
    return re.fullmatch(r"[0-9]{1,6}", seconds) is not None and int(seconds) <= LONGEST_PRESIGNED


def _check_scope(signature: _Signature, region: str, service: str) -> None:
    problems = []
    if signature.region != region:
        problems.append(f"Credential should be scoped to a valid region, not {signature.region!r}.")
    if signature.service != service:
        problems.append(f"Credential should be scoped to correct service: {service!r}.")
    if signature.day != signature.timestamp[:8]:
        problems.append(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
            f" HTTP: {signature.day!r} != {signature.timestamp[:8]!r},"
            f" from {signature.timestamp!r}."
        )
    if "host" not in signature.headers:
        problems.append("'Host' must be a 'SignedHeader' in the AWS Authorization.")
    if problems:
        raise RefusedError("InvalidSignatureException", " ".join(problems))


def _check_time(signature: _Signature, now: datetime) -> None:
    try:
        signed = datetime.strptime(signature.timestamp, TIMESTAMP).replace(tzinfo=UTC)
    except ValueError as error:
        raise RefusedError("InvalidSignatureException", WRONG_SIGNATURE) from error
    oldest, newest = now - (signature.expires or TOLERANCE), now + TOLERANCE
    at = f"{now:{TIMESTAMP}}"
    if signed < oldest:
        text = f"Signature expired: {signature.timestamp} is now earlier than {oldest:{TIMESTAMP}}"
        age = (
            "5 min." if signature.expires is None else f"{signature.expires.total_seconds():.0f} s"
        )
        raise RefusedError("InvalidSignatureException", f"{text} ({at} - {age})")
    if signed > newest:
        text = f"Signature not yet current: {signature.timestamp} is still later than"
        raise RefusedError(
            "InvalidSignatureException", f"{text} {newest:{TIMESTAMP}} ({at} + 5 min.)"
        )


def _check_payload(request: SignedRequest) -> None:
    claimed = request.header("x-amz-content-sha256")
    if claimed is not None and not _same(claimed, sha256(request.body).hexdigest()):
        raise RefusedError("InvalidSignatureException", WRONG_SIGNATURE)


def _compute(request: SignedRequest, signature: _Signature, caller: Caller) -> str:
    kept = [pair for pair in request.query.split("&") if not pair.startswith("X-Amz-Signature=")]
    signed = AWSRequest(
        method=request.method,
        # The host is signed as a header; here it only makes the URL whole.
        url=f"http://localhost{request.path}?{'&'.join(kept)}",
        data=request.body,
    )
    for name, value in request.headers:
        if name.lower() in signature.headers:
            signed.headers[name.lower()] = value
    signed.context["timestamp"] = signature.timestamp
    signer = _Signer(Credentials(signature.key, caller.secret), signature.service, signature.region)
    text = signer.string_to_sign(signed, signer.canonical_request(signed))
    return signer.signature(text, signed)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
