"""Who is let in, over HTTP and against the sandbox's issuer."""

import json
import time
from typing import Any

import pytest

from agent.identity import TOKEN_HEADER, bearer, principal
from local.converse.reply import Text
from tests.agent.conftest import Start
from tests.agent.log_book import LogBook
from tests.agent.service import Service

STRANGER = "https://localhost/oauth2/other"

BAD = {
    "expired": {"exp": 1_700_000_000},
    "audience": {"aud": "api://other"},
    "issuer": {"iss": STRANGER},
    "client": {"cid": "somebody-else"},
    "no client": {"cid": None},
    "no person": {"uid": None, "sub": None},
}


@pytest.mark.parametrize("claims", BAD.values(), ids=BAD)
def test_a_token_with_a_wrong_claim_is_refused(start: Start, claims: dict[str, Any]) -> None:
    """Expiry, audience, issuer and client id each have to be right."""
    service = start()

    answer = ask(service, service.okta.token(**claims))

    refused(answer)


@pytest.mark.parametrize(
    "header",
    [{"alg": "none"}, {"alg": "HS256"}, {"kid": "made-up"}],
    ids=["alg none", "HS256 with the public key", "unknown key id"],
)
def test_a_token_signed_otherwise_is_refused(start: Start, header: dict[str, Any]) -> None:
    """Only RS256 with a key of the issuer is accepted."""
    service = start()

    refused(ask(service, service.okta.token(header=header)))


@pytest.mark.parametrize("header", ["", "Bearer", "Basic abc", "Bearer a.b.c", "x" * 20000])
def test_what_is_no_token_is_refused(start: Start, header: str) -> None:
    """Missing, empty and malformed headers are all 401."""
    service = start()

    refused(service.http.post("/stream", json={"message": "hi"}, headers={TOKEN_HEADER: header}))


def test_a_missing_header_is_refused(start: Start) -> None:
    """Without any token the answer is 401 and names the header to send it in."""
    answer = start().http.post("/stream", json={"message": "hi"})

    refused(answer)
    assert f"`{TOKEN_HEADER}: Bearer <token>`" in answer.json()["detail"]


def test_a_token_without_a_required_scope_is_refused(start: Start) -> None:
    """Scopes that are configured are required."""
    service = start([Text("Hello.")], OKTA_SCOPES="aws.ops,profile")

    refused(ask(service, service.okta.token(scp=["openid", "aws.ops"])))
    assert ask(service, service.okta.token()).status_code == 200


def test_an_expired_token_says_so(start: Start) -> None:
    """A client can tell that a new token helps."""
    service = start()

    answer = ask(service, service.okta.token(exp=int(time.time()) - 60))

    assert answer.json()["code"] == "token_expired"


def test_the_clocks_may_differ_by_half_a_minute(start: Start) -> None:
    """A token that expired ten seconds ago still passes."""
    service = start([Text("Hello.")])

    assert ask(service, service.okta.token(exp=int(time.time()) - 10)).status_code == 200


def test_a_token_in_the_body_is_accepted(start: Start) -> None:
    """`okta_token` takes the header's place."""
    service = start([Text("Hello.")])
    body = {"message": "hi", "okta_token": service.okta.token()}

    assert service.http.post("/stream", json=body).status_code == 200


def test_requests_are_logged_without_their_tokens(start: Start, log_book: LogBook) -> None:
    """Good and bad tokens leave a line each; a fixture of all tests searches it for them."""
    service = start([Text("Hello.")])
    tokens = [
        service.okta.token(),
        service.okta.token(exp=1),
        service.okta.token(header={"alg": "HS256"}),
    ]

    answers = [ask(service, token) for token in tokens]
    body = {"message": "", "okta_token": tokens[0]}
    answers.append(service.http.post("/stream", json=body))

    assert [log_book.request(answer)["status"] for answer in answers] == [200, 401, 401, 422]


def ask(service: Service, token: str) -> Any:
    headers = {TOKEN_HEADER: f"Bearer {token}"}
    return service.http.post("/stream", json={"message": "hi"}, headers=headers)


def refused(answer: Any) -> None:
    problem = answer.json()
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert problem["status"] == 401
    assert problem["title"] == "Unauthorized"
    assert {"type", "detail", "code", "request_id"} <= problem.keys()


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("abc", None),
        ("Basic abc", None),
        (None, None),
    ],
)
def test_bearer_takes_the_token_of_a_header(header: str | None, token: str | None) -> None:
    """The scheme's case does not matter; other schemes are none."""
    assert bearer(header) == token


def test_the_principal_is_read_from_the_request_context() -> None:
    """The ARN of who signed is found; anything else is no principal."""
    arn = "arn:aws:iam::123456789012:user/ada"
    context = {"authorizer": {"iam": {"userArn": arn}}}

    assert principal(json.dumps(context)) == arn
    for other in (
        None,
        "",
        "[]",
        "{",
        '{"authorizer": null}',
        '{"authorizer": {"iam": {"userArn": 1}}}',
    ):
        assert principal(other) is None
