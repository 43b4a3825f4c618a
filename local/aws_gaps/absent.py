"""Calls that nobody here answers: an AWS error that says so, instead of moto's HTML page."""

import json
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request, Response

CODE = "NotInSandbox"
MESSAGE = "The sandbox does not serve this call."

# Read by botocore's parsers of all three XML protocols, which look in different places.
_ERROR = f"<Error><Code>{CODE}</Code><Message>{MESSAGE}</Message></Error>"
_XML = f"<ErrorResponse><Errors>{_ERROR}</Errors>{_ERROR}</ErrorResponse>"
_XML_SERVICES = ("/s3/", "/route53/", "/cloudfront/")


class Absent:
    """A WSGI application in front of moto that makes its missing calls readable.

    moto raises `NotImplementedError` for an operation, and has an HTML page for a path, that it
    does not know. The status is 501, because clients try 500 again.
    """

    def __init__(self, moto: WSGIApplication) -> None:
        self._moto = moto

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        try:
            answer = Response(*run_wsgi_app(self._moto, environ))
        except NotImplementedError:
            answer = _error(Request(environ))
        if answer.status_code == 404 and answer.mimetype == "text/html":
            answer = _error(Request(environ))
        return answer(environ, start_response)


def _error(request: Request) -> Response:
    scope = request.headers.get("Authorization", "")
    form = request.mimetype == "application/x-www-form-urlencoded"
    if form or any(service in scope for service in _XML_SERVICES):
        return Response(_XML, 501, mimetype="text/xml")
    body = json.dumps({"__type": CODE, "message": MESSAGE})
    return Response(body, 501, {"x-amzn-ErrorType": CODE}, mimetype="application/json")
