"""Runs every command that reads a network or writes anything, in a process in which no socket can open.

Run as `python every_command.py FOLDER EDGES`: the folder gets what commands write, and what they print in `said/`.
The last line is JSON: for each command its arguments and its exit code.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import sys
from pathlib import Path

REACHES_OUT = {
    *("socket.connect", "socket.bind", "socket.listen", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"),
    *("socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo", "urllib.Request", "http.client.connect"),
    *("ftplib.connect", "smtplib.connect", "poplib.open", "imaplib.open", "webbrowser.open", "subprocess.Popen"),
    *("os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn", "sqlite3.enable_load_extension"),
}
"""What Python tells of before it reaches another machine or starts another program."""
BETWEEN_OWN_PROCESSES = (getattr(socket, "AF_UNIX", -1),)


def refuse(event: str, details: tuple[object, ...]) -> None:
    """The hook: whatever would reach out fails on the spot, so that nothing can go unseen."""
    if event == "subprocess.Popen" and str(details[0]).endswith("ldconfig"):
        return  # How Python's ctypes looks for a library; `doctor` looks for a graphics card's.
    opened = event == "socket.__new__" and details[1] not in BETWEEN_OWN_PROCESSES
    if opened or event in REACHES_OUT:
        raise RuntimeError(f"{event} {details!r}"[:300])


STUDY = """
study = 1
title = "A study"
scenario = "sesame-credit"
replicates = 2
[set]
rounds = 3
"society.population" = 211
"society.online" = {{ generator = "file", path = "{edges}" }}
[levers]
"regime.scoring.severity" = {levels}
"""
VARIED = "{ low = 0.1, high = 0.5 }"
LISTED = "[0.1, 0.2]"


def commands(edges: str) -> list[list[str]]:
    """Every command line, in an order in which each finds what it needs."""
    short = ["--network", edges, "--rounds", "3"]
    played = [*short, "--replicates", "2"]
    sesame = "sesame-credit"
    way = ["--scan", "regime.association.weight", "--from", "0", "--to", "0.5", "--steps", "2", "--hold", "1"]
    return [
        ["check", sesame, *short],
        ["check", sesame, *short, "--json"],
        ["odd", sesame, *short, "-o", "odd.md"],
        ["odd", sesame, *short, "--json"],
        ["run", sesame, *played, "-o", "run", "--phases"],
        ["run", sesame, *played, "-o", "run-json", "--json"],
        ["run", "run", "-o", "run-again", "--quiet"],
        ["compare", sesame, "--without", "association", *played, "-o", "compare"],
        ["compare", sesame, "--with", "secret_scores=0.5", *played, "-o", "compare-with", "--json"],
        ["attribute", sesame, *played, "-o", "attribute"],
        ["recover", sesame, "--abolish", "association", *played, "-o", "recover"],
        ["recover", sesame, *way, "--network", edges, "--replicates", "2", "-o", "scan"],
        ["safeguards", sesame, *played, "--largest", "1", "-o", "safeguards"],
        ["safeguards", sesame, *played, "--largest", "1", "-o", "safeguards-json", "--json"],
        ["sweep", "listed.toml", "-o", "swept", "--executor", "in-process"],
        ["resume", "swept", "--verify"],
        ["resume", "swept", "--unit", "0"],
        ["resume", "swept", "--executor", "in-process", "--json"],
        ["sweep", "listed.toml", "-o", "half", "--shard", "1/2", "--executor", "in-process", "--json"],
        ["sweep", "listed.toml", "-o", "other", "--shard", "2/2", "--executor", "in-process", "--quiet"],
        ["merge", "half", "other", "-o", "merged"],
        ["export", "swept", "swept.csv"],
        ["export", "merged", "merged.parquet"],
        ["sensitivity", "varied.toml", "--samples", "4", "-o", "morris", "--executor", "in-process"],
        ["report", "run", "-o", "run.html"],
        ["report", "run", "compare", "attribute", "recover", "safeguards", "swept", "morris", "-o", "all.html"],
        ["explore", "run", "--no-open", "-o", "explore.html"],
        ["explore", "compare", "--no-open", "-o", "explore-compare.html", "--json"],
        ["explore", "attribute", "--no-open", "-o", "explore-attribute.html"],
        ["explore", "run/scenario.toml", "--no-open", "-o", "refused.html"],
        ["run", sesame, "--network", f"{edges}.gone", "--rounds", "3"],
        ["run", edges],
        ["report", edges],
        ["resume", edges],
        ["doctor", "--quick", "--json"],
        ["schema"],
        ["new", "new.toml"],
        ["replicate", "thresholds", "--quick", "-o", "replicated", "--json"],
        ["replicate", "--list"],
        ["check-model", "my_model.py:PeerPressure"],
    ]


def main(folder: Path, edges: Path) -> None:
    """Run them all, each with its output kept beside what it writes."""
    (folder / "said").mkdir()
    for name, levels in (("listed.toml", LISTED), ("varied.toml", VARIED)):
        (folder / name).write_text(STUDY.format(edges=edges.as_posix(), levels=levels), encoding="utf-8")
    os.chdir(folder)
    from hushed.cli.start import run_command

    sys.addaudithook(refuse)
    ended = []
    for number, arguments in enumerate(commands(str(edges))):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run_command(arguments)
        ended.append([arguments, code])
        (folder / "said" / f"{number:02d}.txt").write_text(f"{out.getvalue()}\n{err.getvalue()}", encoding="utf-8")
    print(json.dumps(ended))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
