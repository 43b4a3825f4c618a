"""Settings come from flags, environment, file and defaults, in this order, and are checked."""

import pytest

from client.config import Flags, read
from client.errors import ConfigError
from client.settings import SETTINGS

FILE = """
token_store = "file"
profile = "everyday"

[environments.dev]
url = "https://dev.lambda-url.eu-west-1.on.aws/"
issuer = "https://example.okta.com/oauth2/default"

[environments.prod]
url = "https://prod.lambda-url.us-east-1.on.aws"
profile = "careful"
price_input = 1
"""


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write the file that a person has; returns how to read the settings then."""
    for setting in SETTINGS:
        for variable in setting.variables:
            monkeypatch.delenv(variable, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "awsops" / "config.toml"
    path.parent.mkdir()

    def write(text):
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_nothing_set_up_is_a_sentence_with_the_command(written):
    """The error names the setting, the command, the flag and the variable."""
    config = read()
    with pytest.raises(ConfigError) as error:
        _ = config.url
    assert str(error.value) == (
        "No url is set for environment dev. Set it with `awsops config set url https://… (the"
        " stack's output AgentFunctionUrl)`, or give --url or AWSOPS_URL."
    )
    with pytest.raises(ConfigError, match="AWSOPS_ISSUER"):
        _ = config.issuer


def test_the_environments_table_wins_over_the_top_of_the_file(written):
    """Each environment has its own settings, and falls back to those for all."""
    written(FILE)
    dev, prod = read(), read(Flags(environment="prod"))
    assert (dev.url, dev.region) == ("https://dev.lambda-url.eu-west-1.on.aws", "eu-west-1")
    assert (dev.optional("profile"), prod.optional("profile")) == ("everyday", "careful")
    assert (dev.price.input, prod.price.input, prod.price.output) == (3.0, 1.0, 15.0)
    assert prod.optional("token_store") == "file"


def test_flags_win_over_variables_and_those_over_the_file(written, monkeypatch):
    """Where a value comes from is told with it."""
    path = written(FILE)
    assert read().found["profile"].source == str(path)
    monkeypatch.setenv("AWSOPS_PROFILE", "shell")
    assert read().found["profile"].source == "AWSOPS_PROFILE"
    flagged = read(Flags(profile="flag")).found["profile"]
    assert (flagged.value, flagged.source) == ("flag", "--profile")
    assert read().found["client_id"].source == "default"


def test_the_host_of_the_url_knows_its_region_best(written, monkeypatch):
    """A shell's region is of something else; only the flag overrules the host."""
    written(FILE)
    monkeypatch.setenv("AWS_REGION", "ap-southeast-2")
    assert read().region == "eu-west-1"
    assert read(Flags(region="us-west-2")).region == "us-west-2"
    assert read(Flags(url="http://127.0.0.1:1")).region == "ap-southeast-2"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "is no TOML"),
        ('colour = "red"', "unknown setting 'colour'"),
        ("[environments.dev]\ncolour = 1", "unknown setting 'colour'"),
        ("environments = 3", "environments must hold tables"),
        ('environment = "Dev One"', "environment must be a name"),
        ("profile = 3", "profile must be text in quotes"),
        ('price_input = "much"', "price_input must be a number"),
        ('token_store = "cloud"', "token_store must be one of auto, keyring, file"),
        ('url = "agent"', "url must look like https://host"),
        ('url = "https://me:secret@host"', "hold no user name"),
        ('url = "http://host"', "url must begin with https://"),
        ('issuer = "http://[::"', "issuer is no URL"),
    ],
)
def test_a_wrong_setting_is_named(written, text, said):
    """The file's problems are found before anything is sent."""
    written(text)
    with pytest.raises(ConfigError, match=said.replace("[", r"\[")):
        read()


def test_all_problems_are_told_at_once(written):
    """Nobody mends one only to meet the next."""
    written('colour = 1\nprofile = 3\ntoken_store = "cloud"')
    with pytest.raises(ConfigError) as error:
        read()
    assert len(str(error.value).splitlines()) == 3


def test_a_file_that_cannot_be_read_is_named(written):
    """Broken text is told by its path."""
    path = written("")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"config\.toml cannot be read"):
        read()


@pytest.mark.parametrize(
    ("name", "value", "plain"),
    [("NO_COLOR", "1", True), ("NO_COLOR", "", False), ("TERM", "dumb", True)],
)
def test_plain_is_asked_for_by_the_environment(written, monkeypatch, name, value, plain):
    """NO_COLOR counts unless it is empty; so does a dumb terminal."""
    monkeypatch.setenv(name, value)
    assert read().plain is plain
