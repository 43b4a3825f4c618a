"""The lists as they stand in a template, between comments that mark them as generated."""

import re
import textwrap
from dataclasses import asdict
from itertools import groupby

from policies.lists import Lists

WIDTH = 100
_BLOCK = re.compile(
    r"(?P<indent> *)# generated: (?P<name>\w+) \(make policies\)\n.*?\n *# end of (?P=name)\n",
    re.DOTALL,
)


def render(template: str, lists: Lists) -> str:
    """Return a template's text with every marked list replaced.

    Raises:
        KeyError: a mark names no list.
    """
    actions = asdict(lists)

    def block(found: re.Match[str]) -> str:
        indent, name = found["indent"], found["name"]
        lines = [f"# generated: {name} (make policies)", *_items(actions[name], len(indent))]
        return "".join(f"{indent}{line}\n" for line in [*lines, f"# end of {name}"])

    return _BLOCK.sub(block, template)


def _items(actions: tuple[str, ...], indent: int) -> list[str]:
    """Write the actions as one flow sequence."""
    lines = [
        f"  {line}"
        for paragraph in _paragraphs(actions)
        for line in textwrap.wrap(
            "".join(f"{each}, " for each in paragraph),
            WIDTH - indent - 2,
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]
    return ["[", *lines, "]"]


def _paragraphs(actions: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Begin a line with every service, so that diffs are small; not where each has one action."""
    services = [tuple(group) for _, group in groupby(actions, lambda each: each.partition(":")[0])]
    return [actions] if len(services) == len(actions) else services
