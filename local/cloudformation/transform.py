"""Prints a template as SAM's translator hands it to CloudFormation.

Run by the Python of SAM's own environment, which has the translator and nothing of the project:
`.venv-sam/bin/python local/cloudformation/transform.py TEMPLATE REGION`.
"""

import json
import sys
from pathlib import Path

import boto3
from samtranslator.parser.parser import Parser  # type: ignore[import-not-found]  # SAM's own
from samtranslator.translator.translator import Translator  # type: ignore[import-not-found]  # as above
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-not-found]  # as above

# What `sam deploy` puts in the place of an image that it has pushed.
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/images:latest"


def main(path: str, region: str) -> None:
    """Translate one file."""
    template = yaml_parse(Path(path).read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["ImageUri"] = IMAGE
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name=region))
    json.dump(translator.translate(template, {}), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
