"""Our own rules for secrets in text: what has a name, a place or a make of its own.

Log lines are written by strangers, so every pattern here runs in time linear in the text: what
repeats is bounded, or stops where the next attempt could begin.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

# What a name ends with when its value is secret; a number or a short tail may follow.
WORDS = (
    r"(?=[pstace])(?:"  # what they begin with: most letters need no further look
    r"pass(?:word|wd|phrase|code)|(?<!by)(?<!com)(?<!tres)(?<!sur)pass|(?<![a-z])pw|pwd|secret|token"
    r"|authorization|auth[_.-]?key|set-cookie"
    r"|(?:api|access|account|auth|client|encryption|private|secret|shared|signing|storage)"
    r"(?:[_.-]?(?:access|secret))?[_.-]?key|conn(?:ection)?[_.-]?str(?:ing)?|secret[_.-]?string)"
)
TAIL = (
    r"(?:[_.-]?v?\d+|[_-](?:prod|production|dev|test|staging|live|value|text|plain|old|new|primary"
    r"|secondary|main|master|root|admin|hash|encoded|base64|b64))?"
)

# What follows such a name and is no secret: switches, and after a colon words of a sentence.
SWITCH = (
    r"(?:true|false|null|none|nil|undefined|yes|no|enabled|disabled|required|optional)"
    r"(?![^\s,;&\"'}\])>])"
)
REFERENCE = (
    r"\\*[\"']?(?:arn:aws|\{\{|\$\{|\$\(|\*{3,}(?![^\s,;&\"'\\)}\]])|<|\[redacted\]"
    r"|https?://[^\s@]{0,500}$)"
)
_PROSE = (
    r"(?:missing|must|should|can|cannot|may|will|is|are|was|has|have|not|be|to|for|of|in|on|at|by"
    r"|from|with|and|or|the|a|an|this|that|your|used|expired|expires|invalid|changed|rotation"
    r"|policy|authentication|string|number)(?![^\s,;])"
)

# Blanks, as text has them and as JSON in text writes them.
_GAP = r"(?:\s|\\{1,8}[nrt])"

# A value: in quotes to their end, however often JSON escaped them; else to the next separator,
# which a comma is only before a space or another name.
_VALUE = r"""
    (?: " (?P<double> (?: [^"\\] | \\. )+ ) | ' (?P<single> (?: [^'\\] | \\. )+ )
      | (?P<run>\\+) " (?P<escaped> (?: (?! (?<!\\) (?P=run) " ) [^\n] )+ )
      | \\+ ' (?P<quoted> [^'\\]+ )
      | (?P<secret> (?: [^\s,;&"'<>)}\]\\|%] | , (?! [\s"'\]})] | [\w.-]*[=:] | $ )
                      | & (?! [\w.-]+= ) | % (?! 26|3B|0A ) )+ ) )
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern; its secret is the last group that matched.

    Attributes:
        hints: texts, folded, one of which must be there for the rule to be tried.
        pattern: the pattern, without regard to case.
    """

    hints: tuple[str, ...]
    pattern: str

    def applies(self, folded: str) -> bool:
        """Tell whether a text holds a hint."""
        return any(map(folded.__contains__, self.hints))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first needed."""
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


# Words of which every named secret has one.
NAMED = (
    *("pass", "pwd", "pw", "secret", "token", "key", "auth", "cookie", "credential"),
    *("connstr", "conn_str", "connectionstr", "connection_str", "connection-str"),
)
_TOKENS = ("npm_", "github_pat_", "aiza", "hf_", "dckr_pat_", "dop_v1_", "shpat_", "xapp-")

