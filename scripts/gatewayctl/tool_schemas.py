"""The tool schemas, from the tools: the one thing gatewayctl takes from `mcp_tool`."""

from typing import Any

from gatewayctl.errors import ToolsMissingError


def generate() -> list[dict[str, Any]]:
    """Give the gateway's inline payload as the tools declare it.

    Raises:
        ToolsMissingError: `mcp_tool` cannot be imported here.
    """
    try:
        # Only this command needs the tools: the scripts find the schemas in the configuration,
        # and so run where nothing but their own three packages is installed.
        from mcp_tool import schemas, tools
        from mcp_tool.insights.registry import REGISTRY
    except ModuleNotFoundError as error:
        raise ToolsMissingError(
            f"The tools cannot be imported ({error}). `make schemas` sets up what is missing."
        ) from error
    return schemas.definitions(tools.TOOLS, REGISTRY)
