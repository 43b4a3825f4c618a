"""No client sends what is not on its list: not a byte, for any operation of any service."""

import socket
import threading

import pytest
from botocore.exceptions import ParamValidationError
from botocore.session import Session

from mcp_tool.aws.clients import Clients
from mcp_tool.plan import Target
from mcp_tool.readonly import DOOR, NotReadOnlyError, door, guard
from mcp_tool.settings import Settings

# They stream in both directions, which botocore does not speak: its clients have no such method.
UNCALLABLE = {
    "bedrock-runtime:InvokeModelWithBidirectionalStream",
    "connecthealth:StartMedicalScribeListeningSession",
    "lexv2-runtime:StartConversation",
    "polly:StartSpeechSynthesisStream",
    "qbusiness:Chat",
}
HERE = Target("own", "us-east-1")


@pytest.fixture
def wire(sessions_of):
    """Sessions to an endpoint that counts who connects, and the list of who did."""
    connected = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept():
            while True:
                try:
                    peer, _ = server.accept()
                except OSError:
                    return
                connected.append(peer.getpeername())
                peer.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield sessions_of(f"http://127.0.0.1:{server.getsockname()[1]}"), connected
        server.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=5)


@pytest.mark.timeout(400)
def test_no_operation_outside_the_catalogue_leaves(wire, catalog):
    """Every operation of every service that botocore knows is tried."""
    make_session, connected = wire
    session = guard(make_session(), catalog.allows)
    tried, uncallable = 0, set()
    for service in session.get_available_services():
        client = session.create_client(service, region_name="us-east-1")
        for method, operation in client.meta.method_to_api_mapping.items():
            if not hasattr(client, method):
                uncallable.add(f"{service}:{operation}")
            elif not catalog.allows(service, operation):
                with pytest.raises(NotReadOnlyError):
                    getattr(client, method)()
                tried += 1
        client.close()
    assert tried > 15_000
    assert uncallable == UNCALLABLE
    assert connected == []


def test_a_write_is_refused_before_anything_leaves(wire, catalog):
    """The hook runs before parameters are checked, signed or sent."""
    make_session, connected = wire
    clients = Clients(make_session, Settings(region="us-east-1"), catalog.allows)
    with pytest.raises(NotReadOnlyError, match="ec2:TerminateInstances"):
        clients.client("ec2", HERE).terminate_instances(InstanceIds=["i-1"])
    assert connected == []


def test_presigning_passes_the_hook_too(wire, catalog):
    """A signed link is a call that somebody else sends."""
    make_session, _ = wire
    clients = Clients(make_session, Settings(region="us-east-1"), catalog.allows)
    with pytest.raises(NotReadOnlyError):
        clients.client("s3", HERE).generate_presigned_url(
            "get_object", Params={"Bucket": "b", "Key": "k"}
        )


def test_a_request_does_not_reach_what_the_door_sends(wire, catalog):
    """Becoming a role is for the door alone; the region list is an ordinary read as well."""
    assert {("sts", "AssumeRole"), ("ec2", "DescribeRegions"), ("logs", "StopQuery")} == DOOR
    make_session, connected = wire
    clients = Clients(make_session, Settings(region="us-east-1"), catalog.allows)
    with pytest.raises(NotReadOnlyError):
        clients.client("sts", HERE).assume_role(RoleArn="arn:x", RoleSessionName="x")
    assert connected == []


def test_the_door_sends_nothing_but_its_own(wire):
    """Its list has three entries, and a read of instances is not among them."""
    make_session, connected = wire
    ec2 = guard(make_session(), door).create_client("ec2", region_name="us-east-1")
    with pytest.raises(NotReadOnlyError):
        ec2.describe_instances()
    assert connected == []


def test_an_allowed_read_goes_through(wire, catalog):
    """What is in the catalogue meets botocore's own checks next."""
    make_session, _ = wire
    s3 = guard(make_session(), catalog.allows).create_client("s3", region_name="us-east-1")
    with pytest.raises(ParamValidationError):
        s3.get_bucket_policy()


def test_a_guard_cannot_be_loosened():
    """A session keeps the first list it was given."""
    session = guard(guard(Session(), lambda *_: False), lambda *_: True)
    client = session.create_client(
        "sts", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    with pytest.raises(NotReadOnlyError):
        client.get_caller_identity()
