"""The whole engine on the sample account: what a caller asks, and what comes back."""

import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from botocore.awsrequest import AWSResponse

from mcp_tool.handler import build
from mcp_tool.settings import Settings
from mcp_tool.tools import TOOLS

KEYS = {
    "ok", "tool", "plan", "summary", "columns", "rows", "total", "total_exact", "returned",
    "cursor", "errors", "redacted", "api_calls", "elapsed_ms",
}  # fmt: skip
LISTS = {
    "ec2": "instances",
    "s3": "buckets",
    "lambda": "functions",
    "cloudformation": "stacks",
    "iam": "users",
    "rds": "databases",
    "cloudwatch": "alarms",
    "cost_explorer": "cost by service",
    "ecs": "clusters",
    "eks": "clusters",
    "sns": "topics",
    "sqs": "queues",
    "dynamodb": "tables",
    "route53": "hosted zones",
    "apigateway": "rest apis",
    "ses": "identities",
    "bedrock": "foundation models",
    "sagemaker": "endpoints",
}


def column(answer, name):
    index = answer["columns"].index(name)
    return [row[index] for row in answer["rows"]]


def gateway(tool, message="m-1", remaining=60_000):
    """Lambda's context as the gateway's invocation has it."""
    custom = {
        "bedrockAgentCoreToolName": f"aws-tools___{tool}",
        "bedrockAgentCoreMcpMessageId": message,
    }
    return SimpleNamespace(
        client_context=SimpleNamespace(custom=custom),
        get_remaining_time_in_millis=lambda: remaining,
    )


@pytest.mark.parametrize("tool", LISTS)
def test_every_service_tool_answers_words_with_its_main_list(ask, tool):
    """Each of the 18 tools finds its main list from a word or two."""
    answer = ask(tool, query=LISTS[tool], regions=["us-east-1"])
    assert answer["ok"], answer
    assert answer["rows"]
    assert set(answer) - {"cost_usd"} == KEYS
    assert answer["plan"]["resolved_by"].startswith("words")


def test_every_tool_is_tried_above():
    """A tool that is added needs its word in the table."""
    assert {f"{tool}_read_operations" for tool in LISTS} == {
        tool.name for tool in TOOLS if tool.services
    }


def test_words_read_every_enabled_region_and_say_which(ask):
    """A question without a region is about all of them."""
    answer = ask("ec2", query="Which EC2 instances are running?")
    assert answer["plan"]["regions"] == ["all"]
    assert set(column(answer, "region")) == {"us-east-1", "eu-west-1", "ap-southeast-2"}
    assert set(column(answer, "state")) == {"running"}
    assert answer["summary"] == f"{answer['total']} EC2 instances, all running, in 3 regions."
    assert "instance-state-name = running asked of the API" in answer["plan"]["resolved_by"]


def test_a_place_narrows_the_reading_to_its_region(ask):
    """People name regions by their places."""
    answer = ask("ec2", query="stopped instances in Ireland")
    assert answer["plan"]["regions"] == ["eu-west-1"]
    assert set(column(answer, "state")) == {"stopped"}


def test_a_condition_the_api_lacks_is_left_to_the_rows(ask):
    """ListFunctions has no filter by runtime; the answer says that the rows were filtered."""
    answer = ask("lambda", query="lambda functions with python3.8")
    assert column(answer, "runtime") == ["python3.8"]
    assert "Runtime = python3.8" in answer["plan"]["resolved_by"]


def test_an_alarm_state_becomes_a_parameter(ask):
    """DescribeAlarms can be asked for a state."""
    answer = ask("cloudwatch", query="alarms in ALARM")
    assert answer["plan"]["parameters"] == {
        "AlarmTypes": ["MetricAlarm", "CompositeAlarm", "LogAlarm"],
        "StateValue": "ALARM",
    }
    assert set(column(answer, "state")) == {"ALARM"}


def test_what_nothing_acts_on_is_said(ask):
    """A condition that was not understood must not look as if it had been."""
    answer = ask("iam", query="list iam users with purple elephants")
    assert answer["plan"]["operation"] == "ListUsers"
    assert answer["summary"].endswith("Not acted on: purple, elephants.")


def test_an_operation_reads_the_own_region_unless_told(ask):
    """An explicit operation is as narrow as the API's own call."""
    answer = ask("ec2", operation="DescribeInstances")
    assert answer["plan"]["regions"] == ["us-east-1"]
    assert "region" not in answer["columns"]
    assert answer["plan"]["resolved_by"] == "operation"


def test_a_global_service_is_read_once(ask):
    """IAM is the same in every region."""
    answer = ask("iam", operation="ListUsers", regions=["all"])
    assert answer["plan"]["regions"] == ["us-east-1"]
    assert answer["api_calls"] == 1


