"""No secret leaves: by member of the answer, and by what free text looks like."""

import json
from collections.abc import Mapping

import botocore.session
import pytest
from botocore.model import ListShape, MapShape, StructureShape

from mcp_tool.catalog import Catalog
from mcp_tool.redact import MASK, Members, TextScanner, mask_members
from mcp_tool.redaction.places import BESIDE, PLACES
from mcp_tool.tools import TOOLS

CANARY = "canary-5f3a"


@pytest.fixture(scope="module")
def session():
    return botocore.session.Session()


@pytest.fixture(scope="module")
def shapes(session):
    """The output shape of every operation that may be called."""
    return {
        f"{each.service}:{each.name}": shape
        for tool in TOOLS
        for each in Catalog.load().operations(tool.name)
        if (
            shape := session.get_service_model(each.service).operation_model(each.name).output_shape
        )
    }


@pytest.fixture
def output(session):
    def find(service, name):
        return session.get_service_model(service).operation_model(name).output_shape

    return find


def answer(shape, *, secret=False, above=()):
    """An answer of a shape: the canary where a secret may stand, names of values, else numbers."""
    secret = secret or bool(shape.metadata.get("sensitive"))
    if above.count(shape.name) > 1:
        return {} if isinstance(shape, StructureShape | MapShape) else []
    above = (*above, shape.name)
    if isinstance(shape, StructureShape):
        names = {"name", "key"} if {"value", "Value"} & set(shape.members) else set()
        return {
            name: "a name"
            if name.casefold() in names
            else answer(member, secret=secret or listed(shape, name), above=above)
            for name, member in shape.members.items()
        }
    if isinstance(shape, ListShape):
        return [answer(shape.member, secret=secret, above=above)]
    if isinstance(shape, MapShape):
        return {"entry": answer(shape.value, secret=secret, above=above)}
    return CANARY if secret else 7


def listed(shape, member):
    place = f"{shape.name}.{member}"
    return place in PLACES or (place in BESIDE and BESIDE[place] in shape.members)


def leaves(value):
    if isinstance(value, Mapping):
        return [leaf for each in value.values() for leaf in leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in leaves(each)]
    return [value]


def test_no_canary_survives_in_any_answer(shapes):
    """In every operation, each sensitive member and each reviewed place is masked, nothing else."""
    members = Members()
    planted = 0
    for name, shape in shapes.items():
        given = answer(shape)
        masked, count = members.mask(shape, given)
        before, after = leaves(given), leaves(masked)
        assert CANARY not in after, name
        assert count == before.count(CANARY), name
        assert [MASK if leaf == CANARY else leaf for leaf in before] == after, name
        planted += count
    assert planted > 1000


def test_every_reviewed_place_exists(shapes):
    """A place that no answer has (any more) is dropped from the list."""
    seen, found = set(), set()
    waiting = [(name.split(":")[0], shape) for name, shape in shapes.items()]
    while waiting:
        service, shape = waiting.pop()
        if (service, shape.name) in seen:
            continue
        seen.add((service, shape.name))
        if isinstance(shape, StructureShape):
            found |= {f"{shape.name}.{name}" for name in shape.members if listed(shape, name)}
            waiting += [(service, member) for member in shape.members.values()]
        elif isinstance(shape, ListShape):
            waiting.append((service, shape.member))
        elif isinstance(shape, MapShape):
            waiting.append((service, shape.value))
    assert found == {*PLACES, *BESIDE}


def test_keys_stay_and_the_answer_given_is_not_changed(output):
    """A reader sees which variables a function has, not their values."""
    given = {"FunctionName": "pay", "Environment": {"Variables": {"DB_PASSWORD": "x", "MODE": "y"}}}
    masked, count = mask_members(output("lambda", "GetFunctionConfiguration"), given)
    assert masked == {
        "FunctionName": "pay",
        "Environment": {"Variables": {"DB_PASSWORD": MASK, "MODE": MASK}},
    }
    assert count == 2
    assert given["Environment"]["Variables"]["MODE"] == "y"


