"""The issuer over HTTPS, driven by httpx and Authlib's client."""

import re
import ssl
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from local import certificates
from local.issuer import Issuer, create_app, url_of
from local.server import serve

CALLBACK = "http://127.0.0.1:8765/callback"
CLIENT_ID = "awsops-cli"
SCOPE = "openid profile email offline_access aws.ops"
VERIFIER = "a-verifier-of-forty-three-characters-or-more"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture(scope="module")
def trust(tmp_path_factory):
    """The sandbox's certificates."""
    return certificates.issue(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def issuer():
    """The issuer that the tests share."""
    return Issuer()


@pytest.fixture(scope="module")
def url(issuer, trust):
    """The issuer's URL."""
    with serve(create_app(issuer), tls=trust.tls) as base:
        yield url_of(base)


@pytest.fixture(scope="module")
def context(trust):
    """TLS as a client does it that trusts the sandbox's authority."""
    return ssl.create_default_context(cafile=trust.authority)


@pytest.fixture
def http(url, context):
    """An HTTP client that follows no redirect."""
    with httpx.Client(base_url=url, verify=context, trust_env=False, timeout=30) as client:
        yield client


def authorize(http, **changed):
    """Ask for a code as ada, without a page; changes of None leave a parameter out."""
    query = {
        "client_id": CLIENT_ID,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": SCOPE,
        "state": "s",
        "nonce": "n",
        "code_challenge": create_s256_code_challenge(VERIFIER),
        "code_challenge_method": "S256",
        "prompt": "none",
        "login_hint": "ada",
    } | changed
    present = {name: value for name, value in query.items() if value is not None}
    return http.get("/v1/authorize", params=present)


def returned(answer):
    """Read what a redirect brings back to the client."""
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(CALLBACK)
    return {k: v[0] for k, v in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def redeem(http, code, **changed):
    """Trade a code for tokens."""
    form = {
        "grant_type": "authorization_code",
        "client_id": CLIENT_ID,
        "redirect_uri": CALLBACK,
        "code": code,
        "code_verifier": VERIFIER,
    } | changed
    return http.post("/v1/token", data=form)


def refresh(http, token, client_id=CLIENT_ID):
    """Trade a refresh token for tokens."""
    form = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": token}
    return http.post("/v1/token", data=form)


def log_in(http, **changed):
    """Log ada in; return the token endpoint's answer."""
    code = returned(authorize(http, **changed))["code"]
    answer = redeem(http, code)
    assert answer.status_code == 200, answer.text
    return answer.json()


def claims_of(token, http):
    """Verify a token with PyJWT against the published keys."""
    keys = jwt.PyJWKSet.from_dict(http.get("/v1/keys").json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key, algorithms=["RS256"], options={"verify_aud": False})


def error(answer):
    """Read an OAuth error: status and code."""
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize("name", ["openid-configuration", "oauth-authorization-server"])
def test_discovery_names_the_endpoints_under_the_issuer(http, url, name):
    """Both documents say the issuer that they were asked at, and what it can do."""
    document = http.get(f"/.well-known/{name}").json()
    assert document["issuer"] == url
    assert document["jwks_uri"] == f"{url}/v1/keys"
    assert document["authorization_endpoint"] == f"{url}/v1/authorize"
    assert document["token_endpoint"] == f"{url}/v1/token"
    assert document["code_challenge_methods_supported"] == ["S256"]


def test_discovery_is_also_where_rfc_8414_looks(http, url):
    """The well-known part may come before the issuer's path."""
    base, _, path = url.partition("/oauth2")
    document = http.get(f"{base}/.well-known/oauth-authorization-server/oauth2{path}").json()
    assert document["issuer"] == url


def test_an_access_token_is_as_okta_writes_it(http, url):
    """Every claim of an Okta access token is there, in Okta's types."""
    tokens = log_in(http)
    claims = claims_of(tokens["access_token"], http)
    assert claims.pop("jti").startswith("AT.")
    assert claims.pop("exp") - claims.pop("iat") == tokens["expires_in"] == 3600
    assert isinstance(claims.pop("auth_time"), int)
    assert claims == {
        "ver": 1,
        "iss": url,
        "aud": "api://default",
        "cid": CLIENT_ID,
        "uid": "00u1ada0000000000001",
        "scp": SCOPE.split(),
        "sub": "ada@example.com",
    }


def test_an_id_token_is_for_the_client_and_its_request(http):
    """The nonce of the request comes back, and the user is named by id."""
    claims = claims_of(log_in(http)["id_token"], http)
    assert (claims["aud"], claims["nonce"]) == (CLIENT_ID, "n")
    assert (claims["sub"], claims["name"]) == ("00u1ada0000000000001", "Ada Lovelace")


def test_authlib_logs_in_and_refreshes(url, context):
    """A client that nobody here wrote walks the whole flow."""
    with OAuth2Client(
        CLIENT_ID,
        scope=SCOPE,
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
        token_endpoint_auth_method="none",
        verify=context,
        trust_env=False,
    ) as client:
        verifier = generate_token(64)
        address, state = client.create_authorization_url(
            f"{url}/v1/authorize", code_verifier=verifier, prompt="none", login_hint="grace"
        )
        back = httpx.get(address, verify=context, trust_env=False).headers["location"]
        first = client.fetch_token(
            f"{url}/v1/token", authorization_response=back, state=state, code_verifier=verifier
        )
        second = client.refresh_token(f"{url}/v1/token")
    assert first["access_token"] != second["access_token"]
    assert first["refresh_token"] != second["refresh_token"]


def test_a_page_lets_a_person_choose(http):
    """Without `prompt=none` the people are offered; each link logs its person in."""
    page = authorize(http, prompt=None, login_hint=None)
    assert page.status_code == 200
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', page.text)]
    ada, grace, katherine, cancel = links
    assert "ada%40example.com" in ada
    assert "katherine%40example.com" in katherine
    code = returned(http.get(f"/v1/authorize{grace}"))["code"]
    claims = claims_of(redeem(http, code).json()["access_token"], http)
    assert claims["sub"] == "grace@example.com"
    assert urlsplit(cancel).query.startswith("error=access_denied")


def test_a_page_shows_what_it_was_sent_as_text(http):
    """A parameter cannot write into the page."""
    assert "<script>" not in authorize(http, prompt=None, state='"><script>').text


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"login_hint": None}, "login_required"),
        ({"login_hint": "nobody"}, "login_required"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": "openid root"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
    ],
)
def test_a_bad_authorization_request_goes_back_as_an_error(http, changed, code):
    """The client learns what was wrong, with its state."""
    answer = returned(authorize(http, **changed))
    assert (answer["error"], answer["state"]) == (code, "s")


