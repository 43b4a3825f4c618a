"""The Function URL front, driven by curl and botocore's signers before a small web app."""

import asyncio
import json
import subprocess
import threading

import httpx
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.function_url import create_app
from local.functions.sigv4 import Caller
from local.server import bind, serve

ADA, SECRET = "AKIAADAEXAMPLE", "ada/secret+key"
ARN = "arn:aws:iam::123456789012:user/ada"
CALLERS = {
    ADA: Caller(SECRET, ARN, user_id="AIDAADA"),
    "AKIADENIED": Caller("denied", "arn:aws:iam::123456789012:user/denied", may_invoke=False),
}
WRONG_SIGNATURE = (
    "InvalidSignatureException",
    {
        "message": "The request signature we calculated does not match the signature you provided."
        " Check your AWS Secret Access Key and signing method."
        " Consult the service documentation for details."
    },
)


class Upstream:
    """A web app that tells what it was sent, or answers in two parts with a pause between."""

    def __init__(self):
        self.resume = threading.Event()
        self.finished = threading.Event()
        self.saw_disconnect = threading.Event()

    async def __call__(self, scope, receive, send):
        """Answer one request."""
        body = await _body(receive)
        await send(
            {
                "type": "http.response.start",
                "status": 201,
                "headers": [(b"content-type", b"text/event-stream"), (b"set-cookie", b"a=1")],
            }
        )
        if scope["path"] == "/slow":
            await self._answer_slowly(receive, send)
        elif scope["path"] == "/broken":
            await send(_part(b"first", more=True))  # and no end: the server cuts the connection
        else:
            await send(_part(json.dumps(_seen(scope, body)).encode()))

    async def _answer_slowly(self, receive, send):
        await send(_part(b"first", more=True))
        gone = asyncio.create_task(_disconnected(receive))
        resumed = asyncio.create_task(asyncio.to_thread(self.resume.wait, 30))
        done, _ = await asyncio.wait({gone, resumed}, return_when=asyncio.FIRST_COMPLETED)
        if gone in done:
            self.saw_disconnect.set()
            self.resume.set()
            await resumed
            return
        gone.cancel()
        await send(_part(b"second"))
        self.finished.set()


async def _body(receive):
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def _disconnected(receive):
    while (await receive())["type"] != "http.disconnect":
        pass


def _part(body, *, more=False):
    return {"type": "http.response.body", "body": body, "more_body": more}


def _seen(scope, body):
    return {
        "method": scope["method"],
        "path": scope["raw_path"].decode(),
        "query": scope["query_string"].decode(),
        "headers": {name.decode(): value.decode() for name, value in scope["headers"]},
        "body": body.decode(),
    }


@pytest.fixture(scope="module")
def url():
    """The front of an app that answers at once."""
    with serve(Upstream()) as app, serve(create_app(app, CALLERS)) as front:
        yield front


@pytest.fixture
def upstream():
    """An app whose answers this test can hold back."""
    return Upstream()


@pytest.fixture
def held(upstream):
    """The front of that app, blind as on Lambda."""
    with serve(upstream) as app, serve(create_app(app, CALLERS)) as front:
        yield f"{front}/slow"


def signed(url, *, credentials=(ADA, SECRET), **request):
    """Sign a request with botocore; return it as httpx sends it."""
    headers = {"content-type": "application/json"} | request.pop("headers", {})
    parts = {"method": "POST", "url": url, "data": b"{}", "headers": headers} | request
    unsigned = AWSRequest(**parts)
    SigV4Auth(Credentials(*credentials), "lambda", "us-east-1").add_auth(unsigned)
    sent = unsigned.prepare()
    return httpx.Request(sent.method, sent.url, headers=dict(sent.headers), content=sent.body)


def send(request):
    """Send one request."""
    with httpx.Client(timeout=30) as client:
        return client.send(request)


def refusal(answer):
    """Read a 403: its kind and body."""
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-amzn-requestid"]
    return answer.headers["x-amzn-errortype"], answer.json()