@pytest.mark.parametrize(
    ("service", "operation", "given", "masked"),
    [
        (
            "cloudformation",
            "DescribeStacks",
            {
                "Stacks": [
                    {
                        "Parameters": [{"ParameterKey": "Size", "ParameterValue": "x"}],
                        "Outputs": [{"OutputKey": "Url", "OutputValue": "y"}],
                    }
                ]
            },
            {
                "Stacks": [
                    {
                        "Parameters": [{"ParameterKey": "Size", "ParameterValue": MASK}],
                        "Outputs": [{"OutputKey": "Url", "OutputValue": MASK}],
                    }
                ]
            },
        ),
        (
            "ecs",
            "DescribeTaskDefinition",
            {
                "taskDefinition": {
                    "containerDefinitions": [{"environment": [{"name": "A", "value": "x"}]}]
                }
            },
            {
                "taskDefinition": {
                    "containerDefinitions": [{"environment": [{"name": "A", "value": MASK}]}]
                }
            },
        ),
        (
            "ec2",
            "DescribeInstanceAttribute",
            {"InstanceId": "i-1", "UserData": {"Value": "IyEvYmlu"}},
            {"InstanceId": "i-1", "UserData": {"Value": MASK}},
        ),
        (
            "ecs",
            "DescribeTaskDefinition",
            {
                "taskDefinition": {
                    "containerDefinitions": [
                        {"command": ["run", "--db-password", "x", "--on", "x"]}
                    ]
                }
            },
            {
                "taskDefinition": {
                    "containerDefinitions": [
                        {"command": ["run", "--db-password", MASK, "--on", "x"]}
                    ]
                }
            },
        ),
        (
            "glue",
            "GetJob",
            {"Job": {"Name": "etl", "DefaultArguments": {"--db_url": "jdbc:x"}}},
            {"Job": {"Name": "etl", "DefaultArguments": {"--db_url": MASK}}},
        ),
        (
            "ec2",
            "DescribeTags",
            {"Tags": [{"Key": "DbPassword", "Value": "x"}, {"Key": "team", "Value": "x"}]},
            {"Tags": [{"Key": "DbPassword", "Value": MASK}, {"Key": "team", "Value": "x"}]},
        ),
        (
            "sns",
            "GetEndpointAttributes",
            {"Attributes": {"Token": "abc", "Enabled": "true"}},
            {"Attributes": {"Token": MASK, "Enabled": "true"}},
        ),
    ],
)
def test_values_that_people_put_secrets_into_are_masked(output, service, operation, given, masked):
    """The places named in the design, each in an answer as AWS gives it."""
    assert mask_members(output(service, operation), given)[0] == masked


def test_engine_parameters_are_not_taken_for_stack_parameters(output):
    """The same shape name in another service is no secret."""
    given = {"Parameters": [{"ParameterName": "max_connections", "ParameterValue": "100"}]}
    assert mask_members(output("rds", "DescribeDBParameters"), given) == (given, 0)


def test_an_answer_without_secrets_is_handed_back_as_it_is(output):
    """Most answers cost nothing but a look."""
    shape = output("ec2", "DescribeInstances")
    given = {"Reservations": [{"Instances": [{"InstanceId": "i-1", "Tags": []}]}]}
    masked, count = Members().mask(shape, given)
    assert masked is given
    assert count == 0


