"""Docstrings and descriptions as Markdown: Greek letters for the names of symbols, nothing read as markup."""

from __future__ import annotations

import re

GREEK: dict[str, str] = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "eta": "η",
    "iota": "ι",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "omega": "ω",
    "phi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "upsilon": "υ",
}
"""Names of symbols as docstrings spell them, and the letters."""
_NAME = re.compile(rf"(?<![A-Za-z])({'|'.join(sorted(GREEK, key=len, reverse=True))})(?![A-Za-z])")
_MARKUP = re.compile(r"([|*<_])")
_ANY_MARKUP = re.compile(r"([\\`*_\[\]<>|~$#!]|&(?=[#\w]+;))")
_CODE = re.compile(r"(`[^`]*`)")


def typeset(text: str) -> str:
    """Text of the code on one line; what stands in backticks stays as it is."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(part if part.startswith("`") else _plain(part) for part in parts)


def lettered(text: str) -> str:
    """Text of the code with Greek letters for the names of symbols."""
    return _NAME.sub(lambda name: GREEK[name[1]], text)


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", lettered(text.replace(")_+", ")₊")))


def as_written(title: str) -> str:
    """A title letter by letter, whatever stands in it: nothing is a link, a picture, a sign of Markdown or a symbol."""
    return _ANY_MARKUP.sub(r"\\\1", title)


def code(text: str) -> str:
    """A block of Python."""
    return f"```python\n{text}\n```"


def bullets(lines: tuple[str, ...] | list[str]) -> str:
    """A list, one line each."""
    return "\n".join(f"- {line}" for line in lines)
