"""A file is replaced whole, or stays."""

import pytest

from gatewayctl import whole_file


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(tmp_path):
    """Text that cannot be encoded breaks off the writing; nothing of it is left."""
    path = tmp_path / "config.json"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        whole_file.write(path, "new \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_and_links_survive(tmp_path):
    """The file keeps its mode, and a link to it stays a link."""
    path, link = tmp_path / "config.json", tmp_path / "link.json"
    path.write_text("old")
    path.chmod(0o600)
    link.symlink_to(path)
    whole_file.write(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_new_file_can_be_read_by_all(tmp_path):
    """The draft's private mode does not stay."""
    whole_file.write(tmp_path / "new.json", "{}")
    assert (tmp_path / "new.json").stat().st_mode & 0o777 == 0o644