def test_an_answer_of_another_form_than_its_shape_is_left_alone(output):
    """Botocore turns policies into structures although the model calls them strings."""
    given = {"PolicyDocument": {"Statement": [{"Effect": "Allow"}]}, "RoleName": None}
    assert mask_members(output("iam", "GetRolePolicy"), given) == (given, 0)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("password=hunter2", f"password={MASK}"),
        ("DB_PASSWORD=hunter2 host=db", f"DB_PASSWORD={MASK} host=db"),
        ("env:DB_PASS=hunter2", f"env:DB_PASS={MASK}"),
        ("login with password: swordfish", f"login with password: {MASK}"),
        ('{"password":"a b","user":"bob"}', f'{{"password":"{MASK}","user":"bob"}}'),
        (r"{\"apiKey\":\"x1\"}", rf"{{\"apiKey\":\"{MASK}\"}}"),
        ("<Secret>abc</Secret>", f"<Secret>{MASK}</Secret>"),
        ("mysql --password hunter2 -h db", f"mysql --password {MASK} -h db"),
        ("postgres://app:pa55@db:5432/x", f"postgres://app:{MASK}@db:5432/x"),
        ("Server=db;Password=two words;Port=1", f"Server=db;Password={MASK};Port=1"),
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {MASK}"),
        ("sent bearer a1b2c3d4e5f6g7h8i9", f"sent bearer {MASK}"),
        ("got eyJhbGciOiJI.eyJzdWIi.c2ln", f"got {MASK}"),
        ("key AKIAIOSFODNN7EXAMPLE leaked", f"key {MASK} leaked"),
        ("aws_secret_access_key = wJalrXUtnFEMI/K7", f"aws_secret_access_key = {MASK}"),
        ("https://b/k?X-Amz-Signature=ab12&x=1", f"https://b/k?X-Amz-Signature={MASK}&x=1"),
        ("use ghp_" + "a1B2" * 9, f"use {MASK}"),
        ("use xoxb-123-456-abcdef", f"use {MASK}"),
        ("use sk-proj-" + "a1B2" * 9, f"use {MASK}"),
        ("//registry.example/:_authToken=npm_abc", f"//registry.example/:_authToken={MASK}"),
        ("use sk_live_" + "a" * 24, f"use {MASK}"),
        # However deep in JSON, a name and its value; also where the two stand side by side.
        (r"{\\\"password\\\":\\\"x1\\\"}", rf"{{\\\"password\\\":\\\"{MASK}\\\"}}"),
        (r'{"password":"a\"b"}', f'{{"password":"{MASK}"}}'),
        ('{"password": ["a", 1]}', f'{{"password": ["{MASK}", 1]}}'),
        ('{"name":"DB_PASSWORD","value":"x1"}', f'{{"name":"DB_PASSWORD","value":"{MASK}"}}'),
        (
            r"{\"Key\": \"token\", \"Value\": \"x1\"}",
            rf"{{\"Key\": \"token\", \"Value\": \"{MASK}\"}}",
        ),
        (
            '{"ParameterKey":"DbPass","ParameterValue":"x"}',
            f'{{"ParameterKey":"DbPass","ParameterValue":"{MASK}"}}',
        ),
        ('<add key="Password" value="x1"/>', f'<add key="Password" value="{MASK}"/>'),
        ("config['password'] = 'x1'", f"config['password'] = '{MASK}'"),
        # Whole, whatever is in it.
        ("password=a,b user=c", f"password={MASK} user=c"),
        ("password=a&b&user=c", f"password={MASK}&user=c"),
        ("password=a,user=c, ok", f"password={MASK},user=c, ok"),
        ("password=***x1", f"password={MASK}"),
        # In other spellings.
        ("userPass=x1", f"userPass={MASK}"),
        ("db_pw: x1", f"db_pw: {MASK}"),
        ("PASSWORD_V2=x1", f"PASSWORD_V2={MASK}"),
        ("DB_PASS_PRIMARY=x1", f"DB_PASS_PRIMARY={MASK}"),
        ("body password%3Dx1%26user%3Dc", f"body password%3D{MASK}%26user%3Dc"),
        ("https%3A%2F%2Fbob%3Apw%40host", f"https%3A%2F%2Fbob%3A{MASK}%40host"),
        ("Cookie: session=x1; a=b", f"Cookie: {MASK}"),
        # What programs take as a login.
        ("curl -s -u bob:x1 https://host", f"curl -s -u bob:{MASK} https://host"),
        ("mysql -h db -uroot -px1 shop", f"mysql -h db -uroot -p{MASK} shop"),
        ("app:x1@tcp(db:3306)/shop", f"app:{MASK}@tcp(db:3306)/shop"),
        ("jdbc:oracle:thin:scott/x1@db:1521/x", f"jdbc:oracle:thin:scott/{MASK}@db:1521/x"),
        ("use https://" + "a1B2" * 9 + "@host/x", f"use https://{MASK}@host/x"),
        # Tokens by their make.
        ("use npm_" + "a1B2" * 9, f"use {MASK}"),
        ("use github_pat_" + "a1B2_" * 14, f"use {MASK}"),
        ("use AIza" + "a1B2_" * 7, f"use {MASK}"),
        # A key that came line by line, without its first one.
        ("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj", MASK),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n", MASK),
        (
            "a -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- b",
            f"a {MASK} b",
        ),
    ],
)
def test_secrets_in_free_text_are_masked(text, clean):
    """What stands around a secret stays, so that a log line can still be read."""
    assert TextScanner().clean(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "i-0123456789abcdef0",
        "AKIAIOSFODNN7EXAMPLE",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf",
        "arn:aws:sns:us-east-1:123456789012:my-token:0f3b6c1e-1111-2222-3333-444455556666",
        "arn:aws:iam::123456789012:role/token-vendor",
        "secretsmanager:GetSecretValue",
        "token.actions.githubusercontent.com:sub",
        "https://sqs.us-east-1.amazonaws.com/123456789012/queue",
        "2024/01/01/[$LATEST]0123456789abcdef0123456789abcdef",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "REPORT RequestId: 0f3b6c1e-1111 Duration: 10 ms Memory Size: 128 MB",
        "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
        "APACHESERVERS01APACHE",
        "Rotates the secret of the orders database",
        "the password must be changed",
        "password: must be at least 14 characters",
        "max_tokens=4096, input_tokens: 120",
        "access_key_id=none token_type=bearer passwordLength=14",
        "secretArn=arn:aws:secretsmanager:x secret_name=prod/db",
        "password=${DbPassword}",
        "password={{resolve:secretsmanager:db}}",
        "http-tokens: required",
        "bob@example.com, http://example.com/a alice@example.com",
        "Basic authentication is off",
        "cookies: 3, cookiePolicy on",
        "bypass=true compass=north surpass=x",
        "docker run -u 1000:1000 -p8080:80",
        "sha512:" + "0f" * 32,
        "a" * 64,
        "https://0123456789abcdef.execute-api.us-east-1.amazonaws.com/a@b",
        '{"name":"DB_PASSWORD","valueFrom":"arn:aws:ssm:us-east-1:1:parameter/db"}',
        '{"key":"token","value":"${TOKEN}"}',
        "password=[redacted], token=***",
        "",
    ],
)
def test_ordinary_names_ids_and_sentences_stay(text):
    """An operator must be able to trust that a mask stands for a secret."""
    scanner = TextScanner()
    assert scanner.clean(text) == text
    assert scanner.count == 0


