"""Words as they are compared."""

import pytest

from mcp_tool.words import lexicon
from mcp_tool.words.phrases import marked, phrases
from mcp_tool.words.text import singular, split, stem

SAID = lexicon.load()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("DescribeDBInstances", ["describe", "database", "instances"]),
        ("EC2's VPCs", ["ec2", "vpcs"]),
        ("GetIPv6Pools", ["get", "ipv6", "pools"]),
        ("reserved-cache-nodes", ["reserved", "cache", "nodes"]),
        ("OUs", ["organizational", "units"]),
    ],
)
def test_names_and_sentences_split_into_the_same_words(text, words):
    """Abbreviations are written out."""
    assert split(text, SAID.same) == words


@pytest.mark.parametrize(
    ("word", "one"),
    [("policies", "policy"), ("addresses", "address"), ("status", "status"), ("ids", "id")],
)
def test_a_plural_loses_its_ending(word, one):
    """And what only looks like one keeps it."""
    assert singular(word) == one


def test_forms_of_a_word_have_one_stem():
    """Encryption and encrypted are the same condition."""
    assert stem("encrypted") == stem("encryption") == stem("encrypts")


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("List the tags for a workgroup", [["tags"], ["work", "group"]]),
        ("Describe the launch permissions for an image", [["launch", "permissions"], ["image"]]),
        ("IP address manager (IPAM) pools", [["ip", "address", "manager", "ipam", "pools"]]),
        ("Get the number of zones", [["zones"], ["count"]]),
        ("what about our account", [["account"]]),
        ("", [[]]),
    ],
)
def test_a_sentence_says_first_what_it_is_about(sentence, cut):
    """Then of what; what the lead says comes last, and words that say nothing are gone."""
    assert phrases(marked(sentence, SAID.same), SAID) == cut
