"""Parts of the Lambda stand-ins: function URL and function runtime."""
