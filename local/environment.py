"""What a sandbox process may see of its parent's environment: enough to run, nothing to leak."""

import os
from collections.abc import Mapping

# No AWS_* or proxy setting of the person's own account may reach a part of the sandbox.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONDONTWRITEBYTECODE")


def inherited(**added: str) -> Mapping[str, str]:
    """The kept part of this process's environment, with what a part needs added."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, **added}
