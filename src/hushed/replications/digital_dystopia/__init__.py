"""Rebuilding Tirole 2021, "Digital Dystopia": image concerns, bundled scores, and scores that include the social graph.

American Economic Review 111(6):2007-2048. Level reached: analytic for the core form of image, relation for the claims
of the abstract. The algorithm, in the order of events:

1. Every person has a value v, drawn from a known distribution; a share of people also mind conforming politically, at
   a cost drawn uniformly from 0 to `resolve` (ours).
2. Everybody forms beliefs about the mean value of those who act, M+, and of those who do not, M-.
3. A person acts iff v e - c + mu (M+ - M-) >= 0 (the core form). For v ~ U[0, 1] the gap is 1/2, so the threshold
   is (c - mu/2) / e and the share who act 1 less that, clipped to [0, 1].
4. Bundled score (form ours): strong ties, a share of the audience, see the act itself. Weak ties see one score, high
   for those who acted and conformed, low for all others. Whoever minds conforms iff the best conforming course beats
   the best open one; then beliefs are formed for the two scores, too.
5. Graph-inclusive score (form ours): a tie to an open dissenter costs a person of high score a share `guilt` of what
   the score is worth; she drops the tie if it is worth less to her. Both lose its value. An open dissenter expects to
   lose L = ties x share of high scores x E[t; t < z]; the guilt itself averages out, for images are beliefs.
6. Beliefs move part of the way (`step`) to the means that were seen, until they settle. The core form's equilibria
   are also all found directly, by bisection.

What could not be checked: the article itself was not at hand. Its abstract was read, and claims tested are the
abstract's. The core form of step 3 is from memory of the article, the forms of steps 4 and 5 are ours.
"""

from __future__ import annotations

from typing import Any

from hushed.parameters import settings_from
from hushed.replications.digital_dystopia.image import dock_image, equilibria
from hushed.replications.digital_dystopia.model import NAME, Settings, drawn_people, play, stakes, ties_broken
from hushed.replications.digital_dystopia.targets import dock_bundling, dock_graph
from hushed.replications.meanings import Meaning, ended
from hushed.replications.replication import Item, Replication, Request
from hushed.replications.targets import Docking

__all__ = ["DIGITAL_DYSTOPIA", "Settings"]

MEANINGS = {
    "share_acting": Meaning("share of people", "How many do the valued act."),
    "share_of_dissenters_acting": Meaning("share of dissenters", "How many do the valued act; 0 if nobody dissents."),
    "share_conforming": Meaning("share of people", "How many do not dissent openly."),
    "share_of_dissenters_conforming": Meaning("share of dissenters", "How many keep their dissent to themselves."),
    "share_of_high_scores": Meaning("share of people", "How many have the high score."),
    "image_gap_of_act": Meaning("value", "How much better those who act are thought of than those who do not."),
    "image_gap_of_score": Meaning("value", "How much better people of high score are thought of than those of low."),
    "worth_of_high_score": Meaning("utility", "What the high score is worth, less the ties that holding it costs."),
    "loss_of_open_dissenters": Meaning("utility", "What the ties are worth that an open dissenter expects to lose."),
    "share_of_ties_broken": Meaning("share of ties", "How many people of high score drop, for being with dissenters."),
    "drawn_people_acting": Meaning("share of people drawn", "How many do the valued act, by the same beliefs."),
    "drawn_people_conforming": Meaning("share of people drawn", "How many do not dissent openly, by the same beliefs."),
    "rounds": Meaning("rounds", "How many were played until beliefs settled, or there were no more."),
    "settled": Meaning("true or false", "Whether beliefs settled before the rounds were over."),
    "core_equilibria": Meaning("equilibria", "How many the core form has: image alone, with no score."),
    "core_threshold": Meaning("value", "From which on people act, in the last equilibrium of the core form."),
    "core_compliance": Meaning("share of people", "How many do the act in that equilibrium."),
}
"""What a run tells at its end, by name."""


def _dock_run(request: Request) -> Docking:
    given: dict[str, Any] = dict(request.settings)
    if request.seed is not None:
        given["seed"] = request.seed
    settings = settings_from(Settings, given)
    states = list(play(settings))
    last, at_stake = states[-1], stakes(states[-1], settings)
    core = equilibria(settings)
    acting, conforming = drawn_people(settings, at_stake)
    final = {
        "share_acting": last.acting,
        "share_of_dissenters_acting": last.acting_dissenters,
        "share_conforming": 1.0 - last.open,
        "share_of_dissenters_conforming": 1.0 - last.open / settings.dissenters if settings.dissenters else 1.0,
        "share_of_high_scores": last.high,
        "image_gap_of_act": last.seen_act - last.seen_none,
        "image_gap_of_score": last.score_high - last.score_low,
        "worth_of_high_score": at_stake.scored,
        "loss_of_open_dissenters": at_stake.outcast,
        "share_of_ties_broken": ties_broken(last, settings),
        "drawn_people_acting": float(acting.mean()),
        "drawn_people_conforming": float(conforming.mean()),
        "rounds": len(states) - 1,
        "settled": str(len(states) - 1 < settings.rounds),
        "core_equilibria": len(core),
        "core_threshold": core[-1].threshold if core else "none",
        "core_compliance": core[-1].compliance if core else "none",
    }
    shown = states[:: max(1, len(states) // 1000)]
    results = {
        "settings": settings.model_dump(),
        **ended(final, MEANINGS),
        "core_equilibria": [one._asdict() for one in core],
        "per_round": {name: [getattr(state, name) for state in shown] for name in last._fields},
    }
    return Docking(NAME, "run", results=results)


DIGITAL_DYSTOPIA = Replication(
    name=NAME,
    title="Digital dystopia: scores that bundle political conduct and include the social graph",
    sources=("tirole2021",),
    items=(
        Item("run", "one society and its score at any settings", _dock_run, has_targets=False, settings=Settings),
        Item("image", "thresholds and image gaps against closed forms", dock_image),
        Item("bundling", "a score that bundles political conduct with a valued act", dock_bundling),
        Item("graph", "a score that also counts whom one knows", dock_graph),
    ),
    bridge=(
        "Publicity is image: audience times shame adds to the cost of dissent as mu times the gap in image adds to "
        "the worth of acting here, but it is fixed and not inferred from who conforms. Association puts the graph "
        "into the score; care, reproach, ostracism and shunning follow. Nobody foresees a tie that will be cut, so "
        "the threat to ties raises no compliance by itself."
    ),
    caveat=(
        "The article's abstract was read, not its text. The core form of image is from memory; the forms of the "
        "bundled and of the graph-inclusive score are hushed's own, and only the signs of the abstract are claimed. "
        "They hold where dissenters are a minority: with half of society dissenting and full guilt, the graph can "
        "lower conformity, for those of high score then lose more ties than open dissenters do. What the graph adds to "
        "a bundled score is most often, not always, largest where ties are weak and people docile (in 95 to 97 per "
        "cent of the grid's steps): where nearly all conform there is little to add, and ties that are worth next "
        "to nothing are no loss."
    ),
)
