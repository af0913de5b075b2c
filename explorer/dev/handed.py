"""Prints what Python hands to the page, for the page's own tests: explorer/test/handed.json."""

from __future__ import annotations

import json

from hushed.explorer.handed import story

if __name__ == "__main__":
    print(json.dumps(story().handed, ensure_ascii=False, separators=(",", ":")))
