"""`config set` writes one setting, checks it, and keeps what else is there."""

import pytest

from client.config_file import write
from client.errors import ConfigError


def test_a_setting_goes_into_its_environments_table(tmp_path):
    """A new file is made with its folder."""
    path = tmp_path / "awsops" / "config.toml"
    write(path, "url", "https://host", environment="dev")
    write(path, "redirect_port", "9000", environment="prod")
    write(path, "environment", "prod", environment="dev")
    assert path.read_text(encoding="utf-8") == (
        'environment = "prod"\n\n'
        '[environments.dev]\nurl = "https://host"\n\n'
        "[environments.prod]\nredirect_port = 9000\n"
    )


def test_comments_and_other_settings_stay(tmp_path):
    """Only what was set changes."""
    path = tmp_path / "config.toml"
    path.write_text('# mine\nprofile = "a"  # why\n\n[environments.dev]\nurl = "https://old"\n')
    write(path, "url", "https://new", environment="dev")
    assert path.read_text() == (
        '# mine\nprofile = "a"  # why\n\n[environments.dev]\nurl = "https://new"\n'
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("colour", "red", "There is no setting 'colour'"),
        ("url", "http://host", "https://"),
        ("redirect_port", "many", "must be a number"),
        ("token_store", "cloud", "must be one of"),
    ],
)
def test_a_value_that_cannot_be_is_not_written(tmp_path, name, value, said):
    """The file stays as it was."""
    path = tmp_path / "config.toml"
    with pytest.raises(ConfigError, match=said):
        write(path, name, value, environment="dev")
    assert not path.exists()


def test_a_malformed_file_is_left_alone(tmp_path):
    """What cannot be read is not overwritten."""
    path = tmp_path / "config.toml"
    path.write_text("nonsense")
    with pytest.raises(ConfigError, match="is no TOML"):
        write(path, "url", "https://host", environment="dev")
    assert path.read_text() == "nonsense"
