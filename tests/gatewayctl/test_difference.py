"""Members laid over each other and compared."""

from gatewayctl.difference import Difference, differences, merge


def test_wanted_members_are_laid_over_what_is_there():
    """Mappings merge, anything else replaces, None removes, the rest is kept."""
    current = {"a": {"x": 1, "y": [1, 2]}, "b": "kept", "c": "removed"}
    wanted = {"a": {"y": [3], "z": {"w": 1, "v": None}}, "c": None, "d": None}
    assert merge(current, wanted) == {"a": {"x": 1, "y": [3], "z": {"w": 1}}, "b": "kept"}


def test_differences_have_the_path_of_the_member():
    """Changed, new and removed members are all there, named items by their names."""
    before = {"a": {"x": 1}, "tools": [{"name": "one", "text": "old"}], "gone": "g"}
    after = {"a": {"x": 2}, "tools": [{"name": "one", "text": "new"}, {"name": "two", "text": ""}]}
    assert differences(before, {**after, "b": {"c": "new"}}) == (
        Difference("a.x", 1, 2),
        Difference("tools[one].text", "old", "new"),
        Difference("gone", "g", None),
        Difference("b.c", None, "new"),
    )


def test_what_is_off_or_empty_equals_what_is_absent():
    """AWS leaves such members out of its answers."""
    after = {"a": {"streaming": False}, "list": [], "text": ""}
    assert differences({}, after) == ()


def test_the_order_of_words_is_no_difference():
    """Versions, audiences and required members are sets."""
    assert differences({"v": ["a", "b"]}, {"v": ["b", "a"]}) == ()
    assert differences({"v": ["a"]}, {"v": ["b", "a"]}) != ()
