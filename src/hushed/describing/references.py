"""The works a description cites, in full: those of rebuilt models come from the registry, all others stand here."""

from __future__ import annotations

import re

from hushed.replications.registry import REPLICATIONS

OTHERS: tuple[str, ...] = (
    "Barabási, A.-L., & Albert, R. (1999). Emergence of scaling in random networks. Science 286, 509-512.",
    "Batagelj, V., & Brandes, U. (2005). Efficient generation of large random networks. Physical Review E 71, 036113.",
    "Bollobás, B. (1980). A probabilistic proof of an asymptotic formula for the number of labelled regular graphs. "
    "European Journal of Combinatorics 1, 311-316.",
    "Chapkovski, P. (2021). Strike one hundred to educate one: Measuring the efficacy of collective sanctions "
    "experimentally. PLoS ONE 16(4), e0248599.",
    "Devroye, L. (1986). Non-Uniform Random Variate Generation. Springer, New York.",
    "Gilbert, E. N. (1959). Random graphs. Annals of Mathematical Statistics 30, 1141-1144.",
    "Grimm, V., Railsback, S. F., Vincenot, C. E., Berger, U., Gallagher, C., DeAngelis, D. L., et al. (2020). The "
    "ODD Protocol for Describing Agent-Based and Other Simulation Models: A Second Update to Improve Clarity, "
    "Replication, and Structural Realism. Journal of Artificial Societies and Social Simulation 23(2), 7.",
    "Holland, P. W., Laskey, K. B., & Leinhardt, S. (1983). Stochastic blockmodels: first steps. Social Networks 5, "
    "109-137.",
    "Holme, P., & Kim, B. J. (2002). Growing scale-free networks with tunable clustering. Physical Review E 65, "
    "026107.",
    "Krapivsky, P. L., Redner, S., & Leyvraz, F. (2000). Connectivity of growing random networks. Physical Review "
    "Letters 85, 4629-4632.",
    "McKay, B. D., & Wormald, N. C. (1990). Uniform generation of random regular graphs of moderate degree. Journal "
    "of Algorithms 11, 52-67.",
    "Salmon, J. K., Moraes, M. A., Dror, R. O., & Shaw, D. E. (2011). Parallel random numbers: as easy as 1, 2, 3. "
    "Proceedings of SC'11.",
    "Schauer, F. (1978). Fear, risk and the First Amendment: unraveling the chilling effect. Boston University Law "
    "Review 58, 685-732.",
    "Watts, D. J., & Strogatz, S. H. (1998). Collective dynamics of 'small-world' networks. Nature 393, 440-442.",
)
_NEXT_WORK = re.compile(r"(?<=\.)[; ]+(?=(?:v[ao]n (?:den )?)?[A-Z][\w'-]+, [A-Z]\.)")
_CITED = re.compile(r"\b([A-Z][\w'-]+)(?:(?:, | & |, & )[A-Z][\w'-]+)*(?: et al\.?)? \(?((?:19|20)\d\d)\b")
_ACCENTS = str.maketrans("áéíóúäöü", "aeiouaou")
Work = tuple[str, int]
"""First author without accents, and year."""


def works() -> dict[Work, str]:
    """Every work that can be cited, by first author and year."""
    rebuilt = (one for model in REPLICATIONS.values() for one in in_full(model.citation))
    return {_work_of(full): full for full in (*OTHERS, *rebuilt)}


def in_full(citation: str) -> tuple[str, ...]:
    """The works of a citation, each in full."""
    return tuple(full.rstrip(";") for full in _NEXT_WORK.split(citation))


def in_short(citation: str) -> str:
    """The works of a citation, each as running text names it."""
    return "; ".join(short(full) for full in in_full(citation))


def _work_of(full: str) -> Work:
    year = re.search(r"\((\d{4})\)", full)
    assert year is not None, full
    return full.split(",")[0].split()[-1].translate(_ACCENTS), int(year[1])


def works_in(text: str) -> tuple[Work, ...]:
    """The works a text cites, as author and year ('Ross et al. 2019', 'Watts & Strogatz (1998)'), in its order."""
    found = ((author.translate(_ACCENTS), int(year)) for author, year in _CITED.findall(" ".join(text.split())))
    return tuple(dict.fromkeys(found))


def short(full: str) -> str:
    """How running text names a work: 'Watts & Strogatz 1998', 'Ross et al. 2019'."""
    authors, year = re.split(r" \(", full, maxsplit=1)[0], _work_of(full)[1]
    names = re.findall(r"((?:v[ao]n (?:den )?)?[A-Z][\w'-]+), [A-Z]\.", authors, re.IGNORECASE)
    many = len(names) > 2 or "et al." in authors
    return f"{names[0]} et al. {year}" if many else f"{' & '.join(names)} {year}"


def listed(text: str) -> tuple[str, ...]:
    """The full references of all works a text cites, by author; works it names that are not known are left out."""
    known = works()
    return tuple(sorted(known[work] for work in works_in(text) if work in known))
