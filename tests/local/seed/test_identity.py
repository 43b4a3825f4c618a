"""IAM users, roles and policies, as listed."""

import pytest

from local.seed import identity


@pytest.mark.parametrize("user", identity.USERS, ids=lambda user: user.name)
def test_users_have_what_they_are_listed_with(account, read, user):
    """Password, MFA, sign-in and access keys of the right age are there, or are not."""
    iam = account.client("iam")
    found = iam.get_user(UserName=user.name)["User"]
    keys = iam.list_access_keys(UserName=user.name)["AccessKeyMetadata"]
    try:
        console = bool(iam.get_login_profile(UserName=user.name))
    except iam.exceptions.NoSuchEntityException:
        console = False
    assert console == user.console
    assert bool(iam.list_mfa_devices(UserName=user.name)["MFADevices"]) == user.mfa
    assert ("PasswordLastUsed" in found) == (user.signed_in_days is not None)
    assert [round(read.age(key["CreateDate"])) for key in keys] == [key.days for key in user.keys]
    assert [key["Status"] == "Active" for key in keys] == [key.active for key in user.keys]
    for key, wanted in zip(keys, user.keys, strict=True):
        used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
        assert ("LastUsedDate" in used) == (wanted.used_days is not None)


def test_administrators_come_in_every_way(account):
    """Attached, inline and through a group there is an administrator, beside near misses."""
    iam = account.client("iam")
    attached = iam.list_entities_for_policy(PolicyArn=identity.ADMINISTRATOR)
    assert [group["GroupName"] for group in attached["PolicyGroups"]] == ["platform-admins"]
    assert [role["RoleName"] for role in attached["PolicyRoles"]] == ["ci-admin"]
    members = iam.get_group(GroupName="platform-admins")["Users"]
    assert [user["UserName"] for user in members] == ["marta.ruiz"]
    inline = {
        role: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]["Statement"][0]
        for role, name in (("break-glass", "all"), ("storage-admin", "s3"), ("quarantine", "none"))
    }
    assert inline["break-glass"]["Action"] == ["*:*"]
    assert inline["storage-admin"]["Action"] == ["s3:*"]
    assert inline["quarantine"]["Effect"] == "Deny"


def test_roles_and_policies_are_used_or_not(account, read):
    """Roles were used when they say, and one policy hangs on nobody."""
    iam = account.client("iam")
    for role in identity.ROLES:
        used = iam.get_role(RoleName=role.name)["Role"].get("RoleLastUsed", {})
        days = read.age(used["LastUsedDate"]) if used else None
        assert days == (role.used_days and pytest.approx(role.used_days, abs=0.1))
    policies = iam.list_policies(Scope="Local")["Policies"]
    unused = [p["PolicyName"] for p in policies if not p["AttachmentCount"]]
    assert sorted(unused) == ["developer-boundary", "legacy-ftp-access"]
    bounds = {p["PolicyName"]: p["PermissionsBoundaryUsageCount"] for p in policies}
    assert bounds == {"developer-boundary": 2, "legacy-ftp-access": 0, "shop-orders-read": 0}


def test_a_group_has_a_policy_of_its_own(account):
    """Inside a group there is a policy that gives little."""
    document = account.client("iam").get_group_policy(
        GroupName="deployers", PolicyName="start-builds"
    )["PolicyDocument"]
    assert document["Statement"][0]["Action"] == ["codebuild:StartBuild"]
