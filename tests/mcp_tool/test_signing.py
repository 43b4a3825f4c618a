"""Nothing that is deployed signs a request past the hook."""

import ast
from pathlib import Path

import botocore.signers
import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "src").rglob("*.py"))

# What botocore offers to sign without sending: no event of an API call passes the hook.
SIGNING = frozenset(
    {
        "generate_presigned_url",
        "generate_presigned_post",
        "generate_db_auth_token",
        "generate_db_connect_auth_token",
        "generate_db_connect_admin_auth_token",
        "generate_connect_auth_token",
        "generate_connect_admin_auth_token",
        "dsql_generate_db_connect_auth_token",
        "dsql_generate_db_connect_admin_auth_token",
        "get_presigned_url",
    }
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_file_calls_a_helper_that_signs_alone(file):
    """A signed link or token is a call that somebody else sends."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert not SIGNING & names
    assert not SIGNING & {each for each in texts if isinstance(each, str)}


def test_every_helper_of_botocore_that_signs_alone_is_known():
    """A new one in botocore's sources must be added above."""
    defined = {
        node.name
        for node in ast.walk(ast.parse(Path(botocore.signers.__file__).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    signing = {
        name
        for name in defined
        if not name.startswith(("_", "add_")) and ("token" in name or "presigned" in name)
    }
    assert signing - SIGNING == set()
