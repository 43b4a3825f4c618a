"""Keeps an environment's AgentCore Gateway and its target as the configuration says.

One flow for every script: configuration and stack outputs say what is desired, AWS says what is,
their difference is a list of changes, and the changes are shown or applied.

Layers, each importing only downwards:
start | __main__ > cli > target > gateway > session > apply | desired | plan > wait > aws | report >
aws_errors | change | config_file | tool_schemas > difference | whole_file > errors.
"""
