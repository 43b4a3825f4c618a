"""Who has administrator rights, and how."""

import pytest

from local.seed.identity import ADMIN_PRINCIPALS


def test_administrators_are_found_in_every_way_they_come(run):
    """Attached, inline, through a group; much of one service and a denial are near misses."""
    found = run("AdminPrincipals")
    ways = {row["principal"]: row["through"] for row in found.rows}
    assert ways == {
        "break-glass": "inline",
        "ci-admin": "attached",
        "contractor.lee": "inline",
        "marta.ruiz": "group platform-admins",
    }
    assert set(ways) == set(ADMIN_PRINCIPALS)
    assert not {"storage-admin", "quarantine", "svc-deploy"} & set(ways)
    assert found.summary == (
        "2 users and 2 roles have administrator rights, of 8 users and 10 roles."
    )


def test_administrators_are_as_the_api_has_them(run, aws):
    """The policy is one that the principal has, or its group."""
    iam = aws("iam")
    found = run("AdminPrincipals")
    role = found.row(principal="ci-admin")
    attached = iam.list_attached_role_policies(RoleName="ci-admin")["AttachedPolicies"]
    assert role["policy"] in [each["PolicyName"] for each in attached]
    assert role["arn"] == iam.get_role(RoleName="ci-admin")["Role"]["Arn"]
    user = found.row(principal="contractor.lee")
    names = iam.list_user_policies(UserName="contractor.lee")["PolicyNames"]
    assert user["policy"] in names
    members = iam.get_group(GroupName="platform-admins")["Users"]
    assert found.row(principal="marta.ruiz")["arn"] in [each["Arn"] for each in members]


@pytest.mark.parametrize(
    ("statement", "administrator"),
    [
        ({"Effect": "Allow", "Action": "*", "Resource": "*"}, True),
        ({"Effect": "Allow", "Action": ["ec2:*", "*:*"], "Resource": ["*"]}, True),
        ([{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {}}], True),
        ({"Effect": "Deny", "Action": "*", "Resource": "*"}, False),
        ({"Effect": "Allow", "Action": "iam:*", "Resource": "*"}, False),
        ({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, False),
        ({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::one"}, False),
    ],
)
def test_a_managed_policy_counts_by_what_it_says(told, statement, administrator):
    """Everything on everything makes an administrator, in each spelling; less does not."""
    role = {"RoleName": "builder", "Path": "/", "Arn": "arn:aws:iam::1:role/builder"}
    policy = {"PolicyName": "own", "Arn": "arn:aws:iam::1:policy/own", "DefaultVersionId": "v2"}
    document = {"Version": "2012-10-17", "Statement": statement}
    found = told(
        "AdminPrincipals",
        {
            "iam:ListRoles": [role],
            "iam:ListPolicies": [policy],
            "iam:GetPolicyVersion": [{"PolicyVersion": {"Document": document}}],
            "iam:ListAttachedRolePolicies": [{"PolicyName": "own", "PolicyArn": policy["Arn"]}],
        },
    )
    assert found.column("principal") == (["builder"] if administrator else [])
