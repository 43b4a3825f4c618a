"""The tool role's policies, made from the catalogue's IAM actions.

AWS's ReadOnlyAccess is the base, as it is kept by AWS; `lists` says how far it reaches beyond the
catalogue, and where it falls short of it, and `generated` writes that into the templates.
"""
