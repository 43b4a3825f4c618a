"""CloudFormation's part in a deployment, as far as template.yaml needs it, on moto."""
