"""What a secret looks like in text: assignments, signed links, keys of known make.

Three steps, each only if the one before gives a reason: cheap hints, our own rules for what has a
name or a place, and detect-secrets for tokens known by their shape. Its entropy plugins stay out
(they flag ids), so do those whose shape fits ordinary names, and two that a hostile line of text
could keep busy for hours (npm, OpenAI: their tokens are among our own rules).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import import_module

from mcp_tool.redaction import rules

MASK = "[redacted]"

# A shorter group in a plugin's pattern is the kind of a token, not the token.
_TOKEN = 20

# Cheap, so that most text costs nothing more.
_SHAPED = (
    *("AKIA", "ASIA", "ABIA", "ACCA", "A3T", "xox", "hooks.slack", "SG.", "k_live_"),
    *("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    *("glpat-", "gldt-", "glft-", "glsoat-", "glrt-", "glcbt-", "glimt-", "GR1348941", "-us"),
)

# Modules of detect-secrets and their plugins, for tokens that no other text looks like.
_PLUGINS = (
    ("aws", "AWSKeyDetector"),
    ("azure_storage_key", "AzureStorageKeyDetector"),
    ("discord", "DiscordBotTokenDetector"),
    ("github_token", "GitHubTokenDetector"),
    ("gitlab_token", "GitLabTokenDetector"),
    ("mailchimp", "MailchimpDetector"),
    ("pypi_token", "PypiTokenDetector"),
    ("sendgrid", "SendGridDetector"),
    ("slack", "SlackDetector"),
    ("square_oauth", "SquareOAuthDetector"),
    ("stripe", "StripeDetector"),
    ("telegram_token", "TelegramBotTokenDetector"),
    ("twilio", "TwilioKeyDetector"),
)


def names_secret(name: str, value: str) -> bool:
    """Tell whether a value is secret by the name it has: a map's key, a tag's."""
    if not any(word in name.casefold() for word in rules.NAMED):
        return False
    words, tail = rules.WORDS, rules.TAIL
    return bool(
        re.search(rf"(?:{words}|credentials?|cookie){tail}$", name, re.IGNORECASE)
        and value
        and not re.match(rf"{rules.REFERENCE}|{rules.SWITCH}", value, re.IGNORECASE)
    )


class SecretPatterns:
    """Finds and masks secrets in text. Rules are compiled when first needed."""

    def mask(self, text: str) -> tuple[str, int]:
        """Return the text with its secrets masked, and how many there were."""
        if _is_id(text):
            return text, 0
        count = 0
        for rule in self._rules(text):
            text, hits = _cover(rule, text)
            count += hits
        return text, count

    def _rules(self, text: str) -> Iterator[re.Pattern[str]]:
        yield from rules.matching(text, text.casefold())
        if self._run.search(text) or self._shape.search(text):
            yield from self._makes

    @cached_property
    def _makes(self) -> Sequence[re.Pattern[str]]:
        plugins = [
            getattr(import_module(f"detect_secrets.plugins.{module}"), name)
            for module, name in _PLUGINS
        ]
        return [rule for plugin in plugins for rule in plugin.denylist]

    @cached_property
    def _run(self) -> re.Pattern[str]:
        return re.compile(r"[A-Z][\w-]{23}")

    @cached_property
    def _shape(self) -> re.Pattern[str]:
        return rules.any_of(_SHAPED)


def _cover(rule: re.Pattern[str], text: str) -> tuple[str, int]:
    parts, end, count = [], 0, 0
    for match in rule.finditer(text):
        if not _addressed(match):
            start, stop = match.span(_secret(match))
            parts += [text[end:start], MASK]
            end, count = stop, count + 1
    return "".join([*parts, text[end:]]), count


def _addressed(match: re.Match[str]) -> bool:
    """Tell whether a name and its colon are a step of an ARN, an IAM action or an address."""
    if match.groupdict().get("colon") != ":":
        return False
    text, start = match.string, match.start()
    while start and (text[start - 1].isalnum() or text[start - 1] in "_.-"):
        start -= 1
    return text[start - 1 : start] in {":", "/", "@"}


def _secret(match: re.Match[str]) -> str | int:
    """Name the group that is the secret: ours is named, a plugin's only if it is no prefix."""
    if match.lastgroup:
        return match.lastgroup
    return 1 if match.re.groups == 1 and len(match[1] or "") >= _TOKEN else 0


def _is_id(text: str) -> bool:
    return len(text) < 129 and text.isascii() and text.isalnum() and text.isupper()
