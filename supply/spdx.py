"""The licence that a package's metadata gives, as an SPDX expression."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
"""What PyPI's classifiers mean; "BSD License" names a family, of which three clauses are the stricter."""

SAID = {
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD-3-Clause License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "New BSD": "BSD-3-Clause",
    "MIT License": "MIT",
    "Apache 2.0": "Apache-2.0",
    "Apache 2": "Apache-2.0",
    "Apache-2.0 License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License 2.0": "Apache-2.0",
    "PSFL": "PSF-2.0",
    "Dual License": "",
    "UNKNOWN": "",
}
"""What packages write in a field that is free text."""

BY_HAND = {
    "atheris": "Apache-2.0",
    "cuda-toolkit": "LicenseRef-NVIDIA-Proprietary",
}
"""Packages whose metadata says nothing: what the licence file of atheris is, and of a package of NVIDIA's that holds no
files and names others, which say this."""
MIT_TEXT = "Permission is hereby granted, free of charge, to any person obtaining a copy"


def licence_of(metadata: Mapping[str, Any]) -> str:
    """The expression itself where there is one, else what the classifiers or the free text mean; '' if nothing does."""
    expression = str(metadata.get("license_expression") or "").strip()
    if expression:
        return expression
    said = str(metadata.get("license") or "").strip()
    named = _of_classifiers(metadata.get("classifier") or ())
    if MIT_TEXT in said[:200]:
        return "MIT"
    if re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*", said) and said not in SAID:
        return said
    return SAID.get(said.partition("\n")[0], "") or named or BY_HAND.get(str(metadata["name"]), "")


def _of_classifiers(classifiers: Sequence[str]) -> str:
    heads = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: ")]
    return " OR ".join(sorted({CLASSIFIERS[head] for head in heads if head in CLASSIFIERS}))