def test_no_code_is_sent_to_a_stranger(http):
    """A redirect URI that is not the client's gets no redirect at all."""
    answer = authorize(http, redirect_uri="https://evil.example/callback")
    assert answer.status_code == 400
    assert "location" not in answer.headers


def test_a_refresh_token_is_replaced_and_keeps_what_was_granted(http):
    """The new tokens are of the same person and scopes."""
    first = log_in(http, login_hint="grace")
    second = refresh(http, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["scope"] == SCOPE
    assert claims_of(second["access_token"], http)["sub"] == "grace@example.com"


def test_no_refresh_token_without_offline_access(http):
    """The scope is what asks for one; without openid there is no id token either."""
    assert log_in(http, scope="aws.ops").keys() == {
        "token_type",
        "expires_in",
        "access_token",
        "scope",
    }


def test_a_revoked_refresh_token_is_worthless(http):
    """Revocation answers 200 for any token, and ends a family that there is."""
    token = log_in(http)["refresh_token"]
    for revoked in (token, "unknown"):
        form = {"client_id": CLIENT_ID, "token": revoked}
        assert http.post("/v1/revoke", data=form).status_code == 200
    assert error(refresh(http, token)) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"client_id": "nobody", "grant_type": "refresh_token"}, (401, "invalid_client")),
        ({}, (401, "invalid_client")),
        ({"client_id": CLIENT_ID}, (400, "unsupported_grant_type")),
        ({"client_id": CLIENT_ID, "grant_type": "password"}, (400, "unsupported_grant_type")),
    ],
)
def test_a_bad_token_request_is_named(http, form, expected):
    """Errors are those of RFC 6749, and are not cached."""
    answer = http.post("/v1/token", data=form)
    assert error(answer) == expected
    assert answer.headers["cache-control"] == "no-store"


def test_a_device_gets_tokens_once_a_person_approves(http):
    """The device polls; a person enters its code and says who they are."""
    begun = http.post("/v1/device/authorize", data={"client_id": CLIENT_ID, "scope": SCOPE}).json()
    poll = {"grant_type": DEVICE, "client_id": CLIENT_ID, "device_code": begun["device_code"]}
    assert error(http.post("/v1/token", data=poll)) == (400, "authorization_pending")

    page = http.get(begun["verification_uri_complete"])
    (katherine,) = re.findall(r'href="([^"]+katherine[^"]+)"', page.text)
    address = begun["verification_uri"] + unescape(katherine)
    assert http.get(address).status_code == 200
    assert http.get(address).status_code == 400

    tokens = http.post("/v1/token", data=poll).json()
    assert claims_of(tokens["access_token"], http)["sub"] == "katherine@example.com"
    assert error(http.post("/v1/token", data=poll)) == (400, "invalid_grant")


def test_logout_sends_the_person_back(http):
    """A loopback address gets the person and the state; a stranger's does not."""
    query = {"post_logout_redirect_uri": CALLBACK, "state": "s"}
    answer = http.get("/v1/logout", params=query)
    assert answer.headers["location"] == f"{CALLBACK}?state=s"
    query["post_logout_redirect_uri"] = "https://evil.example/"
    assert http.get("/v1/logout", params=query).status_code == 200
