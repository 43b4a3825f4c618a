"""The service behind the Function URL: one question in, a stream of events out."""
