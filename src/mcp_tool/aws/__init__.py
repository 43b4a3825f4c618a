"""AWS behind the reader: clients, botocore's models, pages, and what goes wrong."""
