"""Comparisons with a number."""

import pytest

from mcp_tool.words.measures import measures

GIB = 1024**3


@pytest.mark.parametrize(
    ("text", "test", "value", "kind"),
    [
        ("volumes over 5 gb", "over", 5 * GIB, "bytes"),
        ("disks larger than 1.5tb", "over", 1536 * GIB, "bytes"),
        ("functions with at most 128 mb of memory", "under", 128 * 1024**2, "bytes"),
        ("timeout above 2 minutes", "over", 120, "seconds"),
        ("queues with more than 100 messages", "over", 100, ""),
        ("size > 10 gib", "over", 10 * GIB, "bytes"),
        ("fewer than 3 tasks", "under", 3, ""),
    ],
)
def test_a_comparison_is_found_in_the_smallest_unit_of_its_kind(text, test, value, kind):
    """Bytes, seconds, or a plain number."""
    (found,) = measures(text)
    assert (found.test, found.value, found.kind) == (test, value, kind)


def test_the_words_beside_it_say_what_is_measured():
    """Whether before or after."""
    (found,) = measures("functions with more than 512 mb of memory")
    assert "memory" in found.nouns
    (found,) = measures("functions with a timeout over 60 seconds")
    assert "timeout" in found.nouns


def test_words_without_a_number_compare_nothing():
    """Over and under are said of many things."""
    assert not list(measures("instances under the load balancer over there"))


def test_between_is_over_the_one_and_under_the_other():
    """The unit is said once."""
    over, under = measures("volumes between 10 and 100 gb")
    assert (over.test, over.value, under.test, under.value) == (
        "over",
        10 * GIB,
        "under",
        100 * GIB,
    )
