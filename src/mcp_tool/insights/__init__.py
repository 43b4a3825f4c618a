"""Composite reads: one tool call that correlates several API reads on the spot.

`registry.py` is the written list of all there are, apart so that a call of an operation does not
load what it has no use for. How to write one:

1. In the module of its theme, write a function of the account and the insight's parameters:

       def _unattached(account: Account) -> Found:
           volumes = list(account.read("ec2:DescribeVolumes"))
           loose = [each for each in volumes if each["State"] == "available"]
           return Found(loose, f"{len(loose):,} of {len(volumes):,} volumes are unattached.")

   `account.read` calls an operation in all regions and accounts asked for, `account.once` one of a
   service without regions, `account.at(record, …)` where a record was read. A call starts at once
   and is waited for when its records are looked at: make the independent ones first, a fan-out as
   one list of `at`. Records are AWS's own, with their place; `record | {…}` adds what the insight
   worked out, and the members that prove the finding stay. `metrics.measure` reads CloudWatch.
2. A thing that is not there is `reading.missing`. What could not be read is reported by itself;
   before saying that something is absent look at `reading.failed`, or of a call that went to many
   regions at `reading.reached(record)`. Never catch anything.
3. Describe it in the module's `INSIGHTS`: an `Insight` with the words people use, every operation
   it reads in `calls`, and `columns` with the unit in a number's name (`size_gib`). Parameters
   are made with `parameters.whole`, `text`, `texts` or `choice`, checked before the function runs.
4. The rows come in the order they are worth reading. The summary says the finding with its counts
   and of how many; an amount of money from `prices` is "about".
5. Its test shows a case that must appear, a near miss that must not, and values equal to what
   boto3 reads. The sample account holds both; a function never knows of it.
"""

from mcp_tool.insights.insight import Insight

__all__ = ["Insight"]
