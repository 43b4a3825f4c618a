"""`awsops ask` against the whole chain: words, events, tables, pipes, conversations."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from client.status import ExitStatus

INSTANCES = "Which EC2 instances are running?"


def test_the_answer_goes_to_standard_output_and_all_else_to_standard_error(awsops, logged_in):
    """A pipe gets the answer and nothing else."""
    done = awsops("ask", INSTANCES, env=logged_in)
    assert done.returncode == ExitStatus.DONE, done.stderr
    assert "| region" in done.stdout
    assert "ec2_read_operations" not in done.stdout
    assert re.search(r"✓ ec2_read_operations  \d+ rows", done.stderr)
    assert "\x1b" not in done.stdout + done.stderr


def test_json_prints_the_events_of_the_stream(awsops, logged_in):
    """One object a line, from start to end."""
    done = awsops("ask", "--json", INSTANCES, env=logged_in)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    names = [event["event"] for event in events]
    assert names[0] == "start"
    assert names[-2:] == ["usage", "end"]
    assert {"tool_start", "tool_end", "text"} < set(names)
    (tool_end,) = [event["data"] for event in events if event["event"] == "tool_end"]
    assert len(tool_end["table"]["rows"]) > 5
    assert done.stderr == ""


def test_output_prints_the_last_table_in_a_form(awsops, logged_in):
    """CSV and JSON hold every row and column of the tool's answer."""
    as_csv = awsops("ask", "-o", "csv", INSTANCES, env=logged_in)
    rows = list(csv.DictReader(io.StringIO(as_csv.stdout)))
    as_json = awsops("ask", "-o", "json", INSTANCES, env=logged_in)
    assert len(rows) == len(json.loads(as_json.stdout)) > 5
    assert {row["instance_id"] for row in rows} == {
        row["instance_id"] for row in json.loads(as_json.stdout)
    }
    assert " EC2 instances, all running" in as_csv.stderr


def test_output_table_and_markdown_hold_the_rows(awsops, logged_in):
    """The table is laid out, or a pipe table."""
    table = awsops("ask", "-o", "table", INSTANCES, env=logged_in).stdout
    markdown = awsops("ask", "-o", "markdown", INSTANCES, env=logged_in).stdout
    assert "warehouse-app-1" in table
    assert "more columns do not fit" in table
    assert markdown.startswith("| region | instance_id |")


def test_an_answer_without_a_table_is_told_from_an_empty_one(awsops, logged_in):
    """A script that wants rows hears that there are none."""
    done = awsops("ask", "-o", "csv", "hello", env=logged_in)
    assert done.returncode == ExitStatus.NO_TABLE
    assert done.stdout == ""
    assert "no result table" in done.stderr


def test_what_is_piped_in_goes_with_the_question(awsops, logged_in):
    """Alone it is the question; beside words it stands below them."""
    alone = awsops("ask", env=logged_in, stdin=INSTANCES)
    assert " EC2 instances, all running" in alone.stdout
    awsops("ask", "Explain this:", env=logged_in, stdin="some log line")
    listed = awsops("conversations", "list", "-o", "json", env=logged_in)
    assert json.loads(listed.stdout)[0]["title"].startswith("Explain this:")


def test_a_conversation_goes_on(awsops, logged_in):
    """By its id, or the latest one."""
    first = awsops("ask", "--json", INSTANCES, env=logged_in)
    started = json.loads(first.stdout.splitlines()[0])["data"]
    asked = ("ask", "--json", "how many?")
    by_id = awsops(*asked, "--conversation", started["conversation_id"], env=logged_in)
    latest = awsops(*asked, "-c", env=logged_in)
    for number, done in ((2, by_id), (3, latest)):
        data = json.loads(done.stdout.splitlines()[0])["data"]
        assert (data["conversation_id"], data["turn"]) == (started["conversation_id"], number)


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        ((), "", "The question is empty"),
        (("  ",), None, "The question is empty"),
        ((), "x" * 70_000, "Pipe in less"),
        (("--json", "-o", "csv", "hi"), None, "Choose one of"),
        (("--nonsense", "hi"), None, "No such option"),
        (("--temperature", "7", "hi"), None, "7"),
    ],
)
def test_what_cannot_be_asked_is_said(awsops, logged_in, arguments, stdin, said):
    """Nothing is sent, and the exit status is that of wrong usage."""
    done = awsops("ask", *arguments, env=logged_in, stdin=stdin)
    assert done.returncode == ExitStatus.USAGE
    assert said in done.stderr


def test_a_failure_in_the_middle_keeps_what_was_written(awsops, logged_in):
    """The words are out, the reason is said, the status is its own."""
    done = awsops("ask", "answer badly", env=logged_in)
    assert done.returncode == ExitStatus.TURN_FAILED
    assert done.stdout == "It begins well. \n"
    assert done.stderr.startswith("Error: The model")


def test_an_unknown_conversation_has_its_own_status(awsops, logged_in):
    """Nothing was asked."""
    done = awsops("ask", "--conversation", "nobody", "hi", env=logged_in)
    assert done.returncode == ExitStatus.NOT_FOUND
    assert "no such conversation" in done.stderr


def test_a_reader_that_goes_away_ends_the_program(logged_in):
    """`awsops ask … | head` is no traceback."""
    pipe = f"{sys.executable} -m client ask --json 'tell me slowly' | head -n 1"
    done = subprocess.run(
        ["/bin/bash", "-c", f"{pipe}; echo ${{PIPESTATUS[0]}}"],
        env=logged_in,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1] == str(int(ExitStatus.CLOSED))
    assert done.stderr == ""
