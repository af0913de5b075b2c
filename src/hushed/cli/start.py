"""Where a command starts and ends: every way it can end becomes an exit code and, if need be, one clear message."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections import namedtuple
from collections.abc import Sequence
from functools import cache
from typing import Any, NoReturn

from hushed.cli.endings import BROKEN_PIPE, Interrupted
from hushed.cli.plain import PLAIN
from hushed.cli.stopping import Stop
from hushed.errors import InputError, did_you_mean
from hushed.memory import ran_out

_INTERRUPTED = "interrupted; what was not stored before is lost"
_UNKNOWN_COMMAND = re.compile(r"No such command '(.*?)'")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    sys.exit(run_command(sys.argv[1:] if arguments is None else arguments))


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=PLAIN)
    # What fails while Zarr reads is told where it is read; asyncio would print its traceback once more, and later.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    with Stop() as stop:
        return _ended(arguments, stop)


def _ended(arguments: Sequence[str], stop: Stop) -> int:
    """The exit code for however a command ended, with its message said."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer has no reader; without this Python complains on leaving.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except (KeyboardInterrupt, Interrupted) as ending:
        # Once an interrupt has passed through a text that a library executes, python -m ends by the signal, whatever
        # the exit code (CPython, run_eval_code_obj); it forgets when another is, as to make such a class.
        namedtuple("Forgotten", ())
        _say(str(ending) or _INTERRUPTED)
        return stop.code
    except InputError as error:
        _say(*error.lines)
        return 2
    except Exception as error:
        return _failed(error, stop)
    return code


def _failed(error: Exception, stop: Stop) -> int:
    if stop.raised and not os.environ.get("HUSHED_TRACEBACK"):
        # Libraries in C or Rust tell an interrupt that meets them while they are loaded as a failure of their own.
        _say(_INTERRUPTED)
        return stop.code
    if not ran_out(error):
        return _bug(error)
    _say("there is not enough memory for this; a smaller population, fewer rounds or fewer replicates need less")
    return 2


@cache
def command_line() -> Any:
    """The whole command line; it takes longer to put together than most mistakes take to be told."""
    import typer

    from hushed.cli.app import app

    return typer.main.get_command(app)


def _run(arguments: Sequence[str]) -> int:
    import typer

    # BadParameter's base is the error of all usage mistakes, wherever this release of typer keeps it.
    usage_error: type[Exception] = typer.BadParameter.__bases__[0]
    command = command_line()
    try:
        with command.make_context("hushed", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as ending:
        return ending.exit_code
    except usage_error as mistake:
        raise InputError(*_usage(mistake)) from None
    return 0


def _usage(mistake: Any) -> list[str]:
    """What is wrong with the command as it was typed, the nearest name, and where to read how it is meant."""
    context = getattr(mistake, "ctx", None)
    if context is None:
        return [f"{_lowered(mistake)}; 'hushed --help' shows what there is"]
    more = f"'{context.command_path} --help' shows what there is"
    option = getattr(mistake, "option_name", None)
    if option is not None:
        options = [name for parameter in context.command.params for name in parameter.opts if name.startswith("--")]
        return [f"there is no option '{option}' here{did_you_mean(option, options)}; {more}"]
    unknown = _UNKNOWN_COMMAND.match(str(mistake.format_message()))
    if unknown is not None:
        return [f"there is no command '{unknown[1]}'{did_you_mean(unknown[1], context.command.commands)}; {more}"]
    return [f"{_lowered(mistake)}; {more}"]


def _lowered(mistake: Any) -> str:
    message = str(mistake.format_message()).strip().rstrip(".")
    return message[:1].lower() + message[1:]


def _bug(error: Exception) -> int:
    if os.environ.get("HUSHED_TRACEBACK"):
        import traceback

        traceback.print_exc()
        return 1
    what = f"{type(error).__name__}: {error}".split("\n")[0]
    _say(
        f"this is a bug in hushed, not your mistake: {what}",
        "set HUSHED_TRACEBACK=1 and run the command again to see where; please report it with what that prints",
    )
    return 1


def _say(*lines: str) -> None:
    for line in lines:
        print(f"hushed: {line}", file=sys.stderr)
