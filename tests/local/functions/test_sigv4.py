"""Signatures of botocore's signers, checked as Lambda checks them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.functions.sigv4 import (
    WRONG_SIGNATURE,
    WRONG_TOKEN,
    Caller,
    RefusedError,
    SignedRequest,
    verify,
)

URL = "http://127.0.0.1:8000/chat?x=1"
ADA = ("AKIAADA", "ada/secret+key")
SESSION = ("ASIASESSION", "session")
CALLERS = {
    "AKIAADA": Caller("ada/secret+key", "arn:aws:iam::123456789012:user/ada"),
    "ASIASESSION": Caller(
        "session", "arn:aws:sts::123456789012:assumed-role/r/s", session_token="t"
    ),
}


def received(request):
    """Turn what botocore sends into what a server receives."""
    parts = urlsplit(request.url)
    body = request.body or b""
    headers = tuple((name, str(value)) for name, value in request.headers.items())
    host = () if "host" in request.headers else (("host", parts.netloc),)
    return SignedRequest(request.method, parts.path, parts.query, headers + host, body)


def signed(*, credentials=ADA, scope=("lambda", "us-east-1"), headers=None, url=URL):
    """Sign a POST in its headers, now."""
    request = AWSRequest(method="POST", url=url, data=b"{}", headers=headers or {})
    SigV4Auth(Credentials(*credentials), *scope).add_auth(request)
    return received(request)


def presigned(seconds=60):
    """Sign a GET in its query, now."""
    request = AWSRequest(method="GET", url=URL)
    SigV4QueryAuth(Credentials(*ADA), "lambda", "us-east-1", expires=seconds).add_auth(request)
    return received(request)


def caller(request, *, later=timedelta()):
    """Check a request at a later time; return the access key."""
    now = datetime.now(UTC) + later
    return verify(request, CALLERS, region="us-east-1", service="lambda", now=now)[0]


def refusal(request, *, later=timedelta()):
    """Check a request that is not let in; return the error's kind and text."""
    with pytest.raises(RefusedError) as caught:
        caller(request, later=later)
    return caught.value.kind, str(caught.value)


MISMATCH = ("InvalidSignatureException", WRONG_SIGNATURE)
UNKNOWN = ("UnrecognizedClientException", WRONG_TOKEN)


@pytest.mark.parametrize(
    "path", ["/", "/a%20b/c", "/x?limit=5&cursor=a%2Fb", "/?b&a=", "/x?a=2&a=1"]
)
def test_a_signature_holds_for_any_path_and_query(path):
    """Encoded paths, empty values and repeated names are signed as they stand."""
    assert caller(signed(url=f"http://127.0.0.1:8000{path}")) == "AKIAADA"


def test_temporary_credentials_are_let_in_with_their_token_only():
    """A session's key needs the session token that belongs to it."""
    assert caller(signed(credentials=(*SESSION, "t"))) == "ASIASESSION"
    assert refusal(signed(credentials=(*SESSION, "other"))) == UNKNOWN
    assert refusal(signed(credentials=SESSION)) == UNKNOWN


def test_a_long_lived_key_takes_no_token():
    """A token that belongs to nobody is not ignored."""
    assert refusal(signed(credentials=(*ADA, "t"))) == UNKNOWN


@pytest.mark.parametrize(
    "altered",
    [
        {"body": b"[]"},
        {"query": "x=2"},
        {"query": "x=1&x=2"},
        {"path": "/talk"},
        {"method": "PUT"},
    ],
)
def test_an_altered_request_does_not_match(altered):
    """Every part of a request is under its signature."""
    assert refusal(replace(signed(), **altered)) == MISMATCH


def test_an_altered_or_missing_header_does_not_match():
    """What is named as signed must be there as it was."""
    request = signed(headers={"x-okta-authorization": "Bearer a"})
    assert caller(request) == "AKIAADA"
    kept = tuple(pair for pair in request.headers if pair[0] != "x-okta-authorization")
    other = (*kept, ("x-okta-authorization", "Bearer b"))
    assert refusal(replace(request, headers=kept)) == MISMATCH
    assert refusal(replace(request, headers=other)) == MISMATCH