def curl(url, *arguments, secret=SECRET):
    """Run real curl with its own signer."""
    command = [
        *("curl", "-sS", "-i", "--max-time", "30", "--noproxy", "*"),
        *("--aws-sigv4", "aws:amz:us-east-1:lambda", "--user", f"{ADA}:{secret}"),
        *(*arguments, url),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    head, _, body = done.stdout.partition("\n\n")
    return int(head.split()[1]), body


def test_what_curl_signed_reaches_the_app(url):
    """The signature of curl is let in; method, path, query and body arrive as sent."""
    status, body = curl(f"{url}/a/b?x=1&y=2", "-H", "Content-Type: text/plain", "-d", "hello")
    seen = json.loads(body)
    assert status == 201
    assert (seen["method"], seen["path"], seen["query"]) == ("POST", "/a/b", "x=1&y=2")
    assert seen["body"] == "hello"
    assert seen["headers"]["content-type"] == "text/plain"


def test_what_botocore_signed_reaches_the_app(url):
    """Path and query arrive untouched, and the app's status and headers come back."""
    answer = send(signed(f"{url}/a%20b?limit=5&cursor=a%2Fb", method="GET", data=b""))
    seen = answer.json()
    assert (answer.status_code, answer.headers["set-cookie"]) == (201, "a=1")
    assert (seen["path"], seen["query"]) == ("/a%20b", "limit=5&cursor=a%2Fb")


def test_the_app_learns_who_called(url):
    """The request context names the IAM principal, and both contexts the request."""
    answer = send(signed(f"{url}/who", headers={"user-agent": "test"}))
    headers = answer.json()["headers"]
    context = json.loads(headers["x-amzn-request-context"])
    iam = context["authorizer"]["iam"]
    assert (iam["userArn"], iam["userId"], iam["accessKey"]) == (ARN, "AIDAADA", ADA)
    assert context["http"] == {
        "method": "POST",
        "path": "/who",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "test",
    }
    request_ids = {
        context["requestId"],
        json.loads(headers["x-amzn-lambda-context"])["request_id"],
        answer.headers["x-amzn-requestid"],
    }
    assert len(request_ids) == 1
    assert headers["x-amzn-trace-id"] == answer.headers["x-amzn-trace-id"]


def test_contexts_that_a_client_sends_are_dropped(url):
    """Nobody can say who they are but by their signature, which stays at the front."""
    forged = {"x-amzn-request-context": "{}", "X-Amzn-Lambda-Context": "{}", "x-other": "kept"}
    headers = send(signed(url, headers=forged)).json()["headers"]
    assert json.loads(headers["x-amzn-request-context"])["authorizer"]["iam"]["userArn"] == ARN
    assert json.loads(headers["x-amzn-lambda-context"])["request_id"]
    assert headers["x-other"] == "kept"
    assert "authorization" not in headers


def test_a_request_without_a_signature_is_forbidden(url):
    """Nobody comes in unnamed."""
    assert refusal(send(httpx.Request("POST", url))) == (
        "AccessDeniedException",
        {"Message": "Forbidden"},
    )


def test_a_wrong_secret_is_refused(url):
    """The signature of another secret does not match, curl's or botocore's."""
    assert refusal(send(signed(url, credentials=(ADA, "other")))) == WRONG_SIGNATURE
    status, body = curl(url, "-d", "hello", secret="other")
    assert (status, json.loads(body)) == (403, WRONG_SIGNATURE[1])


def test_a_caller_without_permission_is_refused(url):
    """A good signature is not enough."""
    assert refusal(send(signed(url, credentials=("AKIADENIED", "denied")))) == (
        "AccessDeniedException",
        {
            "Message": "Forbidden. For troubleshooting Function URL authorization issues, see:"
            " https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
        },
    )


def test_a_request_over_six_megabytes_is_refused(url):
    """The limit is Lambda's; what just fits is passed on."""
    fits = 6 * 1024 * 1024
    assert len(send(signed(url, data=b"x" * fits)).json()["body"]) == fits
    answer = send(signed(url, data=b"x" * (fits + 1)))
    assert answer.status_code == 413
    assert answer.headers["x-amzn-errortype"] == "RequestEntityTooLargeException"
    assert answer.json() == {
        "Message": "Request must be smaller than 6291456 bytes for the InvokeFunction operation"
    }


def test_an_answer_streams_as_it_is_written(held, upstream):
    """The first part is there while the app still waits to write the second."""
    with httpx.Client(timeout=30) as client:
        answer = client.send(signed(held), stream=True)
        parts = answer.iter_raw()
        assert next(parts) == b"first"
        assert not upstream.finished.is_set()
        upstream.resume.set()
        assert b"".join(parts) == b"second"


def test_a_blind_app_never_learns_that_its_client_has_gone(held, upstream):
    """As on Lambda, the function runs to its end."""
    with httpx.Client(timeout=30) as client:
        answer = client.send(signed(held), stream=True)
        assert next(answer.iter_raw()) == b"first"
    upstream.resume.set()
    assert upstream.finished.wait(30)
    assert not upstream.saw_disconnect.is_set()


def test_an_app_that_is_not_blind_sees_its_client_go(upstream):
    """Without the blindness the disconnect is passed on."""
    with serve(upstream) as app, serve(create_app(app, CALLERS, blind=False)) as url:
        with httpx.Client(timeout=30) as client:
            answer = client.send(signed(f"{url}/slow"), stream=True)
            assert next(answer.iter_raw()) == b"first"
        assert upstream.saw_disconnect.wait(30)
        assert send(signed(f"{url}/again")).status_code == 201


def test_an_app_that_is_down_is_lambdas_bad_gateway():
    """A function that fails before it answers gives 502 and a bare text."""
    with bind() as nobody:
        upstream = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with serve(create_app(upstream, CALLERS)) as url:
            answer = send(signed(url))
    assert (answer.status_code, answer.text) == (502, "Internal Server Error")
    assert answer.headers["x-amzn-requestid"]


def test_an_app_that_is_too_slow_is_lambdas_bad_gateway(upstream):
    """The function's time-out ends the request; once begun, the answer is cut."""
    with serve(upstream) as app, serve(create_app(app, CALLERS, timeout=0.3)) as url:
        with pytest.raises(httpx.RemoteProtocolError):
            send(signed(f"{url}/slow"))
        upstream.resume.set()


def test_an_app_that_breaks_off_is_not_taken_for_one_that_ended(url):
    """Half an answer is seen to be half."""
    with pytest.raises(httpx.RemoteProtocolError):
        send(signed(f"{url}/broken"))