# By their place or their make.
_MARKED = (
    Rule(
        ("-----begin",),
        r"(?P<secret>-----BEGIN\ [A-Z0-9 ]*PRIVATE\ KEY(?:\ BLOCK)?-----(?s:.*?)"
        r"(?:-----END\ [A-Z0-9 ]*PRIVATE\ KEY(?:\ BLOCK)?-----|\Z))",
    ),
    Rule(("://",), r"""://[^\s:/@"']*:(?P<secret>[^\s@/"']+)@"""),
    Rule(("://",), r"://(?P<secret>(?=[a-z_-]*\d)[\w-]{20,})@"),
    Rule(("%40",), r"""%3A%2F%2F[^\s:/@"'%]{0,64}%3A(?P<secret>[^\s@/"'&]{1,200}?)%40"""),
    Rule(("ignature=", "sig="), r"""(?:signature|\bsig)=(?P<secret>[^&\s,"'<>\\]+)"""),
    Rule(("eyj",), r"(?P<secret>(?<![\w=-])(?-i:eyJ)[\w=-]{8,}\.[\w=-]+(?:\.[\w=.+/-]*)?)"),
    Rule(
        ("sk-",),
        r"(?<![\w-])(?P<secret>sk-(?:[\w-]{0,100}T3BlbkFJ|(?:ant|proj|svcacct)-)[\w-]{20,200})",
    ),
    Rule(
        _TOKENS,
        r"(?<![\w-])(?P<secret>npm_[a-z\d]{36}|github_pat_\w{60,100}|AIza[\w-]{35}"
        r"|hf_[a-z]{30,40}|dckr_pat_[\w-]{20,40}|dop_v1_[a-f\d]{64}|shpat_[a-f\d]{32}"
        r"|xapp-[\w-]{20,200})",
    ),
    Rule(("cookie:",), r"""(?<![\w-])cookie:\s*(?P<secret>[^\s=;"']+=[^\r\n"']+)"""),
    Rule(
        ("curl",),
        r"""\bcurl\b[^\n]{0,80}?\s(?:-u|--user)[\ =]["']?[^\s:"']{1,64}:(?P<secret>[^\s"']+)""",
    ),
    Rule(
        ("mysql", "mariadb"),
        r"""\b(?:mysql|mariadb)\w*\b[^\n]{0,80}?\s(?-i:-p)(?P<secret>[^\s"'-][^\s"']*)""",
    ),
    Rule(
        ("@tcp(", "@unix("),
        r"""(?<![\w.-])[\w.-]{1,64}:(?P<secret>[^\s@:/"']{1,128})@(?:tcp|unix)\(""",
    ),
    Rule(
        ("bearer ", "basic "),
        r"\b(?:bearer|basic)\s+(?P<secret>(?=\S*\d)[\w.~+/-]{16,}={0,2})(?![\w=])",
    ),
    Rule(("thin:",), r"""thin:[^\s/@]{1,64}/(?P<secret>[^\s@"']{1,128})@"""),
)

# By their name.
_LISTED = rf""";[\w\ .-]{{0,60}}?(?:{WORDS})\s*=\s*(?!{REFERENCE})(?P<secret>[^;"'\n]+)"""
_FLAG = rf"(?<!\S)--[\w-]*(?:{WORDS})\s+(?!-|{REFERENCE}|{_PROSE})[\"']?(?P<secret>[^\s\"']+)"
_PAIR = rf"""
    (?:name|key) \\*["']? \s? [:=] \s? \\*["'] [\w.-]{{0,60}}? (?:{WORDS}) {TAIL} \\*["']
    {_GAP}{{0,20}} ,? {_GAP}{{0,20}} \\*["']? \w{{0,20}} value \\*["']? \s? [:=] \s?
    (?! {REFERENCE} | \\*["']?{SWITCH} )
    {_VALUE}
"""
_ASSIGNED = rf"""
    (?:{WORDS}) {TAIL}
    (?: (?P<colon> : (?=\S) )
      | \\*["']? \]? \s* (?:=>|:=|==?|%3D|>|:(?!\s+{_PROSE})) {_GAP}* )
    (?! {REFERENCE} )
    (?: \[ {_GAP}* )?
    (?: (?:bearer|basic|digest) \s+ )?
    (?! {REFERENCE} | {SWITCH} )
    {_VALUE}
"""
_NAMED_RULES = (
    Rule((";",), _LISTED),
    Rule(("--",), _FLAG),
    Rule(("value",), _PAIR),
    Rule(("=", ":", ">", "%3d"), _ASSIGNED),
)
# A line of a key, where each line came alone.
_KEY_LINE = r"\A\s*(?P<secret>(?=\D*\d)(?-i:(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z]))[A-Z\d+/]{60,76})\s*\Z"
_LINE_LENGTHS = range(60, 80)


def any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """Make the pattern that finds one of some texts, quicker than a look for each."""
    known = dict.fromkeys(texts)
    first = "".join(each[0] for each in known)
    return re.compile(rf"(?=[{re.escape(first)}])(?:{'|'.join(map(re.escape, known))})")


@cache
def _hints() -> re.Pattern[str]:
    return any_of([*NAMED, *(hint for rule in _MARKED for hint in rule.hints)])


def matching(text: str, folded: str) -> Iterator[re.Pattern[str]]:
    """List the patterns to try on a text."""
    if len(text) in _LINE_LENGTHS and " " not in text:
        yield compiled(_KEY_LINE)
    if _hints().search(folded):
        named = any(map(folded.__contains__, NAMED))
        for rule in (*_MARKED, *(_NAMED_RULES if named else ())):
            if rule.applies(folded):
                yield compiled(rule.pattern)