def test_newest_first_is_sorted_over_all_regions(ask):
    """A top-N goes over everything that was read, and the cursor counts on."""
    first = ask("ec2", query="top 3 largest volumes")
    again = ask("ec2", cursor=first["cursor"])
    sizes = column(first, "size_gib") + column(again, "size_gib")
    assert len(sizes) == 6
    assert sizes == sorted(sizes, reverse=True)


def test_cursors_return_each_row_once(ask):
    """Following cursors gives the same rows as one big answer, in the same order."""
    whole = ask("ec2", query="instances", limit=1000)
    assert whole["cursor"] is None
    rows, cursor = [], ""
    while cursor is not None:
        page = ask("ec2", query="instances", limit=4, **({"cursor": cursor} if cursor else {}))
        assert page["total"] == whole["total"]
        rows += [row[1] for row in page["rows"]]
        cursor = page["cursor"]
    assert rows == [row[1] for row in whole["rows"]]


def test_two_hundred_instances_fit_into_twenty_kilobytes(ask):
    """What does not fit waits behind the cursor, and all of it is counted."""
    answer = ask("ec2", operation="DescribeInstances", accounts=["warehouse"])
    assert len(json.dumps(answer)) <= 20_000
    assert answer["total"] == 200
    rest = ask("ec2", operation="DescribeInstances", cursor=answer["cursor"])
    assert rest["cursor"] is None
    ids = column(answer, "instance_id") + column(rest, "instance_id")
    assert len(set(ids)) == 200


def test_all_accounts_are_read_with_their_reader_roles(ask):
    """The fan-out over accounts has an account column; the id stands for the alias."""
    answer = ask("ec2", operation="DescribeVpcs", accounts=["all"])
    assert set(column(answer, "account")) == {"own", "111122223333"}


def test_a_projection_replaces_the_columns(ask):
    """`fields` is JMESPath of one record."""
    answer = ask("iam", operation="ListUsers", fields="{name: UserName, made: CreateDate}")
    assert answer["columns"] == ["name", "made"]
    assert all(made.endswith("Z") for made in column(answer, "made"))


def test_a_projection_of_the_whole_list_counts(ask):
    """A function over all records gives its own value."""
    users = ask("iam", operation="ListUsers")["total"]
    answer = ask("iam", operation="ListUsers", fields="length(@)")
    assert answer["rows"] == [[users]]


def test_costs_are_numbers_and_their_price_is_told(ask):
    """Cost Explorer charges a request, and gives money as text."""
    answer = ask("cost_explorer", operation="GetCostAndUsage")
    assert answer["cost_usd"] == 0.01 * answer["api_calls"]
    assert all(isinstance(amount, float) for amount in column(answer, "amount"))


def test_one_record_is_shown_with_all_its_values(ask):
    """A record has no list to choose columns for."""
    answer = ask("dynamodb", query="describe the table", operation="DescribeTable",
                 parameters={"TableName": "shop-carts"})  # fmt: skip
    if not answer["ok"]:
        tables = ask("dynamodb", operation="ListTables")["rows"]
        answer = ask("dynamodb", operation="DescribeTable", parameters={"TableName": tables[0][0]})
    assert "TableName" in answer["columns"]
    assert answer["total"] == 1


def test_what_does_not_exist_is_not_found(ask):
    """AWS was asked, and knows no such thing."""
    answer = ask("s3", operation="GetBucketPolicy", parameters={"Bucket": "no-such-bucket-at-all"})
    assert answer["error"]["code"] == "NotFound"
    assert answer["error"]["hint"]


def test_eight_calls_at_once_answer_as_they_do_alone(ask):
    """Nothing is shared that a call could spoil for another."""

    def call(question):
        tool, query = question
        answer = ask(tool, query=query, regions=["us-east-1", "eu-west-1"])
        return {key: value for key, value in answer.items() if key != "elapsed_ms"}

    questions = list(LISTS.items())[:8]
    alone = [call(each) for each in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(call, questions)) == alone


def test_what_an_insight_reads_is_paid_for_and_marked(ask):
    """The reads behind its rows count as its own."""
    costs = ask("cost_explorer", operation="CostByService")
    assert costs["cost_usd"] == 0.01 * costs["api_calls"]
    lines = ask(
        "cloudwatch",
        operation="LogErrors",
        parameters={"log_group": "/aws/lambda/shop-checkout"},
        regions=["us-east-1"],
    )
    assert lines["untrusted"] is True
    assert "untrusted" not in costs


def test_access_keys_are_shown_by_their_ids(ask):
    """An id of a key opens nothing, and without it nobody knows which key is meant."""
    user = next(
        row[0]
        for row in ask("iam", operation="ListUsers", fields="[UserName]")["rows"]
        if ask("iam", operation="ListAccessKeys", parameters={"UserName": row[0]})["rows"]
    )
    answer = ask("iam", operation="ListAccessKeys", parameters={"UserName": user})
    assert all(each.startswith("AKIA") for each in column(answer, "access_key_id"))


