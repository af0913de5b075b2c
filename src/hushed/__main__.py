"""`python -m hushed` is the command `hushed`."""

from __future__ import annotations

from hushed.cli import main

main()
