"""IAM: people, machines, groups, roles and policies, some with more power than they need."""

import json
from dataclasses import dataclass, field
from typing import Any

from local.seed.account import ACCOUNT_ID, Account, tags

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
LAMBDA_BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


@dataclass(frozen=True, slots=True)
class Key:
    """An access key: its age, whether it is active, and when it was last used."""

    days: float
    active: bool = True
    used_days: float | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A person or a machine.

    Args:
        console: has a password.
        signed_in_days: since the password was last used; None is never.
        inline: name to policy document.
    """

    name: str
    console: bool = False
    mfa: bool = False
    groups: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    signed_in_days: float | None = None
    inline: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Role:
    """A role, who may assume it, what it may do, and when it last was used (None is never)."""

    name: str
    service: str
    attached: tuple[str, ...] = ()
    inline: dict[str, Any] = field(default_factory=dict)
    used_days: float | None = None
    path: str = "/"


def allow(*actions: str, resource: str = "*", effect: str = "Allow") -> dict[str, Any]:
    """Write a policy document of one statement."""
    statement = {"Effect": effect, "Action": list(actions), "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement]}


def own(name: str) -> str:
    """Give the ARN of a policy of this account."""
    return f"arn:aws:iam::{ACCOUNT_ID}:policy/{name}"


USERS = (
    User("marta.ruiz", console=True, mfa=True, groups=("platform-admins",), signed_in_days=1),
    User(
        "priya.nair",
        console=True,
        mfa=True,
        groups=("developers",),
        keys=(Key(20, used_days=1),),
        signed_in_days=2,
    ),
    # Console without MFA; the machines below have no console, which is the near miss.
    User("jonas.berg", console=True, groups=("developers",), signed_in_days=3),
    User(
        "contractor.lee",
        console=True,
        keys=(Key(95, used_days=60),),
        inline={"temporary-everything": allow("*")},
        signed_in_days=61,
    ),
    User("svc-deploy", groups=("deployers",), keys=(Key(410, used_days=2), Key(5))),
    User("svc-backup", keys=(Key(700, active=False),)),
    User("svc-metrics", keys=(Key(89, used_days=1),)),
    User("intern.2024", console=True, signed_in_days=500),
)

POLICIES = {
    "shop-orders-read": allow(
        "dynamodb:GetItem", resource=f"arn:aws:dynamodb:us-east-1:{ACCOUNT_ID}:table/shop-*"
    ),
    "legacy-ftp-access": allow("s3:GetObject", resource="arn:aws:s3:::tarnfield-ftp/*"),
    "developer-boundary": allow("iam:*", "organizations:*", effect="Deny"),
}

GROUPS: dict[str, tuple[str, ...]] = {
    "platform-admins": (ADMINISTRATOR,),
    "developers": (READ_ONLY, own("shop-orders-read")),
    "deployers": (),
    "former-staff": (),
}

# Policies inside a group: name to document.
GROUP_POLICIES = {"deployers": {"start-builds": allow("codebuild:StartBuild")}}

ROLES = (
    Role(
        "shop-lambda",
        "lambda.amazonaws.com",
        attached=(LAMBDA_BASIC, own("shop-orders-read")),
        used_days=0.1,
    ),
    Role("shop-tasks", "ecs-tasks.amazonaws.com", attached=(READ_ONLY,), used_days=0.2),
    Role("ci-admin", "codebuild.amazonaws.com", attached=(ADMINISTRATOR,), used_days=2),
    Role("break-glass", "ec2.amazonaws.com", inline={"all": allow("*:*")}, used_days=200),
    # All of one service is a lot, but no administrator; denying all is none either.
    Role("storage-admin", "ec2.amazonaws.com", inline={"s3": allow("s3:*")}, used_days=12),
    Role("quarantine", "ec2.amazonaws.com", inline={"none": allow("*", effect="Deny")}),
    Role("legacy-etl", "glue.amazonaws.com", attached=(READ_ONLY,)),
    Role("flow-logs", "vpc-flow-logs.amazonaws.com", inline={"logs": allow("logs:PutLogEvents")}),
    Role("eks-cluster", "eks.amazonaws.com", attached=(READ_ONLY,), used_days=0.1),
    Role("sagemaker", "sagemaker.amazonaws.com", attached=(READ_ONLY,), used_days=9),
    Role(
        "AWSServiceRoleForSupport",
        "support.amazonaws.com",
        path="/aws-service-role/support.amazonaws.com/",
    ),
)
ADMIN_PRINCIPALS = ("marta.ruiz", "contractor.lee", "ci-admin", "break-glass")


def fill(account: Account) -> None:
    """Create users, groups, roles and policies."""
    account.post(
        "/sandbox/managed-policies",
        ["AdministratorAccess", "ReadOnlyAccess", "AWSLambdaBasicExecutionRole"],
    )
    account.client("organizations").create_organization(FeatureSet="ALL")
    iam = account.client("iam")
    iam.create_account_alias(AccountAlias="tarnfield")
    iam.update_account_password_policy(MinimumPasswordLength=12, RequireSymbols=True)
    for name, document in POLICIES.items():
        iam.create_policy(PolicyName=name, PolicyDocument=json.dumps(document))
        account.backdate("iam", "managed_policies", own(name), "create_date", days=320)
    _bound(account)
    for group, attached in GROUPS.items():
        iam.create_group(GroupName=group)
        for arn in attached:
            iam.attach_group_policy(GroupName=group, PolicyArn=arn)
        for name, document in GROUP_POLICIES.get(group, {}).items():
            iam.put_group_policy(
                GroupName=group, PolicyName=name, PolicyDocument=json.dumps(document)
            )
    for user in USERS:
        _create_user(account, iam, user)
    for role in ROLES:
        _create_role(account, iam, role)
    iam.generate_credential_report()


def _bound(account: Account) -> None:
    """Count what a policy bounds; moto keeps boundaries, but not their number."""
    bounded = sum("developers" in user.groups for user in USERS)
    for name in POLICIES:
        path = ("managed_policies", own(name), "permissions_boundary_usage_count")
        account.amend("iam", *path, value=bounded if name == "developer-boundary" else 0)


def _create_user(account: Account, iam: Any, user: User) -> None:
    boundary = (
        {"PermissionsBoundary": own("developer-boundary")} if "developers" in user.groups else {}
    )
    iam.create_user(UserName=user.name, Tags=tags(Team="platform"), **boundary)
    account.backdate("iam", "users", user.name, "create_date", days=800)
    if user.console:
        iam.create_login_profile(UserName=user.name, Password="Initial-Passw0rd!")
    if user.signed_in_days is not None:
        account.backdate("iam", "users", user.name, "password_last_used", days=user.signed_in_days)
    if user.mfa:
        _give_mfa(iam, user.name)
    for group in user.groups:
        iam.add_user_to_group(GroupName=group, UserName=user.name)
    for name, document in user.inline.items():
        iam.put_user_policy(
            UserName=user.name, PolicyName=name, PolicyDocument=json.dumps(document)
        )
    for index, key in enumerate(user.keys):
        _give_key(account, iam, user.name, index, key)


def _give_mfa(iam: Any, user: str) -> None:
    serial = iam.create_virtual_mfa_device(VirtualMFADeviceName=user)["VirtualMFADevice"]
    iam.enable_mfa_device(
        UserName=user,
        SerialNumber=serial["SerialNumber"],
        AuthenticationCode1="123456",
        AuthenticationCode2="654321",
    )


def _give_key(account: Account, iam: Any, user: str, index: int, key: Key) -> None:
    key_id = iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
    if not key.active:
        iam.update_access_key(UserName=user, AccessKeyId=key_id, Status="Inactive")
    path = ("users", user, "access_keys", str(index))
    account.backdate("iam", *path, "create_date", days=key.days)
    if key.used_days is not None:
        account.use_key(key_id)
        account.backdate("iam", *path, "last_used", "_timestamp", days=key.used_days)


def _create_role(account: Account, iam: Any, role: Role) -> None:
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": role.service},
        "Action": "sts:AssumeRole",
    }
    role_id = iam.create_role(
        RoleName=role.name,
        Path=role.path,
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )["Role"]["RoleId"]
    account.backdate("iam", "roles", role_id, "create_date", days=600)
    if role.used_days is not None:
        account.backdate("iam", "roles", role_id, "last_used", days=role.used_days)
    for arn in role.attached:
        iam.attach_role_policy(RoleName=role.name, PolicyArn=arn)
    for name, document in role.inline.items():
        iam.put_role_policy(
            RoleName=role.name, PolicyName=name, PolicyDocument=json.dumps(document)
        )