def test_a_refusal_says_its_reason(ask):
    """A model can tell what it may not do from what it did wrong."""
    write = ask("ec2", query="please delete the volume vol-0123456789abcdef0")
    secret = ask("iam", query="get the secret value of db-password")
    assert write["error"]["reason"] == "write"
    assert secret["error"]["reason"] == "secret"


def test_a_wrong_operation_names_its_neighbours(ask):
    """Candidates carry what a next call needs."""
    found = ask("s3", operation="GetBucketPolicys")["error"]["candidates"]
    assert found[0]["operation"] == "GetBucketPolicy"
    assert found[0]["required"] == ["Bucket"]


def test_an_operation_of_another_tool_names_that_tool(ask):
    """The model asks the right one next."""
    assert "s3_read_operations" in ask("ec2", operation="ListBuckets")["error"]["hint"]


def test_the_gateway_form_names_the_tool_in_the_client_context(engine):
    """The event is the bare arguments, and the log line carries the message id."""
    lines = []
    answer = engine.answer({"query": "users"}, gateway("iam_read_operations"), lines.append)
    assert answer["ok"]
    assert lines[0]["message_id"] == "m-1"
    assert lines[0]["plan"]["operation"] == "ListUsers"


def test_nothing_a_caller_wrote_stands_in_the_log_line(engine):
    """A question may hold whatever its asker knows."""
    lines = []
    event = {"query": "users hunter2", "fields": "hunter2", "cursor": None}
    engine.answer(event, gateway("iam_read_operations"), lines.append)
    assert "hunter2" not in json.dumps(lines)


@pytest.mark.parametrize("name", ["hunter2", "ec2_read_operations hunter2"])
def test_a_tool_that_there_is_not_stays_out_of_the_log_line(engine, name):
    """Its name is the caller's text too, and so is a message id that is none."""
    lines = []
    engine.answer({}, gateway(name, message="password=hunter2"), lines.append)
    engine.answer({"tool": name, "arguments": {}}, None, lines.append)
    assert "hunter2" not in json.dumps(lines)
    assert {line["code"] for line in lines} == {"UnknownTool"}


def test_a_failure_is_told_without_the_secrets_that_aws_quotes(sessions_of):
    """An error's text holds what the account holds, also where it is the whole answer."""
    quoted = {"Code": "ValidationException", "Message": "no url postgres://a:hunter2@b, no more"}

    def make():
        session = sessions_of("http://127.0.0.1:9")()
        refuse = AWSResponse("", 400, {}, None), {"Error": quoted, "ResponseMetadata": {}}
        session.register("before-call", lambda **_: refuse)
        return session

    event = {"tool": "sqs_read_operations", "arguments": {"operation": "ListQueues"}}
    answer = build(Settings(region="us-east-1"), make).answer(event, None, lambda _: None)
    assert answer["error"]["message"].endswith("no url postgres://a:[redacted]@b, no more")


def test_planted_secrets_do_not_come_out(ask):
    """Environment values are masked, their keys are kept."""
    answer = ask("lambda", operation="ListFunctions", fields="Environment.Variables")
    assert answer["redacted"] > 0
    assert "[redacted]" in json.dumps(answer["rows"])


def test_a_gateway_call_cannot_use_the_direct_form(engine):
    """With client context, `tool` is an unknown argument like any other."""
    event = {"tool": "ec2_read_operations", "arguments": {"query": "instances"}}
    answer = engine.answer(event, gateway("iam_read_operations"), lambda _: None)
    assert answer["error"]["code"] == "InvalidArgument"


@pytest.mark.parametrize("event", [None, [], "x", {}, {"tool": "x"}, {"tool": 1, "arguments": {}}])
def test_another_direct_form_is_refused(engine, event):
    """Nothing is guessed."""
    answer = engine.answer(event, None, lambda _: None)
    assert answer["error"]["code"] in ("InvalidArgument", "UnknownTool")


def test_hello_world_and_the_time_need_no_account(engine):
    """The two tools that read nothing answer in the same shape."""
    hello = engine.answer({"name": "Ada"}, gateway("hello_world"), lambda _: None)
    clock = engine.answer({}, gateway("get_time"), lambda _: None)
    assert hello["summary"] == "Hello, Ada!"
    assert set(hello) == set(clock) == KEYS
    assert clock["columns"] == ["utc", "unix_seconds"]


def test_no_time_left_is_a_timeout(engine):
    """The Lambda's own deadline ends the reading before it ends the Lambda."""
    context = gateway("ec2_read_operations", remaining=1_000)
    answer = engine.answer({"query": "instances"}, context, lambda _: None)
    assert answer["error"]["code"] == "Timeout"


def test_chosen_columns_reach_into_an_answer_of_one_record(ask):
    """`DescribeCluster` has its record inside an object."""
    name = ask("eks", operation="ListClusters")["rows"][0][0]
    answer = ask("eks", operation="DescribeCluster", parameters={"name": name})
    assert column(answer, "name") == [name]
    assert "version" in answer["columns"]
