"""Every outcome straight from the oracle's people, in the words of docs/model.md, not from the engine's sums."""

from __future__ import annotations

import numpy as np

from hushed.engine.reference import Array, Reference
from hushed.engine.tally import SCORE_SHARES
from hushed.regime.sanctions import DOMAINS
from hushed.regime.terms import Terms, tiers_at


def by_definition(oracle: Reference, terms: Terms) -> dict[str, float]:
    """The outcomes of the last round that the oracle played, by name; `terms` are the numbers in force in it."""
    found = _of_speech(oracle, terms) | _of_punishment(oracle, terms) | _of_scores(oracle) | _of_sanctions(oracle)
    found["ties_cut"] = _mean(~oracle.live)
    found["political_cost"] = oracle.regime.authority.adamancy * float(oracle.voice.astype(float).mean())
    return {name: float(value) for name, value in found.items()} | {
        "tolerance": terms.tolerance,
        "severity": terms.severity,
        "surveillance": terms.surveillance,
    }


def _mean(values: Array, otherwise: float = 0.0) -> float:
    return float(values.mean()) if values.size else otherwise


def _part(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def _of_speech(oracle: Reference, terms: Terms) -> dict[str, float]:
    desire, voice = oracle.desire, oracle.voice.astype(float)
    lawful = np.minimum(desire, terms.tolerance)
    return {
        "voice_share": voice.sum() / desire.sum() if desire.sum() > 0 else 1.0,
        "chill": 1 - voice.sum() / desire.sum() if desire.sum() > 0 else 0.0,
        "silenced": (voice < desire).mean(),
        "bystander_chill": _part((desire - voice)[~oracle.ever_punished].sum(), desire.sum()),
        "overbreadth": _part(np.maximum(0, lawful - voice).sum(), lawful.sum()),
        "false_consensus": (desire > terms.tolerance).mean() - (voice > terms.tolerance).mean(),
    }


def _of_punishment(oracle: Reference, terms: Terms) -> dict[str, float]:
    now, loss = oracle.now, oracle.now["loss"].astype(float).mean()
    case = now["punished"] | now["misread"] | now["denounced"]
    return {
        "seen": now["seen"].mean(),
        "punished": case.mean(),
        "wrongly_punished": (case & (oracle.voice.astype(float) <= terms.tolerance)).mean(),
        "own_loss": loss,
        "punishment_cost": loss,
        "third_party_loss": now["shared"].astype(float).mean(),
    }


def _of_scores(oracle: Reference) -> dict[str, float]:
    score = oracle.score.astype(float)[oracle.enrolled]
    quantiles = np.quantile(score, SCORE_SHARES, method="inverted_cdf") if score.size else np.ones(len(SCORE_SHARES))
    return {
        "enrolled": oracle.enrolled.mean(),
        "score_mean": _mean(score, 1.0),
        "score_spread": float(score.std()) if score.size else 0.0,
        **{f"score_p{round(share * 100):02d}": at for share, at in zip(SCORE_SHARES, quantiles, strict=True)},
    }


def _of_sanctions(oracle: Reference) -> dict[str, float]:
    serving, people = oracle.serving > 0, oracle.society.size
    anyone = serving.any(axis=0)
    burdens = serving * tiers_at(oracle.regime, oracle.round - 1).burden[:, None]
    domains = np.array([tier.domain for tier in oracle.regime.sanctions.tiers])
    return {
        "sanctioned": anyone.mean(),
        "collateral_sanctions": _mean(~oracle.ever_for_speech[anyone]),
        "hardship": burdens.sum() / people,
        **{f"sanctioned_{domain}": serving[domains == domain].sum() / people for domain in DOMAINS},
        **{f"hardship_{domain}": burdens[domains == domain].sum() / people for domain in DOMAINS},
    }
