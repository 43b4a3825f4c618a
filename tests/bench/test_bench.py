"""The benches hold together: what is listed is there, and what they print has one form."""

import asyncio
import json
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import bench
from agent.table import Table
from bench import results
from bench.dynalite import dynalite
from bench.figure import Bar, Figure, beside, beyond
from bench.lab import session
from bench.meter import Meter, tap
from bench.redaction import TEXTS, texts
from bench.registry import BENCHES
from bench.replay import Replay, replaying
from bench.start import AGENT, third_party
from bench.store import WriteUnits, counted, opened
from local.server import serve

FOLDER = Path(bench.__file__).parent
Counting = tuple[str, list[str]]
Written = tuple[Table, WriteUnits]

LINE = {"name", "value", "unit", "baseline", "ratio", "bar", "ok"}


def test_each_bench_is_the_module_of_its_name() -> None:
    """A promise that names `bench:NAME` can be found, and run."""
    for each in BENCHES:
        module = f"bench.{each.name.replace('-', '_')}"
        assert each.measure.__module__ == module

    assert len({each.name for each in BENCHES}) == len(BENCHES)


def test_each_module_that_measures_is_listed() -> None:
    """No bench is written and then forgotten."""
    measuring = {
        file.stem.replace("_", "-")
        for file in FOLDER.glob("*.py")
        if "\ndef measure(" in file.read_text(encoding="utf-8")
    }

    assert {each.name for each in BENCHES} == measuring


@pytest.mark.parametrize(
    "figure",
    [
        Figure("alone", 3.0, "KB", Bar("value", 4)),
        beside("against", 3.0, 2.0, unit="ms", bar=Bar("ratio", 2)),
        beyond("on top", 3.0, 2.0, unit="ms", bar=Bar("value", 2)),
    ],
    ids=lambda figure: figure.name,
)
def test_a_line_has_the_seven_keys(figure: Figure) -> None:
    """A figure is written the same way, whatever it is held against."""
    line = json.loads(json.dumps(figure.line()))

    assert line.keys() == LINE
    assert line["ok"] is True


@pytest.mark.parametrize(
    ("figure", "ok"),
    [
        (Figure("a", 4.0, "KB", Bar("value", 4)), True),
        (Figure("a", 4.1, "KB", Bar("value", 4)), False),
        (beside("a", 3.0, 2.0, unit="ms", bar=Bar("ratio", 1.4)), False),
        (beyond("a", 9.0, 5.0, unit="ms", bar=Bar("value", 4)), True),
        (Figure("a", 4.0, "ms", Bar("ratio", 9)), False),
    ],
)
def test_a_bar_is_passed_or_missed(figure: Figure, *, ok: bool) -> None:
    """The limit itself passes; a ratio that was not measured does not."""
    assert figure.ok is ok


def test_the_table_has_a_row_for_each_figure() -> None:
    """Results tell what was measured, on which kind of machine, and what missed."""
    missed = beside("slow", 3000.0, 2.0, unit="ms", bar=Bar("ratio", 2))

    *_, head, _rule, row = results.table([missed]).splitlines()

    assert head == "| figure | value | unit | baseline | ratio | bar | ok |"
    assert row == "| slow | 3,000 | ms | 2.00 | 1,500 | ratio ≤ 2 | **no** |"


def test_the_texts_of_redaction_differ() -> None:
    """A scanner that remembers what it saw cannot answer from memory."""
    assert len(set(texts())) == TEXTS


def test_third_party_imports_are_those_of_the_files() -> None:
    """The baseline of a start holds what the agent imports from others, and nothing else."""
    found = third_party(AGENT)

    assert {"from strands import Agent", "import boto3"} <= set(found)
    assert not any(each.split()[1].startswith(("agent", "json")) for each in found)


def test_time_that_overlaps_counts_once() -> None:
    """Two that were waited for at the same time were waited for once."""
    meter = Meter()
    meter.add(1.0, 2.0)
    meter.add(1.5, 3.0)
    meter.add(5.0, 5.5)

    assert meter.drain() == pytest.approx(2500)
    assert meter.drain() == 0


@pytest.fixture
def counting() -> Iterator[Counting]:
    """An AWS that answers every call, and the calls it got."""
    calls: list[str] = []

    async def answer(request: Request) -> Response:
        calls.append((await request.body()).decode() or request.url.path)
        return Response('{"Functions": []}', media_type="application/json")

    with serve(Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])) as url:
        yield url, calls


@pytest.fixture
def replay(counting: Counting) -> Iterator[Replay]:
    with replaying(counting[0]) as replay:
        yield replay


def lambda_client(url: str, region: str = "us-east-1") -> Any:
    return boto3.client(
        "lambda",
        region_name=region,
        endpoint_url=url,
        aws_access_key_id="AKIAEXAMPLE",
        aws_secret_access_key="example",
    )


def test_an_answer_is_recorded_once(replay: Replay, counting: Counting) -> None:
    """The second time, the answer does not come from AWS."""
    with closing(lambda_client(replay.url)) as client:
        answers = [client.list_functions()["Functions"] for _ in range(2)]

    assert answers == [[], []]
    assert len(counting[1]) == 1


def test_region_and_parameters_make_another_call(replay: Replay, counting: Counting) -> None:
    """What is asked elsewhere, or otherwise, is recorded for itself."""
    for region, parameters in (
        ("us-east-1", {}),
        ("eu-west-1", {}),
        ("eu-west-1", {"MaxItems": 5}),
    ):
        with closing(lambda_client(replay.url, region)) as client:
            client.list_functions(**parameters)

    assert len(counting[1]) == 3


def test_a_recorded_answer_comes_after_its_delay(replay: Replay, counting: Counting) -> None:
    """Sealed, a replay waits and answers what it knows; what it does not know is an error."""
    with closing(lambda_client(replay.url)) as client:
        client.list_functions()
        with replay.sealed(delay=0.01):
            assert client.list_functions()["Functions"] == []
            with pytest.raises(ClientError):
                client.list_functions(MaxItems=5)
        client.list_functions(MaxItems=5)

    assert len(counting[1]) == 2


def test_a_tap_passes_on_and_notes_the_wait(counting: Counting) -> None:
    """A call through a tap gets its answer, and the time until then is on the meter."""
    meter = Meter()
    with tap(meter) as through:
        through.lead(counting[0])
        with urllib.request.urlopen(f"{through.url}/some/path") as answer:
            assert json.load(answer) == {"Functions": []}

    assert meter.drain() > 0


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Written]:
    with dynalite() as url:
        made = session(tmp_path, url)
        units = WriteUnits(made)
        yield opened(made), units


async def test_one_growing_item_fails_the_store_bench(
    written: Written,
) -> None:
    """A conversation kept in a single item costs more each turn, and the bench sees it."""
    table, units = written

    async def write(number: int) -> None:
        await table.update(
            {"conversation_id": "one", "item": "head"},
            "SET messages = list_append(if_not_exists(messages, :none), :new)",
            ExpressionAttributeValues={":none": [], ":new": ["word " * 400]},
        )

    counts = await counted(write, units, turns=40)
    await asyncio.gather(table.close())

    figure = beside("store", counts[-1], counts[9], unit="write units", bar=Bar("ratio", 1.1))
    assert not figure.ok
