"""What people do to each other under a regime, and how they take what they see and what they do not know."""

from __future__ import annotations

from hushed.parameters import Parameters, described
from hushed.regime.schedule import AmountLevel, NumberLevel, ShareLevel


class Reactions(Parameters):
    """People's own reactions; they are not instruments, and their defaults are neutral."""

    reproach: AmountLevel = described(
        0.0,
        "How much friends reproach a person for the loss she brings on them (eta).",
        "severities per loss",
    )
    forgiveness: ShareLevel = described(0.2, "Share of the reproach that fades each round (d).", "share per round")
    ostracism: ShareLevel = described(
        0.0, "Chance that a friend who lost score because of a person cuts the tie (mu).", "chance per round"
    )
    shunning: ShareLevel = described(
        0.0,
        "Chance, where everyone sees scores, that a friend cuts a tie to someone below the shaming line (mu_p).",
        "chance per round",
    )
    encouragement: NumberLevel = described(
        0.0,
        "How far seeing all one's friends speak up would raise one's boldness (omega); negative: lower it.",
        "share",
    )
    indignation: NumberLevel = described(
        0.0,
        "How far the sight of all one's friends being punished would raise one's boldness (chi); negative: lower it.",
        "share",
    )
    caution: AmountLevel = described(
        0.0,
        "How far people who do not know where the line lies stay on the safe side of where they believe it to be "
        "(gamma).",
        "standard deviations of beliefs",
    )
    isolation: AmountLevel = described(
        0.0,
        "How much confidence a person gains each round where all friends who speak are above the line, or loses where "
        "none is (alpha).",
        "confidence per round",
    )
    fading: ShareLevel = described(0.0, "Share of that confidence, or lack of it, that fades.", "share per round")
    false_enforcement: ShareLevel = described(
        0.0,
        "Share of people who report friends at gatherings after complying against their own wish (z).",
        "share of people",
    )
    mutual_aid: ShareLevel = described(
        0.0,
        "How far the burden of a sanction is shared among a person and her friends.",
        "share of the burden",
    )
