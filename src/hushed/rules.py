"""The mathematics of the model: one small scalar function for each equation.

Read beside docs/model.md, whose sections the docstrings name. All arguments are plain
numbers (float64) and every function is compiled, so the kernels call them directly;
`function.py_func` is the uncompiled text. Symbols in formulas: delta desired dissent,
beta boldness, tau tolerance, psi severity, nu surveillance, kappa care, lambda the
weight of the friends' penalty, sigma shame, rho recovery, epsilon misreading.
"""

from __future__ import annotations

from hushed.compiled import compiled, helper

# What a person believes (section 4, step 2) ---------------------------------------------------------


@compiled
def enforced_share(capacity: float, expected_cases: float) -> float:
    """Share of cases that can be taken up: phi = min(1, C N / expected cases); nothing without any capacity."""
    return capacity / max(capacity, expected_cases) if capacity > 0.0 else 0.0


@compiled
def reporting_share(recruited: float, duty: float, enrolled: float, enforcing: float = 0.0) -> float:
    """Share of friends believed to report: iota' = 1 - (1 - iota)(1 - d p)(1 - z y).

    `enforcing` is z y: the share who would enforce what they comply with against their own wish, times the share who
    so complied (false enforcement; Centola, Willer & Macy 2005).
    """
    return 1.0 - (1.0 - recruited) * (1.0 - duty * enrolled) * (1.0 - enforcing)


@helper
def watched_anyway(reach: float, exposure: float, surveillance: float, informed: float) -> float:
    """Part of the chance of being seen that does not depend on what is said: v = e phi [1 - (1 - c nu)(1 - f)].

    `reach` is e phi, `exposure` is c: 0 if the platform does not report, else how far speech is traced to its speaker.
    """
    return reach * (1.0 - (1.0 - exposure * surveillance) * (1.0 - informed))


@helper
def watched_for_speaking(reach: float, exposure: float, surveillance: float, informed: float) -> float:
    """Part of the chance of being seen that grows with the voice: w = e phi c (1 - nu)(1 - f)."""
    return reach * exposure * (1.0 - surveillance) * (1.0 - informed)


@helper
def chance_seen(anyway: float, speaking: float, voice: float) -> float:
    """Chance of being seen while saying a: P(a) = v + w a (Daymude et al. 2025 with v = nu, w = 1 - nu)."""
    return anyway + speaking * voice


@helper
def cost_of_punishment(
    severity: float, care: float, weight: float, harmed: float, shame: float, audience: float, reproach: float
) -> float:
    """What one's own punishment would cost: psi_i = psi [1 + kappa lambda k^e + sigma audience + r], sanctions apart.

    `harmed` is k^e, the enrolled friends, or k^e / k where the penalty is divided among friends.
    """
    return severity * (1.0 + care * weight * harmed + shame * audience + reproach)


@helper
def share_borne(mutual_aid: float, friends: float) -> float:
    """Share of a sanction's burden left to the sanctioned: 1 - x k / (k + 1), x the mutual aid of k friends."""
    return 1.0 - mutual_aid * friends / (friends + 1.0)


@helper
def below(score: float, line: float) -> bool:
    """Whether a score is below a threshold; one that is there but for rounding in single precision is not."""
    return score < line - 2.0**-20


@helper
def would_trip(score: float, recovery: float, loss: float, threshold: float) -> bool:
    """Whether one more loss would take a score across a tier's threshold."""
    return (not below(score, threshold)) & below(recovered(score, recovery) - loss, threshold)


@helper
def emboldened(
    boldness: float, encouragement: float, loud_share: float, indignation: float, punished_share: float
) -> float:
    """Boldness in company: beta' = max(0, beta (1 + omega L / k + chi P / k)).

    Of k friends L were heard above the line last round, and P were punished then for whatever reason (Pan & Siegel
    2020: the punished go quiet, and their followers speak more).
    """
    return max(0.0, boldness * (1.0 + encouragement * loud_share + indignation * punished_share))


@helper
def climate(loud: float, conforming: float) -> float:
    """Climate of opinion among friends who said something: (L - C) / (L + C), and 0 if nobody did.

    L spoke above the line, C said no more than is lawful (Ross et al. 2019: the same and the other opinion).
    """
    return (loud - conforming) / max(1.0, loud + conforming)


@helper
def next_confidence(confidence: float, fading: float, isolation: float, heard: float) -> float:
    """Confidence that one's opinion is shared: h' = (1 - fading) h + alpha x climate (Ross et al. 2019: fading 0)."""
    return (1.0 - fading) * confidence + isolation * heard


