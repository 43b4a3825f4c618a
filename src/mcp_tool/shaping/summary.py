"""One sentence about a result, the same for the same rows: how many, of what, where."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_VERB = re.compile(
    r"^(?:Batch)?(?:List|Describe|Get|Lookup|Search|Head|Check|Filter|Simulate|View)"
)
_WORD = re.compile(r"[A-Z]+s?(?![a-z])|[A-Z][a-z0-9]+|[a-z0-9]+")
_VERSION = re.compile(r"V\d$")
_SHOWN = 5
_ACRONYMS = frozenset(
    {"acl", "api", "db", "dhcp", "dns", "ip", "kms", "mfa", "nat", "rest", "vpc", "vpn"}
)

# Names of services in botocore's models that nobody says.
_LABELS = {
    "AccessAnalyzer": "Access Analyzer",
    "ApiGatewayV2": "API Gateway v2",
    "Bedrock AgentCore Control": "Bedrock AgentCore",
    "Config Service": "Config",
    "Elastic Load Balancing": "classic ELB",
    "Elastic Load Balancing v2": "ELB",
    "Resource Groups Tagging API": "tagged",
    "Route53Resolver": "Route 53 Resolver",
    "SESv2": "SES",
    "SFN": "Step Functions",
    "WAFV2": "WAF",
    "XRay": "X-Ray",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a summary says.

    Attributes:
        label: the service, as people name it.
        operation: what was read.
        total: rows that were read and passed the filters.
        exact: the reading came to its end.
        counts: how often each value of the obvious dimension occurs.
        places: places with rows, None if only one was read.
        before: rows of earlier answers that were not read again.
        seen: rows of earlier answers.
        failed: places that could not be read.
        ignored: words the plan does not act on.
        missed: members of a record, where a projection gives nothing of any.
    """

    label: str
    operation: str
    total: int
    exact: bool
    counts: Counter[str]
    places: int | None
    before: int = 0
    seen: int = 0
    failed: int = 0
    ignored: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


def label(service_id: str) -> str:
    """Name a service as people do.

    Args:
        service_id: its name in botocore's model.
    """
    return _LABELS.get(service_id, service_id)


def sentence(facts: Facts, returned: int, found: str = "") -> str:
    """Write the summary of an answer.

    Args:
        facts: what was read.
        returned: rows in this answer.
        found: what an insight says in place of the counts.
    """
    return " ".join([found or _counted(facts), *_remarks(facts, returned)])


def _counted(facts: Facts) -> str:
    number = f"{facts.total:,}" if facts.exact else f"At least {facts.total:,}"
    thing = _thing(facts.label, noun(facts.operation, facts.total))
    if facts.total > 1 and not thing.endswith("s"):
        thing = f"rows of {thing}"  # what has no plural, such as cost and usage, is not counted
    return f"{number if facts.total else 'No'} {thing}{_breakdown(facts)}{_places(facts)}."


def _remarks(facts: Facts, returned: int) -> Iterator[str]:
    if returned + facts.seen < facts.total or facts.seen:
        yield f"Rows {facts.seen + 1:,} to {facts.seen + returned:,} are shown."
    if facts.failed:
        yield f"{facts.failed} {'place' if facts.failed == 1 else 'places'} could not be read."
    if facts.missed:
        yield f"fields gives nothing for them; a record has {', '.join(facts.missed)}."
    if facts.ignored:
        yield f"Not acted on: {', '.join(facts.ignored)}."


def noun(operation: str, number: int) -> str:
    """Say what an operation reads: `DescribeDBInstances` is `DB instances`, one `DB instance`."""
    stem = _VERSION.sub("", _VERB.sub("", operation)) or operation
    *words, last = [_lower(word) for word in _WORD.findall(stem)]
    plural = f"{last}es" if last.endswith("status") else last
    return " ".join([*words, _singular(last) if number == 1 else plural])


def _thing(label: str, name: str) -> str:
    """Put the service before what is read, without saying a word twice (`Logs log groups`)."""
    if name.startswith(f"{label.lower()} "):
        name = name[len(label) + 1 :]
    words = label.split()
    if words and _singular(words[-1].lower()) == _singular(name.split()[0].lower()):
        words.pop()
    return " ".join([*words, name])


def _breakdown(facts: Facts) -> str:
    if not facts.total or not facts.counts:
        return ""
    common = sorted(facts.counts.items(), key=lambda each: (-each[1], each[0]))
    if len(common) == 1 and facts.total > 1:
        return f", all {common[0][0]}"
    told = [f"{number:,} {value}" for value, number in common[:_SHOWN]]
    rest = sum(number for _, number in common[_SHOWN:])
    others = [f"{rest:,} other{'' if rest == 1 else 's'}"] if rest else []
    return f": {', '.join([*told, *others])}"


def _places(facts: Facts) -> str:
    if facts.places is None or not facts.total:
        return ""
    return f", in {facts.places} region{'' if facts.places == 1 else 's'}"


def _lower(word: str) -> str:
    stem = word.removesuffix("s")
    if stem.lower() in _ACRONYMS:
        return stem.upper() + word.removeprefix(stem)
    return word if len(word) > 1 and word.rstrip("s").isupper() else word.lower()


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if re.search(r"(?:ss|x|ch|sh|us|ias)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
