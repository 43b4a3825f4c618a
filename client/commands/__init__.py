"""The commands of `awsops`: flags in, parts called, words out.

These modules import nothing heavy at their top, so that `awsops --help` is quick; each command
imports what it needs when it runs.
"""
