"""`hushed schema`: the JSON Schema of scenario files, for editors."""

from __future__ import annotations

from hushed.cli import options
from hushed.cli.output import out_json

EXAMPLES = "Example:\n\n  hushed schema > hushed.schema.json"


def command(
    seed: options.Seed = None,  # noqa: ARG001
    quick: options.Quick = False,  # noqa: ARG001
    quiet: options.Quiet = False,  # noqa: ARG001
    as_json: options.AsJson = True,  # noqa: ARG001
) -> None:
    """Print the JSON Schema of scenario files; editors check and complete with it."""
    from hushed.scenario.shape import json_schema

    out_json(json_schema())
