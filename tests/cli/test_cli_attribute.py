"""`hushed attribute`: what it prints, what it keeps, and that it can be asked again."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from commands import SMALL, Command

import hushed as package
from hushed.outcomes import OUTCOMES

ATTRIBUTE = ("attribute", "sesame-credit", "--set", "regime.enrolment.share=1.0", *SMALL)


def rows_of(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_prints_shares_and_keeps_them(hushed: Command) -> None:
    ended = hushed(*ATTRIBUTE, "--replicates", 3)
    assert ended.code == 0, ended.err
    assert "of desired dissent that stays unsaid" in ended.out
    assert "are due to" in ended.out
    assert "Nobody is watched" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    assert "\x1b" not in ended.out
    kept = sorted(path.name for path in Path("results/sesame-credit-attribution").iterdir())
    tables = ["columns.csv", "interactions.csv", "outcomes.csv", "outcomes.zarr", "scenario.toml", "shares.csv"]
    assert kept == [*tables, "waterfall.png"]
    assert "results/sesame-credit-attribution/waterfall.png" in ended.out


def test_json_has_shares_interactions_and_sums(hushed: Command) -> None:
    told = hushed(*ATTRIBUTE, "--replicates", 3, "--json", "-o", "here").json
    assert (told["people"], told["rounds"], told["replicates"], told["result"]) == (300, 5, 3, "here")
    assert (told["outcome"], told["over"], told["orders"]) == ("chill", "last", None)
    total = told["total"]["value"]
    assert total == pytest.approx(told["as_is"]["value"] - told["without_any"]["value"])
    assert sum(share["share"] for share in told["shares"].values()) == pytest.approx(total, abs=1e-9)
    sums = told["by_replicate"]
    assert sums["sum_of_shares"] == pytest.approx(sums["total"], abs=1e-9)
    assert len(sums["total"]) == 3
    assert len(told["interactions"]) == 15
    for share in told["shares"].values():
        assert share["low"] <= share["share"] <= share["high"]
        assert share["abolished_alone"]["low"] <= share["abolished_alone"]["difference"]


def test_the_tables_hold_what_was_played(hushed: Command) -> None:
    told = hushed(*ATTRIBUTE, "--replicates", 2, "--json", "-o", "here").json
    dataset = package.load("here")
    rows = rows_of("here/outcomes.csv")
    assert len(rows) == 2 * 64 * 2
    for row in (rows[0], rows[77], rows[-1]):
        place = {"over": row["over"], "subset": row["subset"], "replicate": int(row["replicate"])}
        assert all(float(row[name]) == float(dataset[name].sel(place)) for name in OUTCOMES)
    meanings = {row["column"] for row in rows_of("here/columns.csv")}
    assert meanings == set(rows[0])
    shares = rows_of("here/shares.csv")
    chill = {row["instrument"]: row for row in shares if (row["outcome"], row["over"]) == ("chill", "last")}
    assert {name: float(row["share"]) for name, row in chill.items()} == {
        name: share["share"] for name, share in told["shares"].items()
    }
    pairs = rows_of("here/interactions.csv")
    assert [float(row["interaction"]) for row in pairs] == [pair["interaction"] for pair in told["interactions"]]


def test_a_result_is_repeated_or_asked_about_another_outcome(hushed: Command) -> None:
    options = ("--replicates", 2, "--outcome", "third-party-loss", "--over", "mean", "--json")
    first = hushed(*ATTRIBUTE, *options, "-o", "one").json
    again = hushed("attribute", "one", "-o", "two", "--json").json
    assert (again["outcome"], again["over"]) == ("third_party_loss", "mean")
    assert again["shares"] == first["shares"]
    for name in ("outcomes.csv", "shares.csv", "interactions.csv", "scenario.toml", "waterfall.png"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes(), name
    other = hushed("attribute", "one", "--outcome", "chill", "--over", "last", "-o", "three", "--json").json
    assert other["outcome"] == "chill"
    assert Path("one/shares.csv").read_bytes() == Path("three/shares.csv").read_bytes()


def test_other_commands_say_how_to_repeat_it(hushed: Command) -> None:
    hushed(*ATTRIBUTE, "--replicates", 1, "-o", "one")
    ended = hushed("run", "one")
    assert ended.code == 2
    assert "repeat it with: hushed attribute one" in ended.err


def test_orders_are_told_and_repeated(hushed: Command) -> None:
    options = ("--replicates", 2, "--orders", 3)
    text = hushed(*ATTRIBUTE, *options, "-o", "one").out
    assert "Estimated from 3 orders in each replicate" in text.replace("\n", " ")
    told = hushed("attribute", "one", "-o", "two", "--json").json
    assert (told["orders"], told["interactions"]) == (3, [])
    assert Path("one/shares.csv").read_bytes() == Path("two/shares.csv").read_bytes()


def test_quick_and_quiet(hushed: Command) -> None:
    ended = hushed("attribute", "sesame-credit", "--rounds", 1, "--quick", "--quiet")
    assert ended.out.strip() == "results/sesame-credit-attribution"
    dataset = package.load(ended.out.strip())
    assert (int(dataset["people"]), dataset.sizes["replicate"]) == (5000, 3)


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_stopped_it_keeps_whole_replicates(tmp_path: Path) -> None:
    command = ["attribute", "sesame-credit", "--population", "300", "--rounds", "12", "--replicates", "1000"]
    process = subprocess.Popen(
        [sys.executable, "-m", "hushed", *command, "--threads", "2", "-o", "out/here"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    heard = ""
    for line in process.stderr:
        heard += line
        done = line.partition(": playing: ")[2].partition(" of ")[0].replace(",", "")
        if done.isdigit() and int(done) > 22:
            break
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    heard += err
    assert process.returncode == 130, heard
    assert "Traceback" not in heard
    assert "hushed attribute out/here -o out/here --overwrite" in heard
    dataset = package.load(tmp_path / "out" / "here")
    assert 0 < dataset.sizes["replicate"] < 1000
    assert dataset.attrs["replicates"] == 1000
    assert not np.isnan(dataset["chill"].values).any()
