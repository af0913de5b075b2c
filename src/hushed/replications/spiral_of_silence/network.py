"""Who hears whom in the spiral of silence: communities grown or sprinkled, and bots that attach themselves.

The networks are those that the authors' public description of their program names: preferential attachment with an
exponent, Erdos-Renyi, the stochastic block model, and blocks that are each grown by preferential attachment.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hushed.errors import InputError
from hushed.random import Channel, Draws
from hushed.replications.spiral_of_silence.settings import Purpose, Settings
from hushed.society.generators.attachment import preferential_attachment
from hushed.society.generators.independent import stochastic_block
from hushed.society.generators.sampling import stream_of
from hushed.society.network import Network

_MOST_TIES = 1e9

Ties = Any
"""A sparse matrix, (people, people), symmetric, 1 where two people are tied (a `csr_array` of float64)."""


class Audience(NamedTuple):
    """Who hears whom."""

    ties: Ties
    "1 where two people are tied: sparse, float64, (people, people), symmetric."
    bots: NDArray[np.float64]
    "The weight of the bots that each person hears; shape (people,)."


def draw_audience(settings: Settings, replicate: int) -> Audience:
    """The ties among people and the bots that attach themselves to them, for one run.

    Raises InputError if no such network of so many people exists.
    """
    grown = settings.network == "attachment"
    ties = _grown(settings, replicate) if grown else _sprinkled(settings, settings.within, replicate, Channel.ONLINE)
    return Audience(ties, _heard_bots(settings, ties.sum(axis=1), replicate))


def community_starts(settings: Settings) -> NDArray[np.int64]:
    """Where each community starts among people numbered in a row, and the number of people at the end.

    Raises InputError if a community would have nobody in it.
    """
    communities = settings.communities
    shares = [1 / communities] * communities if isinstance(communities, int) else list(communities)
    ends = np.rint(np.cumsum(shares) * settings.people).astype(np.int64)
    ends[-1] = settings.people
    starts = np.concatenate(([0], ends)).astype(np.int64)
    if (np.diff(starts) <= 0).any():
        raise InputError(f"communities: {len(shares)} communities of such sizes leave some of them empty")
    return starts


def expected_ties(settings: Settings) -> float:
    """Ties expected among people.

    Raises InputError if there are more than can be made, or if a community would have nobody in it.
    """
    inside = float((np.diff(community_starts(settings)).astype(np.float64) ** 2).sum())
    between = settings.between * (settings.people**2 - inside) / 2
    grown = settings.network == "attachment"
    expected = (settings.links * settings.people if grown else settings.within * inside / 2) + between
    if expected > _MOST_TIES:
        raise InputError(
            f"within, between, links: these ask for {expected:.2g} ties; no more than {_MOST_TIES:.2g} can be made"
        )
    return expected


def _grown(settings: Settings, replicate: int) -> Ties:
    """Each community grown by itself, and pairs from two communities tied by chance."""
    sizes = np.diff(community_starts(settings))
    if sizes.min() <= settings.links:
        raise InputError(
            f"links is {settings.links}, so each community needs more people; the smallest has {sizes.min()}"
        )
    # One replicate of the generator for each community, so that no two share a draw.
    numbers = range(replicate * sizes.size, (replicate + 1) * sizes.size)
    streams = (stream_of(seed=settings.seed, replicate=number, channel=Channel.ONLINE) for number in numbers)
    parts = [
        _matrix(preferential_attachment(int(size), settings.links, settings.exponent, stream))
        for size, stream in zip(sizes, streams, strict=True)
    ]
    if len(parts) == 1:
        return parts[0]
    inside = sparse.block_diag(parts, format="csr")
    return sparse.csr_array(inside + _sprinkled(settings, 0.0, replicate, Channel.OFFLINE))


def _sprinkled(settings: Settings, within: float, replicate: int, channel: Channel) -> Ties:
    starts = community_starts(settings)
    expected_ties(settings)
    stream = stream_of(seed=settings.seed, replicate=replicate, channel=channel)
    return _matrix(stochastic_block(starts, within, settings.between, stream))


def _matrix(network: Network) -> Ties:
    rows = network.friends.astype(np.int32), network.offsets.astype(np.int32)
    return sparse.csr_array((np.ones(network.friends.size), *rows), shape=(network.people, network.people))


def _heard_bots(settings: Settings, degrees: NDArray[np.float64], replicate: int) -> NDArray[np.float64]:
    """Bots arrive one after the other and tie themselves to people or to earlier bots."""
    people, draws = settings.people, Draws(settings.seed, replicate)
    links = settings.links if settings.bot_links is None else settings.bot_links
    exponent = settings.exponent if settings.bot_exponent is None else settings.bot_exponent
    degree = np.concatenate((degrees, np.zeros(settings.bots)))
    heard = np.zeros(people)
    for bot in range(settings.bots):
        there = people + bot
        chosen = attachments(
            degree[:there] ** exponent, links, draws.uniforms(Purpose.BOT_TIES, round=bot, subjects=there)
        )
        degree[chosen] += 1
        degree[there] = chosen.size
        heard[chosen[chosen < people]] += settings.bot_influence
    return heard


def attachments(weights: NDArray[np.float64], links: int, uniforms: NDArray[np.float64]) -> NDArray[np.int64]:
    """`links` different numbers, drawn one after the other in proportion to their weights: a race of exponentials.

    `uniforms` are in [0, 1), one for each weight. Weights of zero are never drawn, so there may be fewer.
    Source: Efraimidis & Spirakis (2006), Inf. Process. Lett. 97, 181-185.
    """
    able = np.flatnonzero(weights)
    arrivals = -np.log1p(-uniforms[able]) / weights[able]
    return able[np.argsort(arrivals, kind="stable")[:links]]
