"""Who can do everything: users and roles with administrator rights, and how they came by them.

What counts is what their own and their groups' policies allow. Permissions boundaries, service
control policies and denials may take it away again; they are not weighed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mcp_tool.insights.account import Account, Reading, Record
from mcp_tool.insights.insight import Found, Insight, columns

TOOL = "iam_read_operations"

# AWS's own policy, in every partition.
_ADMINISTRATOR = ":iam::aws:policy/AdministratorAccess"
_KINDS = ("User", "Group", "Role")


def _administrators(account: Account) -> Found:
    lists = [(kind, account.once(f"iam:List{kind}s")) for kind in _KINDS]
    principals = [(kind, each) for kind, list_ in lists for each in list_ if _own(each)]
    attached = [_about(account, "iam:ListAttached{}Policies", *each) for each in principals]
    inline = _inline(account, principals)
    arns = _administrative(account)
    grants = [
        (kind, each, policy, how)
        for (kind, each), managed, own in zip(principals, attached, inline, strict=True)
        for policy, how in (
            *((each["PolicyName"], "attached") for each in managed if _is(each, arns)),
            *((name, "inline") for name in own),
        )
    ]
    rows = [
        *(_row(kind, each, policy, how) for kind, each, policy, how in grants if kind != "Group"),
        *_members(account, grants),
    ]
    rows.sort(key=lambda each: (each["kind"], each["principal"], each["through"]))
    told = {(each["kind"], each["Arn"]) for each in rows}
    users = sum(kind == "User" for kind, _ in told)
    return Found(
        rows,
        f"{users:,} users and {len(told) - users:,} roles have administrator rights, of"
        f" {sum(kind == 'User' for kind, _ in principals):,} users and"
        f" {sum(kind == 'Role' for kind, _ in principals):,} roles.",
    )


def _own(principal: Record) -> bool:
    """Tell whether the account made it; roles of AWS's services have policies of AWS's."""
    return not principal["Path"].startswith("/aws-service-role/")


def _administrative(account: Account) -> set[str]:
    """List the account's own managed policies that allow everything."""
    policies = list(account.once("iam:ListPolicies", Scope="Local", OnlyAttached=True))
    versions = [
        account.at(
            each,
            "iam:GetPolicyVersion",
            PolicyArn=each["Arn"],
            VersionId=each["DefaultVersionId"],
        )
        for each in policies
    ]
    return {
        policy["Arn"]
        for policy, version in zip(policies, versions, strict=True)
        if _allows_all(version.first.get("PolicyVersion", {}).get("Document"))
    }


def _about(account: Account, call: str, kind: str, principal: Record, **more: str) -> Reading:
    """Call what has a twin for users, groups and roles."""
    named = {f"{kind}Name": principal[f"{kind}Name"]}
    return account.at(principal, call.format(kind), **named, **more)


def _inline(account: Account, principals: list[tuple[str, Record]]) -> list[list[str]]:
    """List for each principal its inline policies that allow everything."""
    lists = [_about(account, "iam:List{}Policies", *each) for each in principals]
    documents = [
        [
            (each["value"], _about(account, "iam:Get{}Policy", *of, PolicyName=each["value"]))
            for each in names
        ]
        for of, names in zip(principals, lists, strict=True)
    ]
    return [
        [name for name, read in all_ if _allows_all(read.first.get("PolicyDocument"))]
        for all_ in documents
    ]


def _is(policy: Record, arns: set[str]) -> bool:
    return policy["PolicyArn"] in arns or policy["PolicyArn"].endswith(_ADMINISTRATOR)


def _members(account: Account, grants: list[tuple[str, Record, str, str]]) -> Iterator[Record]:
    """Give the users of the groups that have the rights."""
    groups = [(each, policy) for kind, each, policy, _ in grants if kind == "Group"]
    reads = [account.at(each, "iam:GetGroup", GroupName=each["GroupName"]) for each, _ in groups]
    for (group, policy), users in zip(groups, reads, strict=True):
        for user in users:
            yield _row("User", user, policy, f"group {group['GroupName']}")


def _row(kind: str, principal: Record, policy: str, through: str) -> Record:
    facts = {"kind": kind, "principal": principal[f"{kind}Name"]}
    return principal | facts | {"policy": policy, "through": through}


def _allows_all(document: Any) -> bool:
    """Tell whether a policy document has a statement that allows every action on everything."""
    if not isinstance(document, Mapping):
        return False
    return any(
        each.get("Effect") == "Allow"
        and {"*", "*:*"} & set(_listed(each.get("Action")))
        and "*" in _listed(each.get("Resource"))
        for each in _listed(document.get("Statement"))
    )


def _listed(value: Any) -> list[Any]:
    """One thing may stand without its list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


INSIGHTS = (
    Insight(
        name="AdminPrincipals",
        tool=TOOL,
        summary="users and roles with administrator rights: attached, inline or through a group",
        words="admin users, administrators, who has admin access, AdministratorAccess, full access"
        " to everything, who can do anything, too much power, overprivileged users and roles,"
        " wildcard policies, full control (*:*)",
        calls=(
            "iam:ListUsers",
            "iam:ListGroups",
            "iam:ListRoles",
            "iam:ListPolicies",
            "iam:GetPolicyVersion",
            "iam:ListAttachedUserPolicies",
            "iam:ListAttachedGroupPolicies",
            "iam:ListAttachedRolePolicies",
            "iam:ListUserPolicies",
            "iam:ListGroupPolicies",
            "iam:ListRolePolicies",
            "iam:GetUserPolicy",
            "iam:GetGroupPolicy",
            "iam:GetRolePolicy",
            "iam:GetGroup",
        ),
        columns=columns("principal", "kind", "policy", "through", "arn=Arn", "created=CreateDate"),
        find=_administrators,
        service="iam",
    ),
)
