"""What the rebuilt model of Wei and others 2016 is measured against: two lemmas, and the signs of the abstract.

Signs are judged in every cell of a grid (noise .1 .2 .3, mean worth of a match .5 1, weight .5 1; 600 people who meet 4
others each, 40 societies a cell), by an exact one-sided sign test over societies played with and without scoring on the
same draws. All tests of the table together keep a chance of 1 per cent of passing by luck (Bonferroni). With 24
societies of 400 people the test of likeness was too weak in two cells of the most noise, so there are more.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping

import numpy as np

from hushed.replications.network_scoring.model import (
    CITATION,
    NAME,
    Settings,
    Ties,
    init,
    rule_of,
    settled,
    step,
    tie_chances,
    unscored,
)
from hushed.replications.network_scoring.society import OUTCOMES, Outcome, expected_error, play, probability
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request, refuse_seed
from hushed.replications.targets import Docked, Docking, Level, Target

LEVEL = 0.01
CLAIMS: dict[str, tuple[str, float]] = {
    "mean_degree": ("friends per person, with scoring less without", -1.0),
    "same_type": ("share of ties between people of one type, with scoring less without", 1.0),
    "components": ("separate groups per person, with scoring less without", 1.0),
}
Cell = tuple[float, float, float]
CELLS: tuple[Cell, ...] = tuple(itertools.product((0.1, 0.2, 0.3), (0.5, 1.0), (0.5, 1.0)))
QUICK_CELLS: tuple[Cell, ...] = ((0.1, 0.5, 0.5), (0.2, 1.0, 1.0))
_ABSTRACT = f"{CITATION} Abstract."


def dock_posterior(request: Request) -> Docking:
    """The firm's posterior where ties are made for their own sake, against the article's closed forms."""
    refuse_seed(request, NAME, "posterior")
    docked = [*_lemma_three(), *_lemma_eight()]
    return Docking(NAME, "posterior", tuple(docked), panels=(_posterior_panel(),))


def lemma(signal: int, good: int, bad: int, noise: float, same: float, different: float) -> float:
    """Lemma 8: 1 / (1 + (eps/(1-eps))^y r^(L - H)), r = (eps q_d + (1-eps) q_s) / (eps q_s + (1-eps) q_d).

    Lemma 3 is the case where types are known: q_s = 1 and q_d = p_1, the chance that a match is worth more than 1.
    """
    ratio = (noise * different + (1 - noise) * same) / (noise * same + (1 - noise) * different)
    return 1.0 / (1.0 + (noise / (1 - noise)) ** signal * ratio ** (bad - good))


def _lemma_three() -> Iterator[Docked]:
    source = f"{CITATION} Lemma 3, as the special case of Lemma 8 that the article says it is."
    for noise, mean, signal, good, bad in ((0.2, 1.0, 1, 0, 3), (0.1, 0.5, -1, 2, 1), (0.35, 2.0, -1, 5, 0)):
        settings = Settings(noise=noise, match_mean=mean, weight=0.0)
        closed = lemma(signal, good, bad, noise, 1.0, math.exp(-1.0 / mean))
        rule = rule_of(tie_chances(settled(settings), settings), settings)
        odds = rule.base + rule.signal * signal + rule.high_friend * good + rule.low_friend * bad
        name = (
            f"P(high type), noise {noise:g}, mean match {mean:g}, signal {signal:+d}, {good} high and {bad} low friends"
        )
        yield Target(name, closed, source, Level.ANALYTIC, tolerance=1e-9).dock(float(probability(odds)))


def _lemma_eight() -> Iterator[Docked]:
    """Types seen rightly with chance 1 - tau: q_s = (1-tau)^2 p_tau + (1-(1-tau)^2) p_(1-tau), and q_d alike."""
    source = f"{CITATION} Equations 22 and 23 and Lemma 8 (section 6.1)."
    for tau, signal, good, bad in ((0.1, 1, 1, 2), (0.3, -1, 4, 1)):
        settings = Settings(noise=0.25)
        near, far = math.exp(-tau), math.exp(-(1 - tau))
        same = (1 - tau) ** 2 * near + (1 - (1 - tau) ** 2) * far
        different = tau**2 * near + (1 - tau**2) * far
        rule = rule_of(Ties(same, different, same), settings)
        odds = rule.base + rule.signal * signal + rule.high_friend * good + rule.low_friend * bad
        closed = lemma(signal, good, bad, 0.25, same, different)
        name = f"P(high type), types misjudged at {tau:g}, signal {signal:+d}, {good} high and {bad} low friends"
        yield Target(name, closed, source, Level.ANALYTIC, tolerance=1e-9).dock(float(probability(odds)))


def _posterior_panel() -> Panel:
    settings, balance = Settings(weight=0.0), np.arange(-6, 7)
    rule = rule_of(tie_chances(step(init(), settings), settings), settings)
    series: list[Series] = []
    for signal in (1, -1):
        ours = probability(rule.signal * signal + rule.high_friend * balance).tolist()
        closed = [lemma(signal, max(b, 0), max(-b, 0), 0.2, 1.0, math.exp(-1.0)) for b in balance.tolist()]
        series.append(Series(f"own signal {signal:+d}", balance.tolist(), ours))
        series.append(Series(f"own signal {signal:+d}, Lemma 3", balance.tolist(), closed, "points", True))
    title = "Friends' signals count towards one's own score, and can outweigh one's own"
    return Panel(title, "friends with high less friends with low signal", "chance of high type", tuple(series))


def dock_ties(request: Request) -> Docking:
    """Fewer ties, to more similar others, and more fragments: societies with and without scoring on the same draws."""
    cells, replicates = (QUICK_CELLS, 12) if request.quick else (CELLS, 40)
    played: dict[Cell, list[tuple[Outcome, Outcome]]] = {}
    for number, cell in enumerate(cells):
        noise, mean, weight = cell
        seed = 0 if request.seed is None else request.seed
        settings = Settings(people=600, meetings=4.0, noise=noise, match_mean=mean, weight=weight, seed=seed)
        played[cell] = [play(settings, replicate) for replicate in range(replicates)]
        if request.progress is not None:
            request.progress(number + 1, len(cells))
    docked = tuple(_judged(claim, played) for claim in CLAIMS)
    means = {
        str(cell): [{name: float(np.mean([getattr(one[i], name) for one in pairs])) for name in Outcome._fields}]
        for cell, pairs in played.items()
        for i in (0, 1)
    }
    return Docking(NAME, "ties", docked, {"means": means}, tuple(_ties_panel(claim, played) for claim in CLAIMS))


def sign_test(differences: np.ndarray) -> float:
    """One-sided exact sign test: the chance of as many differences above 0, were either sign as likely."""
    above, number = int((differences > 0).sum()), differences.size
    return sum(math.comb(number, k) for k in range(above, number + 1)) / 2.0**number


def _differences(claim: str, pairs: list[tuple[Outcome, Outcome]]) -> np.ndarray:
    return np.array([getattr(scored, claim) - getattr(unscored, claim) for unscored, scored in pairs])


def _judged(claim: str, played: Mapping[Cell, list[tuple[Outcome, Outcome]]]) -> Docked:
    name, sign = CLAIMS[claim]
    chances = [sign_test(sign * _differences(claim, pairs)) for pairs in played.values()]
    limit = LEVEL / (len(CLAIMS) * len(chances))
    holds = sum(chance < limit for chance in chances)
    test = f"exact sign test in each cell below {LEVEL:g} / {len(CLAIMS) * len(chances)} (Bonferroni), in every cell"
    target = Target(name, "+" if sign > 0 else "-", _ABSTRACT, Level.RELATION, test=test)
    return target.judged(f"{holds} of {len(chances)} cells", passed=holds == len(chances))


def _ties_panel(claim: str, played: Mapping[Cell, list[tuple[Outcome, Outcome]]]) -> Panel:
    titles = {
        "mean_degree": "People whose ties count towards a score form fewer",
        "same_type": "and form them with people more like themselves",
        "components": "and society falls into more pieces",
    }
    place = list(range(len(played)))
    series = tuple(
        Series(label, place, [float(np.mean([getattr(pair[i], claim) for pair in pairs])) for pairs in played.values()])
        for i, label in enumerate(("without scoring by ties", "with scoring by ties"))
    )
    labels = tuple(f"{noise:g}/{mean:g}/{weight:g}" for noise, mean, weight in played)
    measured = f"{claim.replace('_', ' ')}, {OUTCOMES[claim].unit}"
    return Panel(
        titles[claim],
        "noise / mean match / weight",
        measured,
        series,
        ticks=labels,
    )


def dock_accuracy(request: Request) -> Docking:
    """Scores become more accurate in some societies and less in others: the expected error, summed exactly."""
    refuse_seed(request, NAME, "accuracy")
    changes = {}
    for noise, mean, meetings in itertools.product((0.1, 0.2, 0.35), (0.25, 0.5, 1.0, 2.0), (4.0, 8.0)):
        settings = Settings(noise=noise, match_mean=mean, meetings=meetings)
        without = expected_error(unscored(settings), init())
        changes[(noise, mean, meetings)] = expected_error(settings, settled(settings)) - without
    falls, rises = sum(one < -1e-4 for one in changes.values()), sum(one > 1e-4 for one in changes.values())
    target = Target(
        "accuracy of scores, with ties made for the score less without",
        "either sign",
        _ABSTRACT,
        Level.RELATION,
        test="the squared error falls by more than 1e-4 in some cells of the grid, and rises by more in others",
    )
    docked = target.judged(f"better in {falls}, worse in {rises} of {len(changes)} cells", passed=bool(falls and rises))
    results = {"change_of_error": {str(cell): change for cell, change in changes.items()}}
    return Docking(NAME, "accuracy", (docked,), results, (_accuracy_panel(),))


def _accuracy_panel() -> Panel:
    weights = np.linspace(0.0, 1.0, 11)
    series = []
    for mean, label in ((0.25, "few mixed ties to begin with"), (1.0, "many mixed ties to begin with")):
        settings = [Settings(noise=0.1, match_mean=mean, weight=float(weight)) for weight in weights]
        series.append(Series(label, weights.tolist(), [expected_error(one, settled(one)) for one in settings]))
    title = "Ties made for the score can make it less accurate, or more"
    return Panel(
        title,
        "weight of the score, utility per unit of log odds",
        "error of the score, squared probability",
        tuple(series),
    )
