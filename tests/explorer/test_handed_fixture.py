"""The page's own tests play with what Python hands over: the library, the schema and the outcomes as they are now."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

EXPLORER = Path(__file__).parents[2] / "explorer"


def test_what_the_page_is_tested_with_is_what_it_is_handed() -> None:
    made = runpy.run_path(str(EXPLORER / "dev" / "handed.py"))["handed"]()
    kept = json.loads((EXPLORER / "test" / "handed.json").read_text())
    assert json.loads(json.dumps(made)) == kept, "write it anew: python explorer/dev/handed.py > explorer/test/handed.json"
