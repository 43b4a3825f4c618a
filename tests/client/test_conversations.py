"""`awsops conversations`: listed, shown, exported, renamed, cleared, deleted."""

import json
from contextlib import closing

import pytest

from client.agent_api import Question
from client.errors import RefusedError
from client.screen import PROMPT
from client.status import ExitStatus
from local.person import agent_api, log_in

INSTANCES = "Which EC2 instances are running?"


@pytest.fixture
def conversation(awsops, logged_in):
    """The id of a conversation about instances."""
    done = awsops("ask", "--json", INSTANCES, env=logged_in)
    return json.loads(done.stdout.splitlines()[0])["data"]["conversation_id"]


def test_a_list_has_the_latest_first(awsops, logged_in, conversation):
    """Id, title and turns, in every form."""
    listed = json.loads(awsops("conversations", "list", "-o", "json", env=logged_in).stdout)
    assert listed[0]["conversation"] == conversation
    assert (listed[0]["title"], listed[0]["turns"]) == (INSTANCES, 1)
    table = awsops("conversations", "list", "--limit", "1", env=logged_in).stdout.splitlines()
    assert table[0].split() == ["conversation", "title", "turns", "updated"]
    assert table[2].startswith(conversation)


def test_a_conversation_is_shown_as_it_was(awsops, logged_in, conversation):
    """Question, tools and answer."""
    shown = awsops("conversations", "show", conversation, env=logged_in).stdout
    assert f"{PROMPT} {INSTANCES}" in shown
    assert "ec2_read_operations" in shown
    assert " EC2 instances, all running" in shown


def test_a_conversation_is_exported(awsops, logged_in, conversation, tmp_path):
    """As Markdown to read, as JSON to keep; an old file is not overwritten."""
    export = ("conversations", "export", conversation)
    markdown = awsops(*export, env=logged_in).stdout
    assert markdown.startswith(f"# {INSTANCES}\n\n> {INSTANCES}\n\n")
    document = json.loads(awsops(*export, "--format", "json", env=logged_in).stdout)
    assert document["conversation_id"] == conversation
    assert document["turns"][0]["tools"] == ["ec2_read_operations"]

    file = tmp_path / "talk.md"
    assert awsops(*export, "--file", str(file), env=logged_in).returncode == ExitStatus.DONE
    assert file.read_text(encoding="utf-8") == markdown
    again = awsops(*export, "--file", str(file), env=logged_in)
    assert again.returncode == ExitStatus.USAGE


def test_a_conversation_gets_another_title(awsops, logged_in, conversation):
    """The list shows it; a title that is too long, or of no conversation, is refused."""
    rename = ("conversations", "rename")
    done = awsops(*rename, conversation, "  Running \x1b[31m machines ", env=logged_in)
    assert done.returncode == ExitStatus.DONE
    assert done.stderr == f"Conversation {conversation} is “Running [31m machines” now.\n"
    listed = json.loads(awsops("conversations", "list", "-o", "json", env=logged_in).stdout)
    assert listed[0]["title"].endswith("machines")

    long = awsops(*rename, conversation, "x" * 81, env=logged_in)
    assert long.returncode == ExitStatus.REFUSED
    assert "title: " in long.stderr
    assert awsops(*rename, "nobody", "x", env=logged_in).returncode == ExitStatus.NOT_FOUND


def test_a_title_is_not_written_over_one_that_was_not_seen(sandbox):
    """With the version that was read, a rename in between is noticed."""
    with closing(agent_api(sandbox)) as api:
        list(api.stream(Question("hello")))
        (read,) = api.conversations(1)
        renamed = api.rename(read.conversation_id, "theirs", version=read.version)
        assert (renamed.title, renamed.version) == ("theirs", read.version + 1)

        with pytest.raises(RefusedError, match="409 conversation_changed"):
            api.rename(read.conversation_id, "mine", version=read.version)
        assert api.rename(read.conversation_id, "mine").title == "mine"


def test_a_conversation_is_cleared_and_deleted(awsops, logged_in, conversation):
    """It is empty, then gone; a person is asked before unless they said yes."""
    refused = awsops("conversations", "delete", conversation, env=logged_in, stdin="n\n")
    assert refused.returncode == ExitStatus.INTERRUPTED
    assert awsops("conversations", "clear", conversation, "--yes", env=logged_in).returncode == 0
    shown = awsops("conversations", "show", conversation, env=logged_in)
    assert (shown.returncode, shown.stdout) == (ExitStatus.DONE, "")
    assert awsops("conversations", "delete", conversation, "-y", env=logged_in).returncode == 0
    gone = awsops("conversations", "show", conversation, env=logged_in)
    assert gone.returncode == ExitStatus.NOT_FOUND


def test_delete_wants_to_know_what(awsops, logged_in):
    """Neither an id nor --all, or both, is no command."""
    for arguments in ((), ("some-id", "--all")):
        done = awsops("conversations", "delete", *arguments, "-y", env=logged_in)
        assert done.returncode == ExitStatus.USAGE


def test_all_conversations_are_deleted(awsops, environment, kept, sandbox):
    """Those of one person; the list is empty then."""
    kept(log_in(sandbox, "grace"))
    awsops("ask", "hello", env=environment)
    assert "Deleted" in awsops("conversations", "delete", "--all", "-y", env=environment).stderr
    listed = awsops("conversations", "list", "-o", "json", env=environment)
    assert json.loads(listed.stdout) == []