@pytest.mark.parametrize("claimed", ["UNSIGNED-PAYLOAD", sha256(b"[]").hexdigest(), "é"])
def test_a_payload_that_is_not_the_signed_one_does_not_match(claimed):
    """The hash that a client claims must be that of what it sent."""
    assert refusal(signed(headers={"X-Amz-Content-SHA256": claimed})) == MISMATCH


def test_the_right_claimed_hash_is_let_in():
    """A client may say the hash of its payload."""
    hashed = {"X-Amz-Content-SHA256": sha256(b"{}").hexdigest()}
    assert caller(signed(headers=hashed)) == "AKIAADA"


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (("execute-api", "us-east-1"), "Credential should be scoped to correct service: 'lambda'."),
        (
            ("lambda", "eu-west-1"),
            "Credential should be scoped to a valid region, not 'eu-west-1'.",
        ),
    ],
)
def test_a_signature_for_another_service_or_region_is_refused(scope, words):
    """The scope of the signature must be this service in this region."""
    assert refusal(signed(scope=scope)) == ("InvalidSignatureException", words)


def test_the_host_must_be_signed():
    """A signature without the host would hold at any other front too."""
    request = signed()
    headers = tuple(
        (name, value.replace("SignedHeaders=host;", "SignedHeaders="))
        for name, value in request.headers
    )
    kind, text = refusal(replace(request, headers=headers))
    assert kind == "InvalidSignatureException"
    assert "'Host' must be a 'SignedHeader'" in text


@pytest.mark.parametrize(
    ("minutes", "words"), [(6, "Signature expired: "), (-6, "Signature not yet current: ")]
)
def test_a_date_more_than_five_minutes_off_is_refused(minutes, words):
    """A recorded request is worth nothing later, nor one from a fast clock."""
    request = signed()
    kind, text = refusal(request, later=timedelta(minutes=minutes))
    assert kind == "InvalidSignatureException"
    assert text.startswith(f"{words}{request.header('x-amz-date')} is ")


@pytest.mark.parametrize("minutes", [4, -4])
def test_a_date_within_five_minutes_is_let_in(minutes):
    """Clocks differ."""
    assert caller(signed(), later=timedelta(minutes=minutes)) == "AKIAADA"


def test_a_date_that_is_none_is_refused():
    """Nothing can be signed at no time."""
    request = signed()
    headers = tuple(pair for pair in request.headers if pair[0].lower() != "x-amz-date")
    assert refusal(replace(request, headers=headers))[0] == "InvalidSignatureException"


def test_a_presigned_url_is_let_in():
    """The signature may stand in the query, which is then under it."""
    request = presigned()
    assert caller(request) == "AKIAADA"
    assert refusal(replace(request, query=f"{request.query}&x=2")) == MISMATCH
    assert refusal(replace(request, query=f"{request.query}0")) == MISMATCH


def test_a_presigned_url_is_good_for_as_long_as_it_says():
    """Its own lifetime counts, not the five minutes of a header."""
    assert caller(presigned(3600), later=timedelta(minutes=30)) == "AKIAADA"
    kind, text = refusal(presigned(900), later=timedelta(minutes=30))
    assert kind == "InvalidSignatureException"
    assert text.startswith("Signature expired: ")


@pytest.mark.parametrize("header", ["", "Bearer abc", "AWS4-HMAC-SHA256 Credential=x", "é"])
def test_what_is_no_signature_counts_as_none(header):
    """Nothing of it is looked at."""
    request = SignedRequest("GET", "/", "", (("authorization", header),), b"")
    assert refusal(request) == ("AccessDeniedException", "Forbidden")


def test_secrets_are_not_shown():
    """A caller can be printed."""
    assert "secret" not in repr(CALLERS["AKIAADA"]).replace("user/ada", "")
