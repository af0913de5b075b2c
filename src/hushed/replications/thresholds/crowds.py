"""Finite crowds of the threshold model: how many end up acting, by law and by drawing crowds.

With thresholds drawn independently a crowd's path is a chain of binomials, as in an epidemic: of the N - r people whose
thresholds were not met by r', each has one between r' and r with probability (F(r) - F(r'))/(1 - F(r')). The law of the
final number follows by going through all pairs r' <= r once. Derived by us; F must be continuous, and the start 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from hushed.replications.thresholds.people import Floats, Settings, cumulative, thresholds_of


def final_law(settings: Settings) -> Floats:
    """Probability that 0, 1, ... people of the crowd end up acting; shape (population + 1,), adding up to 1.

    Takes time in proportion to population cubed. Raises ValueError for the continuum, a list, or another start than 0.
    """
    people = settings.population
    if people == 0 or settings.distribution == "list" or settings.start:
        raise ValueError("the law is that of drawn crowds (population above 0, no list) that start from 0")
    met = np.array([cumulative(settings, settings.out_of * number / people) for number in range(people + 1)])
    law = np.zeros(people + 1)
    # acting[before, now] is the probability that numbers in two rounds running are these; all pairs are passed once.
    acting = np.zeros((people + 1, people + 1))
    acting[0] = binom.pmf(np.arange(people + 1), people, met[0])
    law[0] = acting[0, 0]
    for before in range(people):
        for now in range(before + 1, people + 1):
            odds = (met[now] - met[before]) / (1 - met[before]) if met[before] < 1 else 0.0
            joining = acting[before, now] * binom.pmf(np.arange(people - now + 1), people - now, odds)
            law[now] += joining[0]
            acting[now, now + 1 :] += joining[1:]
    return law


def final_numbers(settings: Settings, crowds: int) -> NDArray[np.int64]:
    """How many people of each of the crowds 0 to `crowds` - 1 end up acting, starting from 0; shape (crowds,).

    With thresholds in ascending order, it ends at the first number that the next person's threshold is not met by.
    """
    people = settings.population
    numbers = settings.out_of * np.arange(people) / people
    settled = np.empty(crowds, dtype=np.int64)
    for crowd in range(crowds):
        unmet = np.sort(thresholds_of(settings, crowd)) > numbers
        settled[crowd] = unmet.argmax() if unmet.any() else people
    return settled