@pytest.mark.parametrize(
    "value",
    [
        {"password": ["hunter2"]},
        [{"name": "DB_PASS", "value": "hunter2"}],
        {"a": {"token": "hunter2"}},
    ],
)
@pytest.mark.parametrize("levels", range(4))
def test_json_is_looked_into_however_often_it_was_written_into_a_text(value, levels):
    """Trails and logs quote requests, and those quote others."""
    text = json.dumps(value, indent=2)
    for _ in range(levels):
        text = json.dumps({"message": text})
    assert "hunter2" not in TextScanner().clean(text)


def test_each_masked_secret_is_counted_also_when_the_text_comes_again():
    """The count is of values that were masked in the answer."""
    scanner = TextScanner()
    for _ in range(3):
        scanner.clean("password=a token=b")
    scanner.clean("nothing here")
    assert scanner.count == 6


@pytest.mark.parametrize(
    "part",
    [
        *("a", "//", "sk-", "eyJ-", "eyJ.", "://", "://a:", ";", "; ", "-", "--", "password "),
        *("password: ", "token=", "xoxb-1-", "bearer 1", "aws key'", "-----BEGIN ", "AKIA", "=>"),
        *("sig=", "A-", '\\"', "AccountKey=", "1234567890:", "ABC.", "pass", ";pass =", "\u0130"),
        *("curl ", "curl -u ", "curl -u a:", "mysql ", "mysql -p", "%3A%2F%2F", "%3a%2f%2fa%3A"),
        *("password=,", "password=a,a", "password=&", '"name":"pass', '\\"pass\\":\\"', "thin:"),
        *("name=token", "cookie: ", "@tcp(", "a:a@tcp(", "thin:a/a", "://aaaaaaaaaaaaaaaaaaaaa"),
        *('"password":"\\', "\\", '\\\\"', "name='token',", "Key=token,Value="),
    ],
)
def test_no_line_of_text_keeps_the_scanner_busy(part):
    """Strangers write log lines; half a megabyte of anything is scanned in time."""
    text = ("AKIA @ " + part * (500_000 // len(part)))[:500_000]
    assert isinstance(TextScanner().clean(text), str)


_IDENTIFIES = ("id", "arn", "name", "identifier", "url", "key", "version", "value")


def identifiers(record, *, marked):
    """List the members that point at a thing, those that are marked as sensitive or the others."""
    return [
        name
        for name, member in record.members.items()
        if name.casefold().endswith((*_IDENTIFIES, "email"))
        and bool(member.metadata.get("sensitive")) is marked
    ]


def test_beside_every_name_that_is_masked_stands_an_id_that_is_not(models, catalog):
    """Masked, a name is missed; a record that nobody can point at would be useless."""
    operations = [each for tool in TOOLS for each in catalog.operations(tool.name)]
    records = [models.element(each.service, each.name, each.result_key) for each in operations]
    named = [
        record
        for record in records
        if isinstance(record, StructureShape) and identifiers(record, marked=True)
    ]
    assert named
    assert [each.name for each in named if not identifiers(each, marked=False)] == []
