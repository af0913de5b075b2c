"""The command line: parse, call, print.

Exit codes: 0 done; 1 a bug in hushed, or a check that failed (`doctor`, `replicate`); 2 the user's input is wrong;
130 interrupted with Ctrl-C and 143 with SIGTERM, both with finished rounds stored; 141 the reader of the output left.
"""

from __future__ import annotations

from hushed.cli.start import main

__all__ = ["main"]
