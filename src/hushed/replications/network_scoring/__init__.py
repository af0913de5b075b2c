"""Rebuilding Wei, Yildirim, Van den Bulte & Dellarocas 2016, "Credit Scoring with Social Network Data".

Marketing Science 35(2):234-258. Level reached: analytic for the firm's posterior (Lemmas 3 and 8), relation for what
scoring does to ties, groups and accuracy. The algorithm, in the order of events:

1. Every person is of high or low type. A firm sees a signal of it, wrong with chance epsilon (Lemma 8).
2. People meet; a match is worth m to both, the same number. Friendship is worth m between people of one type, m less 1
   between two types, and both must want it (section 6.1: ties at m > 0 and at m > 1).
3. The firm sees ties and signals, and forms the probability P that a person is of high type,
   1 / (1 + k0 k1^y k2^h k3^l), from her signal y = +1 or -1 and her h and l friends with high and low signals
   (appendix).
4. Whoever cares for her score gains alpha times its log odds, -alpha log((1 - P) / P) (appendix). A friend of a known
   type therefore adds alpha times the expected k2 or k3, as logarithms K2 and K3, to what friendship is worth.
5. People make only ties that both want. The firm knows how likely they make which ties, and k0 to k3 follow by Bayes'
   rule: rates of friends are Poisson. Firm and people adjust to each other until K2 and K3 settle.
6. Compared with the same society, meetings and matches where nobody's ties count for anything to her (alpha = 0).

What could not be checked: of the article, sections 6.1 and the first appendix were read, not the setting out of the
model nor the equilibrium of section 4. Steps 1 to 4 are from those sections; that meetings are random and Poisson, how
m is distributed, that signals of friends are not known to people, and the equilibrium of step 5 are ours. The effort of
low types to improve (section 5) is not rebuilt.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.parameters import settings_from
from hushed.replications.meanings import Meaning, ended, where
from hushed.replications.network_scoring.model import NAME, Settings, adjust, rule_of, tie_chances
from hushed.replications.network_scoring.society import OUTCOMES, Outcome, expected_error, play
from hushed.replications.network_scoring.targets import dock_accuracy, dock_posterior, dock_ties
from hushed.replications.replication import Item, Replication, Request
from hushed.replications.targets import Docking

__all__ = ["NETWORK_SCORING", "Settings"]

MEANINGS = {
    **where("With no score by ties", OUTCOMES, "{}_unscored"),
    **where("Scored by ties", OUTCOMES, "{}_scored"),
    "chance_of_tie_both_high": Meaning("chance", "How likely people of high type who meet are to become friends."),
    "chance_of_tie_mixed": Meaning("chance", "How likely people of both types who meet are to become friends."),
    "chance_of_tie_both_low": Meaning("chance", "How likely people of low type who meet are to become friends."),
    "log_odds_of_base": Meaning("log odds of high type", "What the firm starts from for everybody (K0)."),
    "log_odds_of_signal": Meaning("log odds of high type", "What a person's own high signal adds (K1)."),
    "log_odds_of_high_friend": Meaning("log odds of high type", "What each friend with a high signal adds (K2)."),
    "log_odds_of_low_friend": Meaning("log odds of high type", "What each friend with a low signal adds (K3)."),
    "expected_error_scored": Meaning(
        "squared probability", "The error of the score under scoring, summed exactly over all counts of friends."
    ),
    "settled": Meaning("true or false", "Whether firm and people settled before the rounds were over."),
}
"""What a run tells at its end, by name."""


def _dock_run(request: Request) -> Docking:
    given: dict[str, Any] = dict(request.settings)
    if request.seed is not None:
        given["seed"] = request.seed
    settings = settings_from(Settings, given)
    pairs = []
    for replicate in range(settings.replicates):
        pairs.append(play(settings, replicate))
        if request.progress is not None:
            request.progress(replicate + 1, settings.replicates)
    states = list(adjust(settings))
    ties = tie_chances(states[-1], settings)
    final: dict[str, float | str] = {
        f"{name}_{when}": float(np.mean([getattr(pair[i], name) for pair in pairs]))
        for name in Outcome._fields
        for i, when in enumerate(("unscored", "scored"))
    }
    final |= {f"chance_of_tie_{name}": value for name, value in ties._asdict().items()}
    final |= {f"log_odds_of_{name}": value for name, value in rule_of(ties, settings)._asdict().items()}
    final["expected_error_scored"] = expected_error(settings, states[-1])
    final["settled"] = str(len(states) - 1 < settings.rounds)
    shown = states[:: max(1, len(states) // 1000)]
    results = {
        "settings": settings.model_dump(),
        **ended(final, MEANINGS),
        "per_replicate": [{"unscored": one._asdict(), "scored": other._asdict()} for one, other in pairs],
        "per_round": {name: [getattr(state, name) for state in shown] for name in shown[0]._fields},
    }
    return Docking(NAME, "run", results=results)


NETWORK_SCORING = Replication(
    name=NAME,
    title="Scores from one's social network: fewer ties, to more similar people",
    sources=("wei2016",),
    items=(
        Item("run", "societies with and without scoring by ties, at any settings", _dock_run, False, Settings),
        Item("posterior", "the firm's posterior against the article's lemmas", dock_posterior),
        Item("ties", "fewer ties, more alike, in more fragments", dock_ties),
        Item("accuracy", "scores grow more accurate, or less", dock_accuracy),
    ),
    bridge=(
        "Association makes friends' losses count towards one's own score, as friends' signals do here; ostracism "
        "and shunning then leave fewer ties, smaller groups, and friends who are more alike. Ties are cut after a "
        "loss and by chance, not refused in the light of what they would cost, and a score infers nothing about a "
        "person."
    ),
    caveat=(
        "Two sections of the article were read, not the whole. The two-type model is rebuilt from them; distributions "
        "of meetings and matches, and the equilibrium between the firm and people, are hushed's own. The article's "
        "models of continuous types and of effort are not rebuilt. That ties become more alike holds where high types "
        "are no majority, as in the article's lemmas; where 70 per cent are of high type and signals noisy (0.3 and "
        "more), ties become less alike, for people of high type then gain by nearly any friend. At high weights of the "
        "score no equilibrium may settle: then `settled` says so, and the last state of the adjustment is shown."
    ),
)
