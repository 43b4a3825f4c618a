"""Parts of the AgentCore stand-ins: control plane and data plane."""
