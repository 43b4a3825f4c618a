"""AWS Signature Version 4 for requests to a Lambda Function URL."""

from collections.abc import Generator

import httpx
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from client.credentials import explained

SERVICE = "lambda"


class SignedForLambda(httpx.Auth):
    """Signs each request, its body and the headers that carry meaning.

    Args:
        credentials: AWS credentials; temporary ones bring their session token along, and are
            renewed by the SDK when a long chat outlives them.
        region: the region of the Function URL.
    """

    requires_request_body = True

    def __init__(self, credentials: Credentials, region: str) -> None:
        self._credentials = credentials
        self._region = region

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign the request just before it leaves, so that a retry carries a fresh date.

        Raises:
            CredentialsError: the credentials ran out and cannot be renewed.
        """
        with explained():
            frozen = self._credentials.get_frozen_credentials()
        unsigned = AWSRequest(
            method=request.method,
            url=str(request.url),
            data=request.content,
            headers={name: request.headers[name] for name in _SIGNED if name in request.headers},
        )
        SigV4Auth(frozen, SERVICE, self._region).add_auth(unsigned)
        request.headers.update(dict(unsigned.headers.items()))
        yield request


# The token is signed too: nobody on the way can put another one in its place.
_SIGNED = ("host", "content-type", "x-okta-authorization")
