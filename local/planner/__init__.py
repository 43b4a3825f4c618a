"""Parts of the offline model: how it reads a question and writes an answer."""
