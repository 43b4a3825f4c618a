"""Tags in a question."""

import pytest

from mcp_tool.words.tags import tag


@pytest.mark.parametrize(
    ("line", "key", "value", "there"),
    [
        ("instances tagged env=prod", "env", "prod", True),
        ("volumes with tag Owner: alice", "Owner", "alice", True),
        ("instances where Team=web", "Team", "web", True),
        ("resources with the tag CostCenter", "CostCenter", None, True),
        ("buckets with an owner tag", "owner", None, True),
        ("instances without the owner tag", "owner", None, False),
        ("resources missing an 'Environment' tag", "Environment", None, False),
        ("instances without tag backup", "backup", None, False),
        ("things with no cost-center tag", "cost-center", None, False),
    ],
)
def test_a_tag_is_found_as_it_was_written(line, key, value, there):
    """Keys are case-sensitive in AWS."""
    found = tag(line)
    assert (found.key, found.value, found.there) == (key, value, there)


@pytest.mark.parametrize(
    "line", ["what tags are applied?", "list the tags of a function", "instances", "tag keys"]
)
def test_words_about_tags_name_none(line):
    """Only a key makes a condition."""
    assert tag(line) is None
