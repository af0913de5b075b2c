"""`hushed safeguards`: what it prints, keeps and refuses."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from commands import Command

import hushed as package
from hushed.experiments.safeguarding.measuring import Measurements
from hushed.regime.safeguards import SAFEGUARDS
from hushed.results import store

SMALL = (
    *("--population", "200", "--rounds", "12", "--replicates", "2", "--largest", "2", "--doses", "0,1"),
    *("--set", "regime.enrolment.share=1.0"),
)
ASK = ("safeguards", "sesame-credit")
FILES = {"outcomes.zarr", "outcomes.csv", "columns.csv", "scenario.toml", "doses.csv", "sets.csv", "safeguards.png"}


def test_it_tells_doses_sets_and_what_a_reaction_takes(hushed: Command) -> None:
    ended = hushed(*ASK, *SMALL, "-o", "here")
    assert ended.code == 0, ended.err
    for words in (
        "what restores speech",
        "Alone: % restored at dose",
        "Safeguards together",
        "If it reacts",
        "Verdict",
    ):
        assert words in ended.out
    assert re.search(r"private channels +\d+\.\d +100\.0 +\+\d+\.\d+ pt", ended.out)
    assert "Left out, because nobody here meets what they change: no informers." in " ".join(ended.out.split())
    assert "Invented people. A model, not a forecast." in ended.out
    assert {each.name for each in Path("here").iterdir()} == FILES
    assert max(map(len, ended.out.splitlines())) <= 80


def test_json_and_files_say_the_same(hushed: Command) -> None:
    told = hushed(*ASK, *SMALL, "--restore", "0.8", "-o", "here", "--json").json
    assert (told["people"], told["rounds"], told["replicates"], told["restore"]) == (200, 12, 2, 0.8)
    assert told["complete"]
    assert told["missing"] == []
    rows = list(csv.DictReader(Path("here/sets.csv").read_text().splitlines()))
    assert [row["safeguards"] for row in rows] == [" + ".join(each["safeguards"]) for each in told["sets"]]
    assert [float(row["restored_mean"]) for row in rows] == [each["restored"]["mean"] for each in told["sets"]]
    doses = list(csv.DictReader(Path("here/doses.csv").read_text().splitlines()))
    assert {row["safeguard"] for row in doses} == told["doses"].keys()
    assert told["doses"].keys() | set(told["left_out"]) == SAFEGUARDS.keys()
    kept = package.load("here")
    assert kept.attrs["experiment"] == "safeguards"
    assert kept["restored"].dims == ("policy", "replicate")
    as_is = kept["restored"].sel(policy="no safeguard").values.mean()
    assert as_is == pytest.approx(told["as_is"]["mean"], rel=1e-12)


def test_declared_costs_are_used_kept_and_checked(hushed: Command) -> None:
    dear = ("--set", "costs.private_channels=4.5", "--set", "costs.pseudonymity=2")
    told = hushed(*ASK, *SMALL, *dear, "-o", "here", "--no-reaction", "--json").json
    prices = {tuple(each["safeguards"]): each["cost"] for each in told["sets"] if len(each["safeguards"]) == 1}
    assert prices["pseudonymity",] == 2.0
    assert "private_channels = 4.5" in Path("here/scenario.toml").read_text()
    assert all(each["reacted"] is None for each in told["sets"])
    assert hushed("check", "sesame-credit", *dear, "--json").json["costs"] == {
        "private_channels": "4.5",
        "pseudonymity": "2",
    }


def test_a_result_is_repeated_from_its_folder_to_the_last_bit(hushed: Command) -> None:
    assert hushed(*ASK, *SMALL, "-o", "one", "--quiet").out == "one\n"
    assert hushed("safeguards", "one", "-o", "two", "--quiet").code == 0
    for name in ("outcomes.csv", "sets.csv", "doses.csv", "scenario.toml", "safeguards.png"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes(), name
    assert "repeat it with: hushed safeguards one" in hushed("run", "one").err


def test_a_first_look_is_small_and_says_so(hushed: Command) -> None:
    ended = hushed(*ASK, "--rounds", "4", "--quick", "--largest", "1", "--json")
    assert (ended.json["people"], ended.json["replicates"]) == (1000, 3)
    assert "1,000 people in place of the scenario's 100,000" in ended.err
    assert ended.json["result"] == "results/sesame-credit-safeguards"


def test_an_interrupt_stores_what_is_measured(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(self: Measurements, policy: object, replicate: int) -> float:
        if policy[0].authority.mode == "adaptive":
            raise KeyboardInterrupt
        return share(self, policy, replicate)

    share = Measurements._share_of
    monkeypatch.setattr(Measurements, "_share_of", stopped)
    ended = hushed(*ASK, *SMALL, "-o", "here")
    assert ended.code == 130
    assert "to measure it all: hushed safeguards here -o here --overwrite" in ended.err
    assert "Interrupted: not measured, or not in full: the authority that reacts." in " ".join(ended.out.split())
    assert package.load("here").attrs["complete"] == 0
    monkeypatch.undo()


MISTAKES = [
    (("--restore", "1.5"), "restore: 1.5 is out of range"),
    (("--restore", "most"), "--restore"),
    (("--doses", "0,half"), "write numbers from 0 to 1 with commas"),
    (("--doses", "0,2"), "doses: 2.0 is out of range"),
    (("--doses", ""), "write numbers"),
    (("--largest", "0"), "largest: 0 is out of range"),
    (("--screening", "0"), "screening: 0 is out of range"),
    (("--replicates", "0"), "replicates: 0 is out of range"),
    (("--set", "costs.secret_score=2"), "did you mean 'costs.secret_scores'"),
    (("--set", "costs.secret_scores=0"), "0 is out of range; allowed: above 0"),
    (("--set", "regime.scoring.severity={at=[0,9],value=[0.1,0.3]}"), "set by a schedule.*--no-reaction"),
    (("--set", "regime.authority.mode='adaptive'", "--population", "0"), "0 is out of range"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_gets_one_clear_message(hushed: Command, arguments: tuple[str, ...], message: str) -> None:
    ended = hushed(*ASK, *arguments)
    assert ended.code == 2
    assert re.search(message, ended.err), ended.err
    assert ended.out == ""
    assert "Traceback" not in ended.err
    assert not Path("results").exists()


def test_what_was_found_is_told_even_where_the_disk_is_full(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_outcomes", full)
    ended = hushed(*ASK, *SMALL, "-o", "here", "--json")
    assert ended.code == 2
    assert "the disk is full; nothing was stored" in ended.err
    assert ended.json["sets"][0]["safeguards"] == []
    assert not Path("here").exists()


def test_one_replicate_is_said_to_tell_little(hushed: Command) -> None:
    ended = hushed(*ASK, *SMALL, "--replicates", "1", "--largest", "1", "-o", "one")
    assert "With one replicate there are no intervals" in " ".join(ended.out.split())
