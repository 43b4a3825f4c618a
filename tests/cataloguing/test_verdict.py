"""How an operation is judged: level first, then the reviewed exceptions."""

from dataclasses import replace

import pytest

from cataloguing.access import AccessLevels
from cataloguing.reviewed import Refused, Reviewed
from cataloguing.verdict import Judge, Verdict

NONE = Reviewed(refused={}, allowed=frozenset(), newer=frozenset(), actions={}, results={})
KEY = ("ec2", "DescribeInstances")


@pytest.fixture(scope="module")
def levels():
    return AccessLevels.load()


@pytest.fixture
def decide(levels):
    def ask(key, **tables):
        prefixes = {"ec2": "ec2", "s3": "s3", "route53": "route53"}
        return Judge(levels, replace(NONE, **tables), prefixes).decide(key)

    return ask


def test_a_read_is_called(decide):
    """List and Read level are enough."""
    assert decide(KEY) == Verdict(("ec2:DescribeInstances",))


def test_a_write_is_refused_with_its_level(decide):
    """The person who asked reads why."""
    verdict = decide(("ec2", "CreateTags"))
    assert verdict.refused == Refused("write", "Its IAM access level is Tagging.")
    assert verdict.iam == ("ec2:CreateTags",)


def test_an_operation_without_an_action_of_its_name_counts_as_a_write(decide):
    """What nothing proves to be a read is not called."""
    verdict = decide(("s3", "ListBuckets"))
    assert verdict.refused == Refused("write", "No IAM action shows that it only reads.")
    assert verdict.iam == ()


def test_a_reviewed_action_gives_an_operation_its_level(decide):
    """The table names the action that IAM checks."""
    actions = {("s3", "ListBuckets"): ("s3:ListAllMyBuckets",)}
    assert decide(("s3", "ListBuckets"), actions=actions) == Verdict(("s3:ListAllMyBuckets",))


def test_a_reviewed_action_above_read_level_does_not_open_an_operation(decide):
    """Naming an action is no permission."""
    verdict = decide(("s3", "ListBuckets"), actions={("s3", "ListBuckets"): ("s3:PutObject",)})
    assert verdict.refused == Refused("write", "Its IAM access level is Write.")


def test_a_reviewed_refusal_wins_over_read_level(decide):
    """A read that hands out secrets is not called."""
    refused = Refused("secret", "It returns a secret.")
    assert decide(KEY, refused={KEY: refused}).refused == refused


def test_reads_that_aws_checks_along_are_named(decide):
    """A role needs them too; what is refused itself is not asked for."""
    key = ("route53", "ListHostedZonesByVPC")
    assert decide(key).iam == ("route53:ListHostedZonesByVPC", "ec2:DescribeVpcs")
    refused = {("ec2", "DescribeVpcs"): Refused("secret", "It returns a secret.")}
    assert decide(key, refused=refused).iam == ("route53:ListHostedZonesByVPC",)


def test_an_entry_that_is_no_longer_newer_fails_the_generator(decide):
    """Once the access levels know an action, they decide."""
    with pytest.raises(ValueError, match="ec2:DescribeInstances is no longer newer"):
        decide(KEY, newer=frozenset({KEY}))
