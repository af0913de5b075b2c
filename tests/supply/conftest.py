"""Makes the programs that lock and list dependencies importable, as they are when they run."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "supply"))
