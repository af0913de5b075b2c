"""The page's own tests play with what Python hands over: the library, the schema and the outcomes as they are now."""

from __future__ import annotations

import json
from pathlib import Path

from hushed.explorer.handed import story

KEPT = Path(__file__).parents[2] / "explorer" / "test" / "handed.json"


def test_what_the_page_is_tested_with_is_what_it_is_handed() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert json.loads(json.dumps(story().handed)) == kept, "python explorer/dev/handed.py > explorer/test/handed.json"
