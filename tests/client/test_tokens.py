"""The token of each request: renewed in time, by one process, and never when it need not be."""

import time

import pytest

from client.errors import LoginNeededError
from client.issuer import Tokens
from client.login import Login
from client.token_store import FileStore
from client.tokens import FileToken, LoginToken, claims


class Source:
    """A login's token with its store, a clock to turn, and a count of renewals."""

    def __init__(self, directory, served):
        self.now = time.time()
        self.logins = 0
        self.store = FileStore(directory, "n")
        self._served = served
        self.token = LoginToken(
            self.store, self._login, lock=directory / "lock", clock=lambda: self.now
        )

    def _login(self):
        self.logins += 1
        url, trust = self._served
        return Login(url, "awsops-cli", "http://127.0.0.1:9/callback", trust)


@pytest.fixture
def source(tmp_path, served, tokens):
    """Ada's token, from a store."""
    source = Source(tmp_path, served)
    source.store.save(tokens)
    return source


def test_a_good_token_is_used_as_it_is(source, tokens):
    """Nothing is renewed before its time."""
    assert source.token.current() == tokens.access_token
    assert source.logins == 0


def test_a_token_is_renewed_a_minute_before_its_end(source, tokens):
    """The new one is kept for the next run."""
    source.now = tokens.expires_at - 59
    renewed = source.token.current()
    assert renewed != tokens.access_token
    assert source.store.load().access_token == renewed


def test_a_refused_token_is_renewed(source, tokens):
    """Whatever its time."""
    assert source.token.renewed(tokens.access_token) != tokens.access_token
    assert source.logins == 1


def test_another_process_renewal_is_taken_over(source, tokens):
    """A refresh token is spent once: who comes second reads what the first has kept."""
    source.token.current()
    other = Tokens("other.a.b", "other-refresh", tokens.expires_at)
    source.store.save(other)
    assert source.token.renewed(tokens.access_token) == "other.a.b"
    assert source.logins == 0


def test_a_spent_login_asks_for_a_new_one(source, tokens):
    """The sentence names the command."""
    source.store.save(Tokens(tokens.access_token, "spent", 0.0))
    with pytest.raises(LoginNeededError, match="The Okta login has expired"):
        source.token.current()
    source.store.save(Tokens(tokens.access_token, "", 0.0))
    with pytest.raises(LoginNeededError):
        source.token.current()
    source.store.delete()
    with pytest.raises(LoginNeededError, match="not logged in"):
        source.token.current()


def test_a_token_file_is_read_for_each_request(tmp_path):
    """Another program may renew it at any time."""
    path = tmp_path / "token"
    path.write_text("one\n")
    token = FileToken(path)
    assert token.current() == "one"
    assert token.renewed("one") is None
    path.write_text("two")
    assert token.renewed("one") == "two"


@pytest.mark.parametrize("token", ["", "abc", "a.b.c", "a.W10.c"])
def test_a_token_that_is_no_jwt_says_nothing(token):
    """It is shown to nobody, so nothing fails."""
    assert claims(token) == {}
