"""A login is kept where only this person can read it."""

import stat

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from client.errors import ConfigError
from client.issuer import Tokens
from client.token_store import FileStore, KeyringStore, choose

TOKENS = Tokens("access.a.b", "refresh", 1_700_000_000.0)


class MemoryKeyring(KeyringBackend):
    """A keyring that forgets at its end."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}
        self.locked = False

    def get_password(self, service, username):
        """The secret."""
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        """Keep a secret."""
        self.kept[service, username] = password

    def delete_password(self, service, username):
        """Forget a secret."""
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("none")


@pytest.fixture
def use_keyring():
    """Choose the machine's keyring for a test."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture(params=["keyring", "file"])
def store(request, tmp_path, use_keyring):
    """Either store."""
    use_keyring(MemoryKeyring())
    return choose(request.param, tmp_path / "tokens", "https://issuer client")


def test_tokens_come_back_as_they_were_kept(store):
    """The newest are kept, and gone after a logout."""
    assert store.load() is None
    store.save(Tokens("old", "old", 1.0))
    store.save(TOKENS)
    assert store.load() == TOKENS
    assert store.delete() is True
    assert store.load() is None
    assert store.delete() is False


def test_auto_takes_a_keyring_that_works(tmp_path, use_keyring):
    """Without one it is a file; who demands a keyring hears that there is none."""
    use_keyring(MemoryKeyring())
    assert isinstance(choose("auto", tmp_path, "n"), KeyringStore)
    use_keyring(NoKeyring())
    assert isinstance(choose("auto", tmp_path, "n"), FileStore)
    with pytest.raises(ConfigError, match="There is no keyring"):
        choose("keyring", tmp_path, "n")


def test_a_locked_keyring_is_a_sentence(use_keyring):
    """It says what to do."""
    locked = MemoryKeyring()
    locked.locked = True
    use_keyring(locked)
    with pytest.raises(ConfigError, match="Unlock it"):
        KeyringStore("n").load()


def test_the_file_is_for_its_owner_only(tmp_path):
    """Mode 0600 in a folder of mode 0700, and nothing else is left beside it."""
    store = FileStore(tmp_path / "tokens", "n")
    store.save(TOKENS)
    (path,) = (tmp_path / "tokens").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_others_can_read_is_refused(tmp_path):
    """Who could read it may have the login; logging in again mends it."""
    store = FileStore(tmp_path, "n")
    store.save(TOKENS)
    (path,) = tmp_path.iterdir()
    path.chmod(0o644)
    with pytest.raises(ConfigError, match="Others can read"):
        store.load()
    store.save(TOKENS)
    assert store.load() == TOKENS


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"access_token": "a"}'])
def test_a_broken_file_is_no_login(tmp_path, text):
    """Nobody is logged in then, and nothing fails."""
    store = FileStore(tmp_path, "n")
    store.save(TOKENS)
    (path,) = tmp_path.iterdir()
    path.write_text(text)
    assert store.load() is None


def test_tokens_do_not_show_themselves():
    """Neither a log nor a traceback can print them by accident."""
    assert "access" not in repr(TOKENS)
    assert "refresh" not in repr(TOKENS)
