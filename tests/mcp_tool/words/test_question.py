"""A question taken apart."""

from datetime import UTC, datetime

import pytest

from mcp_tool.words import lexicon
from mcp_tool.words.question import read

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def question(models):
    return lambda text: read(text, lexicon.load(), models.regions, NOW)


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("instances in eu-west-1 and us-east-1", ("eu-west-1", "us-east-1")),
        ("instances in Ireland", ("eu-west-1",)),
        ("buckets in N. Virginia", ("us-east-1",)),
        ("instances in Tokyo or Sydney", ("ap-northeast-1", "ap-southeast-2")),
        ("instances in all regions", ("all",)),
        ("instances everywhere", ("all",)),
        ("instances across every region", ("all",)),
        ("instances in the region eu-west-1", ("eu-west-1",)),
        ("describe all regions", ()),
        ("instances in eu-west-9", ("eu-west-9",)),
        ("instances of eu-orders-9", ()),
        ("instances", ()),
    ],
)
def test_regions_are_found_by_id_and_by_place(question, text, regions):
    """Or all of them, or none."""
    assert question(text).regions == regions


def test_a_continent_is_all_its_regions(question):
    """People say Europe."""
    assert {"eu-west-1", "eu-central-1"} <= set(question("volumes in Europe").regions)


def test_ids_arns_and_names_are_found(question):
    """What a parameter may be filled with; a likeness is weaker than a name."""
    found = question(
        "is i-0123456789abcdef0 behind arn:aws:sns:eu-west-1:1:Topic in 'My Stack' like web-1?"
    )
    assert found.ids == (("i", "i-0123456789abcdef0"),)
    assert found.arns == ("arn:aws:sns:eu-west-1:1:Topic",)
    assert found.names == ("My Stack",)
    assert "web-1" in found.likenesses


@pytest.mark.parametrize(
    ("text", "limit", "order"),
    [
        ("top 5 largest volumes", 5, ("size", True)),
        ("the 3 oldest snapshots", 3, ("time", False)),
        ("newest instances", None, ("time", True)),
        ("first 10 users", 10, None),
        ("alarms of the last 24 hours", None, None),
        ("users", None, None),
    ],
)
def test_how_many_and_in_which_order(question, text, limit, order):
    """A number beside a superlative, or either alone; a span of time is no number of rows."""
    found = question(text)
    assert (found.limit, found.order) == (limit, order)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("volumes over 5 GB in Ireland", "volumes in"),
        ("access keys older than 90 days", "access keys older"),
        ("roles not used in the last 60 days", "roles not used"),
        ("costs last month", "costs"),
        ("stack named web-prod", "stack named"),
        ("who am I", "caller identity"),
        ("who deleted the bucket yesterday", "audit trail events"),
    ],
)
def test_what_is_asked_is_left_without_which_where_and_when(question, text, plain):
    """Operations are found by the thing; idioms are said in its words."""
    assert " ".join(question(text).plain.split()) == plain


def test_a_place_that_is_denied_is_told_apart(question):
    """It is not where to look."""
    found = question("instances that are not in Ireland")
    assert (found.regions, found.elsewhere) == ((), ("ireland",))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("instances named web-1 or web-2", ("web-1", "web-2")),
        ("instances whose name starts with web", ("web",)),
        ("buckets whose name contains logs", ("logs",)),
    ],
)
def test_names_are_said_in_several_ways(question, text, names):
    """One, two, or the beginning of one."""
    assert question(text).names == names


def test_the_name_of_a_service_is_one_word(question):
    """However it is written."""
    assert question("SageMaker models").plain == "sagemaker models"
