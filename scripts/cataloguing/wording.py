"""The words of operations as text: what botocore's documentation and members say, stemmed.

Documentation is too long to be read when a question comes, so its words are taken out here. What is
left are loose words, each said once; only the first sentence keeps its phrases.
"""

import html
import json
import re
from collections.abc import Iterator

import botocore.session
from botocore.model import ListShape, OperationModel, Shape, StringShape, StructureShape

from mcp_tool.catalog import Catalog, Operation, Refusal
from mcp_tool.tools import TOOLS
from mcp_tool.words import lexicon
from mcp_tool.words.compounds import Vocabulary, vocabulary, written
from mcp_tool.words.document import taken
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.phrases import BREAK, marked, phrases
from mcp_tool.words.text import split, stem, stems

# A longer list of values says what exists in AWS, not what the operation is about.
VALUES = 60
INPUT_DEPTH = 1
OUTPUT_DEPTH = 2

_TAG = re.compile(r"<[^>]+>")
_SENTENCE = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)\.(?:\s|$)")
_PAGING = re.compile(r"token$|marker$|maxresults|maxitems|pagesize|dryrun|truncated", re.IGNORECASE)


def render() -> str:
    """Return the text of `operations.json`: one operation a line, sorted."""
    session = botocore.session.Session()
    said = lexicon.load()
    lines = []
    for tool in TOOLS:
        operations = found(tool.name)
        known = vocabulary(taken(each.name, said.same)[1:] for each in operations)
        for each in operations:
            model = session.get_service_model(each.service).operation_model(each.name)
            lines.append(json.dumps([each.service, each.name, *_words(model, said, known)]))
    return "[\n" + ",\n".join(sorted(lines)) + "\n]\n"


def found(tool: str) -> list[Operation | Refusal]:
    """List what a question can mean: what is allowed, and what is refused as more than a write."""
    catalog = Catalog.load()
    refused = [each for each in catalog.refusals(tool) if each.reason != "write"]
    return [*catalog.operations(tool), *refused]


def _words(operation: OperationModel, said: Lexicon, known: Vocabulary) -> tuple[str, str, str]:
    text = " ".join(html.unescape(_TAG.sub(" ", operation.documentation or "")).split())
    sentence, *_ = _SENTENCE.split(text, maxsplit=1)
    first = [written(each, known) for each in phrases(marked(sentence, said.same), said)]
    summary = f" {BREAK} ".join(" ".join(map(stem, each)) for each in first)
    told = set(summary.split())
    rest = [each for each in written(split(text, said.same), known) if each not in said.stop]
    members = [
        each for name in _members(operation) for each in written(split(name, said.same), known)
    ]
    return (
        summary,
        " ".join(each for each in stems(rest) if each not in told),
        " ".join(stems(members)),
    )


def _members(operation: OperationModel) -> Iterator[str]:
    names = [
        *_named(operation.input_shape, INPUT_DEPTH),
        *_values(operation.input_shape),
        *_named(operation.output_shape, OUTPUT_DEPTH),
    ]
    return (name for name in dict.fromkeys(names) if not _PAGING.search(name))


def _named(shape: Shape | None, depth: int) -> Iterator[str]:
    if isinstance(shape, ListShape):
        yield from _named(shape.member, depth)
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            yield name
            if depth:
                yield from _named(member, depth - 1)


def _values(shape: Shape | None) -> Iterator[str]:
    for member in shape.members.values() if isinstance(shape, StructureShape) else ():
        inner = member.member if isinstance(member, ListShape) else member
        if isinstance(inner, StringShape) and len(inner.enum) <= VALUES:
            yield from inner.enum
