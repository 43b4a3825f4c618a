"""What words mean: how questions and operations are read, compared and ranked.

Everything here is deterministic and works without AWS. The words come from people, from models
that read people's text, and from botocore's documentation; they are compared and looked up,
nothing else.
"""
