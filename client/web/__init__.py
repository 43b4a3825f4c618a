"""`awsops web`: a page in the person's own browser, and the server on loopback behind it."""
