"""Whether a plan is right."""

import pytest

from evals.plans import Judge
from evals.questions import Question
from mcp_tool.catalog import Catalog

SHOWN = {
    "tool": "iam_read_operations",
    "service": "iam",
    "operation": "ListUsers",
    "candidates": [
        {"service": "iam", "operation": "ListUsers"},
        {"service": "iam", "operation": "GetUser"},
    ],
    "error": None,
}


@pytest.fixture(scope="module")
def judge():
    return Judge(Catalog.load(), {"UsersWithoutMFA": ["iam:ListUsers", "iam:ListMFADevices"]})


def question(*right):
    return Question("who?", "iam_read_operations", frozenset(right), held_out=False)


def passed(verdict):
    return verdict.first, verdict.among, verdict.complete


@pytest.mark.parametrize(
    ("right", "changes", "expected"),
    [
        ("iam:ListUsers", {}, (True, True, True)),
        ("iam:GetUser", {}, (False, True, False)),
        ("iam:ListRoles", {}, (False, False, False)),
        ("iam:ListUsers", {"error": {"code": "InvalidArgument"}}, (True, True, False)),
        (
            "iam:ListUsers",
            {"service": None, "operation": None, "error": {"code": "Ambiguous"}},
            (False, True, False),
        ),
        ("iam:ListMFADevices", {"service": "", "operation": "UsersWithoutMFA"}, (True, True, True)),
        (
            "secretsmanager:GetSecretValue",
            {"service": None, "operation": None, "error": {"code": "Refused"}},
            (True, True, True),
        ),
        ("iam:ListUsers", {"error": {"code": "Refused"}}, (False, True, False)),
    ],
)
def test_a_plan_is_judged_by_what_it_reads(judge, right, changes, expected):
    """Its operation, its insight's operations, or a refusal where the catalogue refuses."""
    assert passed(judge.verdict(question(right), SHOWN | changes)) == expected
