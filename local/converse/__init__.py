"""Parts of the Bedrock stand-in: the Converse API's wire protocol."""
