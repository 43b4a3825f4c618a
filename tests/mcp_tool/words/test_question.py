"""A question taken apart."""

import pytest

from mcp_tool import lexicon
from mcp_tool.question import change, read

LEXICON = lexicon.load()


@pytest.fixture
def question(models):
    return lambda text: read(text, LEXICON, models.regions)


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
    """What a parameter may be filled with."""
    found = question("is i-0123456789abcdef0 behind arn:aws:sns:eu-west-1:1:Topic in 'My Stack'?")
    assert found.ids == (("i", "i-0123456789abcdef0"),)
    assert found.arns == ("arn:aws:sns:eu-west-1:1:Topic",)
    assert found.names[0] == "My Stack"


@pytest.mark.parametrize(
    ("text", "limit", "order"),
    [
        ("top 5 largest volumes", 5, ("size", True)),
        ("the 3 oldest snapshots", 3, ("time", False)),
        ("newest instances", None, ("time", True)),
        ("first 10 users", 10, None),
        ("users", None, None),
    ],
)
def test_how_many_and_in_which_order(question, text, limit, order):
    """A number beside a superlative, or either alone."""
    found = question(text)
    assert (found.limit, found.order) == (limit, order)


@pytest.mark.parametrize(
    "text",
    [
        "terminate i-123",
        "Delete my bucket",
        "please stop all instances",
        "can you reboot the server?",
        "I want to create a user",
        "list the buckets and then delete the empty ones",
        "show instances; terminate them",
    ],
)
def test_words_that_ask_for_a_change_are_known(text):
    """The verb stands where a request begins."""
    assert change(text.casefold(), LEXICON)


@pytest.mark.parametrize(
    "text",
    [
        "which instances are stopped",
        "stopped instances",
        "which functions were updated last week",
        "change sets of stack web",
        "scheduled actions",
        "when was the key created",
        "who can delete objects",
        "launch templates",
        "instances that start at night",
    ],
)
def test_words_about_a_change_ask_for_none(text):
    """A participle, a noun, a permission."""
    assert change(text, LEXICON) is None
