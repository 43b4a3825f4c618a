"""The Function URL's lock, tried with real curl and botocore."""

import json

import httpx
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.sandbox import ACCESS_KEY, REGION, SECRET_KEY

JSON = ("-H", "Content-Type: application/json")
BODY = json.dumps({"message": "what time is it?"})


def test_curl_with_sigv4_streams_an_answer(curl):
    """Curl's own signature opens the door, and the events come as they are."""
    answer = curl("/stream", *JSON, "-d", BODY)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    names = [name for name, _ in answer.events]
    assert names[0] == "start"
    assert names[-1] == "end"


def test_plain_text_is_the_bare_answer(curl):
    """`Accept: text/plain` gives words for a terminal, without events."""
    answer = curl("/stream", *JSON, "-H", "Accept: text/plain", "-d", BODY)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert "event:" not in answer.text


def test_a_wrong_key_is_forbidden_as_aws_says_it(curl):
    """Another secret gets AWS's 403 and its words about the signature."""
    answer = curl("/stream", *JSON, "-d", BODY, secret="another/secret")
    assert answer.status == 403
    assert "signature we calculated does not match" in answer.text


def test_an_unsigned_request_is_forbidden(curl):
    """Without a signature nothing is answered but Forbidden."""
    answer = curl("/health", signed=False)
    assert answer.status == 403
    assert "Forbidden" in answer.text


@pytest.mark.parametrize("change", ["body", "date"])
def test_an_altered_body_or_a_stale_date_is_forbidden(sandbox, token, change):
    """What botocore signed passes; the same request with another body or an old date does not."""
    request = AWSRequest(
        method="POST",
        url=f"{sandbox.function_url}/chat",
        data=BODY,
        headers={
            "Content-Type": "application/json",
            "X-Okta-Authorization": f"Bearer {token}",
        },
    )
    SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY), "lambda", REGION).add_auth(request)
    headers = dict(request.headers.items())
    assert httpx.post(request.url, content=BODY, headers=headers, timeout=60).status_code == 200

    body = BODY.replace("time", "date") if change == "body" else BODY
    if change == "date":
        headers["X-Amz-Date"] = "20200101T000000Z"
    assert httpx.post(request.url, content=body, headers=headers).status_code == 403
