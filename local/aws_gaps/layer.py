"""The WSGI layer in front of moto: answers the calls in its table, hands on all others.

Input is parsed and output written by moto's own protocol code from botocore's models, so an
answer is a plain function from an API's input members to its output members.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from moto.core.exceptions import ServiceException
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.wrappers import Request, Response

_SCOPE = re.compile(r"Credential=[^/]+/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Question:
    """One API call: its Region, and its input members."""

    region: str
    input: Mapping[str, Any]


class ApiError(ServiceException):
    """An API's own error: its code, such as `ResourceNotFoundException`, and a message."""


Answer = Callable[[Question], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Gap:
    """A call that moto does not answer, or not well.

    Args:
        service: botocore's name.
        operation: the API's name.
        answer: input members to output members; may raise `ApiError`.
        path: for a REST protocol, `METHOD /path` as a regular expression whose groups are the
            members in the path, by their name on the wire.
        signed_as: the service in the signature, where it is another name.
    """

    service: str
    operation: str
    answer: Answer
    path: str = ""
    signed_as: str = ""


class GapLayer:
    """A WSGI application: answers what its tables name, and asks the one behind for the rest.

    Args:
        behind: moto.
        gaps: calls of AWS APIs.
        controls: the sandbox's own, unsigned requests, by path: JSON document to nothing.
    """

    def __init__(
        self,
        behind: WSGIApplication,
        gaps: Iterable[Gap],
        controls: Mapping[str, Callable[[Any], None]],
    ) -> None:
        self._behind = behind
        self._controls = controls
        self._gaps: dict[str, list[Gap]] = defaultdict(list)
        for gap in gaps:
            self._gaps[gap.signed_as or gap.service].append(gap)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        return self._choose(environ)(environ, start_response)

    def _choose(self, environ: WSGIEnvironment) -> WSGIApplication:
        request = Request(environ)
        if control := self._controls.get(request.path):
            control(request.get_json() if request.method == "POST" else None)
            return Response("{}", mimetype="application/json")
        scope = _SCOPE.search(request.headers.get("Authorization", ""))
        if not scope or scope["service"] not in self._gaps:
            return self._behind
        environ["wsgi.input"] = BytesIO(request.get_data())  # moto reads it again
        for gap in self._gaps[scope["service"]]:
            if (members := _match(gap, request)) is not None:
                return _answer(gap, request, scope["region"], members)
        return self._behind


def _match(gap: Gap, request: Request) -> dict[str, str] | None:
    """Give the members in the path if the request is this call, else None."""
    if gap.path:
        # Raw, because an ARN in a path has its slashes quoted.
        path = request.environ["REQUEST_URI"].partition("?")[0]
        found = re.fullmatch(gap.path, f"{request.method} {path}")
        return {name: unquote(text) for name, text in found.groupdict().items()} if found else None
    target = request.headers.get("X-Amz-Target")
    operation = target.rpartition(".")[2] if target else _action(request)
    return {} if operation == gap.operation else None


def _action(request: Request) -> str:
    return _form(request).get("Action", [""])[0]


def _form(request: Request) -> dict[str, list[str]]:
    return parse_qs(request.get_data(as_text=True)) if request.mimetype == _FORM else {}


def _answer(gap: Gap, request: Request, region: str, members: dict[str, str]) -> Response:
    service = get_service_model(gap.service)
    operation = service.operation_model(gap.operation)
    protocol = determine_request_protocol(service, request.content_type)
    parsed = PROTOCOL_PARSERS[protocol](operation).parse(
        {
            "method": request.method,
            "values": CombinedMultiDict([request.args, MultiDict(_form(request))]),
            "headers": request.headers,
            "body": request.get_data(),
            "url_path": request.path,
            "url_params": members,
        }
    )
    result: Any
    try:
        result = gap.answer(Question(region, parsed))
    except ApiError as error:
        result = error
    written = get_serializer_class(gap.service, protocol)(operation).serialize(result)
    return Response(written["body"], written["status_code"], written["headers"])
