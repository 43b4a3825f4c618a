"""The lists as they stand in a template, between comments that mark them as generated."""

import re
import textwrap
from collections.abc import Iterable
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


def _items(actions: Iterable[str], indent: int) -> list[str]:
    """Write the actions as one flow sequence; a service begins a line, so that diffs are small."""
    services = [list(group) for _, group in groupby(actions, lambda each: each.partition(":")[0])]
    short = all(len(service) == 1 for service in services)
    paragraphs = [sum(services, [])] if short else services
    lines = [
        f"  {line}"
        for paragraph in paragraphs
        for line in textwrap.wrap(
            "".join(f"{each}, " for each in paragraph),
            WIDTH - indent - 2,
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]
    return ["[", *lines, "]"]