@helper
def lift(confidence: float) -> float:
    """What confidence makes of boldness: 1 + h if h >= 0, else 1 / (1 - h)."""
    return (1.0 + max(0.0, confidence)) / (1.0 + max(0.0, -confidence))


@helper
def complied(desire: float, voice: float, tolerance: float) -> bool:
    """Whether a person wished to speak above the line and did not."""
    return (desire > tolerance) & (voice <= tolerance)


@helper
def believed_line(tolerance: float, vagueness: float, belief: float, caution: float = 0.0) -> float:
    """The line a person keeps to: tau_i = clip(tau + upsilon (z_i - gamma), 0, 1).

    Who does not know where it lies stays on the safe side of her belief by gamma standard deviations (Schauer 1978).
    """
    return min(1.0, max(0.0, tolerance + vagueness * (belief - caution)))


# What a person says (section 4, step 3) -------------------------------------------------------------


@helper
def voice_uniform(
    desire: float,
    boldness: float,
    line: float,
    cost: float,
    anyway: float,
    speaking: float,
    misreading: float,
) -> float:
    """Best voice when any dissent costs the same: the best of 0, min(delta, tau) and delta.

    Maximises beta a - P(a) x (psi if a > tau else epsilon psi). Ties go to the louder voice, as in
    Daymude, Axelrod & Forrest 2025 (delta >= d_uni), which this equals where epsilon = 0.
    """
    # Both candidates are worked out for everyone: a guess at which is needed, missed, would cost more.
    dares_lawful = boldness >= speaking * misreading * cost
    lawful = min(desire, line) if dares_lawful else 0.0
    gain = boldness * (desire - lawful)
    risk = cost * (chance_seen(anyway, speaking, desire) - misreading * chance_seen(anyway, speaking, lawful))
    return desire if (desire > line) & (gain >= risk) else lawful


@helper
def voice_proportional(
    desire: float,
    boldness: float,
    line: float,
    cost: float,
    anyway: float,
    speaking: float,
    misread_cost: float,
) -> float:
    """Best voice when the cost grows with the excess over the line: an interior optimum, clipped to [tau, delta].

    Maximises beta a - P(a) [psi (a - tau)_+ + epsilon h psi]; `misread_cost` is epsilon h psi. With
    b = beta - w epsilon h psi: silence if b < 0 (ties go to the louder voice), else
    1/2 [tau + (b - v psi) / (w psi)] clipped (Daymude, Axelrod & Forrest 2025, d_pro, where epsilon = 0).
    """
    nerve = boldness - speaking * misread_cost
    if nerve < 0.0:
        return 0.0
    if desire <= line:
        return desire
    spare = nerve - anyway * cost
    price = speaking * cost
    if price <= 0.0:
        return desire if spare >= 0.0 else line
    return min(desire, max(line, 0.5 * (line + spare / price)))


# What follows from it (section 4, steps 4 to 7) ------------------------------------------------------


@helper
def loss_for_dissent(severity: float, proportional: bool, voice: float, tolerance: float) -> float:
    """Score lost for dissent that was seen: psi, or psi (a - tau) under the proportional form."""
    return severity * (voice - tolerance) if proportional else severity


@helper
def loss_for_nothing(severity: float, proportional: bool, misread_excess: float) -> float:
    """Score lost for lawful conduct misread or for a false denunciation: psi, or h psi under the proportional form."""
    return severity * misread_excess if proportional else severity


@helper
def recovered(score: float, recovery: float) -> float:
    """A score after a round without loss, on its way back to the baseline: s + rho (1 - s)."""
    return score + recovery * (1.0 - score)


@helper
def next_reproach(
    reproach: float, forgiveness: float, rate: float, weight: float, loss_in_severities: float, harmed: float
) -> float:
    """Reproach by friends for the loss one brought on them: r' = (1 - d) r + eta lambda (l / psi) k^e."""
    return (1.0 - forgiveness) * reproach + rate * weight * loss_in_severities * harmed


@compiled
def chance_cut(ostracism: float, harmed_ends: int, shunning: float, shamed_ends: int) -> float:
    """Chance that a tie is cut: 1 - (1 - mu)^m (1 - mu_p)^n, with m ends harmed by the other and n ends shamed.

    The ends act independently, and each end counts at most once for each reason; `shunning` is mu_p x audience.
    """
    kept = 1.0
    for _ in range(harmed_ends):
        kept *= 1.0 - ostracism
    for _ in range(shamed_ends):
        kept *= 1.0 - shunning
    return 1.0 - kept
