"""What nobody serves is a clear error."""

import pytest
from botocore.exceptions import ClientError


@pytest.mark.parametrize(
    ("service", "method"),
    [
        ("ec2", "describe_account_vpc_encryption_control"),
        ("rds", "describe_certificates"),
        ("accessanalyzer", "list_analyzers"),
        ("xray", "get_groups"),
        ("route53", "get_health_check_count"),
    ],
)
def test_a_call_that_nobody_serves_is_an_error_that_says_so(account, service, method):
    """In each protocol the client reads a code and a message, at the first try."""
    with pytest.raises(ClientError, match="The sandbox does not serve this call") as raised:
        getattr(account.client(service), method)()
    assert raised.value.response["Error"]["Code"] == "NotInSandbox"


def test_a_missing_resource_is_still_the_services_own_error(account):
    """A 404 of a service is not taken for a missing call."""
    s3 = account.client("s3")
    with pytest.raises(s3.exceptions.NoSuchBucket):
        s3.list_objects_v2(Bucket="no-such-bucket-here")
