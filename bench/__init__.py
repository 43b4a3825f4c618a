"""The figures the project promises, measured: `python -m bench [NAME ...]`."""
