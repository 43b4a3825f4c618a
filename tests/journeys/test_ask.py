"""A question on the command line, through the whole chain, to an answer."""

import json

QUESTION = "Which EC2 instances are running?"


def test_a_question_is_answered_with_the_tool_call_shown(ask):
    """The answer on the terminal shows the tool that was called and a table of what it read."""
    done = ask(QUESTION)
    assert done.returncode == 0, done.stderr
    assert "ec2_read_operations" in done.stdout
    assert "running" in done.stdout
    assert "not a language model" in " ".join(done.stdout.split())


def test_json_prints_the_events_one_object_a_line(ask):
    """`--json` gives the turn's events in the contract's order and form."""
    done = ask(QUESTION, "--json")
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(set(event) == {"event", "data"} for event in events)
    names = [event["event"] for event in events]
    assert names[0] == "start"
    assert names[-1] == "end"
    assert {"text", "tool_start", "tool_end", "usage"} <= set(names)
    (table,) = [e["data"]["table"] for e in events if e["event"] == "tool_end"]
    assert set(table) == {"columns", "rows", "total", "cursor"}
    assert table["rows"]


def test_the_rows_are_the_accounts_running_instances(ask, aws):
    """What the tool lists as running is exactly what EC2 says is running, in all regions."""
    running = [{"Name": "instance-state-name", "Values": ["running"]}]
    expected = {
        instance["InstanceId"]
        for region in ("us-east-1", "eu-west-1", "ap-southeast-2")
        for reservation in aws("ec2", region).describe_instances(Filters=running)["Reservations"]
        for instance in reservation["Instances"]
    }
    events = [json.loads(line) for line in ask(QUESTION, "--json").stdout.splitlines()]
    (table,) = [e["data"]["table"] for e in events if e["event"] == "tool_end"]
    identifier = table["columns"].index("instance_id")
    assert {row[identifier] for row in table["rows"]} == expected
    assert table["total"] == len(expected)


def test_wrong_usage_exits_with_2(ask):
    """No question, an empty one, or an unknown flag is a usage error."""
    assert ask().returncode == 2
    assert ask("  ").returncode == 2
    assert ask("x", "--nonsense").returncode == 2


def test_a_failed_turn_exits_with_1_and_says_why(ask):
    """A message that the agent refuses ends in one sentence and status 1."""
    done = ask("x" * 70_000)
    assert done.returncode == 1
    assert "65536 characters" in done.stdout
