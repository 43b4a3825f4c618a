"""The tool Lambda: 20 read-only tools over the AWS APIs, behind the AgentCore Gateway."""
