"""What a secret looks like in text: assignments, signed links, keys of known make.

Three steps, each only if the one before gives a reason: cheap hints, our own rules for what has a
name or a place, and detect-secrets for tokens known by their shape. Its entropy plugins stay out
(they flag ids), so do those whose shape fits ordinary names, and two that a hostile line of text
could keep busy for hours (npm, OpenAI: their tokens are among our own rules).

Log lines are written by strangers, so every rule here runs in time linear in the text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import import_module

MASK = "[redacted]"

# What a name ends with when its value is secret; a number or a short tail may follow.
_WORDS = (
    r"pass(?:word|wd|phrase|code)|(?<![a-z])pass|pwd|secret|token|authorization|auth[_.-]?key|set-cookie"
    r"|(?:api|access|account|auth|client|encryption|private|secret|shared|signing|storage)"
    r"(?:[_.-]?(?:access|secret))?[_.-]?key|conn(?:ection)?[_.-]?str(?:ing)?|secret[_.-]?string"
)
_TAIL = r"(?:[_.-]?\d+|[_-](?:prod|production|dev|test|staging|live|value|text|plain|old|new))?"

# What follows such a name and is no secret: switches, and after a colon words of a sentence.
_SWITCH = (
    r"(?:true|false|null|none|nil|undefined|yes|no|enabled|disabled|required|optional)"
    r"(?![^\s,;&\"'}\])>])"
)
_PROSE = (
    r"(?:missing|must|should|can|cannot|may|will|is|are|was|has|have|not|be|to|for|of|in|on|at|by"
    r"|from|with|and|or|the|a|an|this|that|your|used|expired|expires|invalid|changed|rotation"
    r"|policy|authentication|string|number)(?![^\s,;])"
)
_REFERENCE = r"\\?[\"']?(?:arn:aws|\{\{|\$\{|\$\(|\*{3}|<|\[redacted|https?://[^\s@]*$)"

# A shorter group in a plugin's pattern is the kind of a token, not the token.
_TOKEN = 20

# Cheap, so that most text costs nothing more.
_NAMED = (
    *("pass", "pwd", "secret", "token", "key", "auth", "cookie", "credential"),
    *("connstr", "conn_str", "connectionstr", "connection_str", "connection-str"),
)
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
    if not any(word in name.casefold() for word in _NAMED):
        return False
    return bool(
        re.search(rf"(?:{_WORDS}|credentials?|cookie){_TAIL}$", name, re.IGNORECASE)
        and value
        and not re.match(rf"{_REFERENCE}|{_SWITCH}", value, re.IGNORECASE)
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
        folded = text.casefold()
        yield from self._marked(text, folded)
        if any(map(folded.__contains__, _NAMED)):
            yield from self._named(text)
        if "bearer " in folded or "basic " in folded:
            yield self._bearer
        if self._run.search(text) or any(map(text.__contains__, _SHAPED)):
            yield from self._makes

    def _marked(self, text: str, folded: str) -> Iterator[re.Pattern[str]]:
        if "-----begin" in folded:
            yield self._block
        if "://" in text and "@" in text:
            yield self._login
        if "ignature=" in folded or "sig=" in folded:
            yield self._signed
        if "eyJ" in text:
            yield self._jwt
        if "sk-" in text:
            yield self._openai

    def _named(self, text: str) -> Iterator[re.Pattern[str]]:
        if ";" in text:
            yield self._listed
        if "--" in text:
            yield self._flag
        if "=" in text or ":" in text or ">" in text:
            yield self._assigned

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
    def _block(self) -> re.Pattern[str]:
        return re.compile(
            r"(?P<secret>-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?"
            r"(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\Z))",
            re.DOTALL,
        )

    @cached_property
    def _login(self) -> re.Pattern[str]:
        return re.compile(r"://[^\s:/@\"']*:(?P<secret>[^\s@/\"']+)@")

    @cached_property
    def _signed(self) -> re.Pattern[str]:
        return re.compile(r"(?:signature|\bsig)=(?P<secret>[^&\s,\"'<>\\]+)", re.IGNORECASE)

    @cached_property
    def _jwt(self) -> re.Pattern[str]:
        return re.compile(r"(?P<secret>(?<![\w=-])eyJ[\w=-]{8,}\.[\w=-]+(?:\.[\w=.+/-]*)?)")

    @cached_property
    def _openai(self) -> re.Pattern[str]:
        return re.compile(
            r"(?<![\w-])(?P<secret>sk-(?:[\w-]{0,100}T3BlbkFJ|(?:ant|proj|svcacct)-)[\w-]{20,200})"
        )

    @cached_property
    def _bearer(self) -> re.Pattern[str]:
        return re.compile(
            r"\b(?:bearer|basic)\s+(?P<secret>(?=\S*\d)[\w.~+/-]{16,}={0,2})(?![\w=])",
            re.IGNORECASE,
        )

    @cached_property
    def _listed(self) -> re.Pattern[str]:
        return re.compile(
            rf";[\w .-]{{0,60}}?(?:{_WORDS})\s*=\s*(?!{_REFERENCE})(?P<secret>[^;\"'\n]+)",
            re.IGNORECASE,
        )

    @cached_property
    def _flag(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?<!\S)--[\w-]*(?:{_WORDS})\s+(?!-|{_REFERENCE}|{_PROSE})[\"']?(?P<secret>[^\s\"']+)",
            re.IGNORECASE,
        )

    @cached_property
    def _assigned(self) -> re.Pattern[str]:
        return re.compile(
            rf"""
            (?:{_WORDS}) {_TAIL}
            (?: (?P<colon> : (?=\S) ) | \\?["']? \s* (?:=>|:=|==?|>|:(?!\s+{_PROSE})) \s* )
            (?: (?:bearer|basic|digest) \s+ )?
            (?! {_REFERENCE} | {_SWITCH} )
            (?: \\?" (?P<double> [^"\\]+ ) | \\?' (?P<single> [^'\\]+ )
              | (?P<secret> [^\s,;&"'<>)}}\]\\|]+ ) )
            """,
            re.IGNORECASE | re.VERBOSE,
        )


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
