"""Published sources of what acts in a scenario and of the methods used, as text and as BibTeX."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Publication(NamedTuple):
    """One publication."""

    authors: str
    "Surname, initials; several joined by ' and ', as BibTeX has them."
    year: int
    title: str
    where: str
    "Journal, book or place; with its BibTeX field in `kind`."
    numbers: str = ""
    "Volume, issue and pages, as 'volume(issue), pages'."
    doi: str = ""
    kind: str = "article"

    @property
    def text(self) -> str:
        """The reference as a reader expects it, without its DOI."""
        names = self.authors.split(" and ")
        authors = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
        where = f"{self.where}{f' {self.numbers}' if self.numbers else ''}"
        return f"{authors} ({self.year}). {self.title}. {where}."

    def bibtex(self, key: str) -> str:
        """The reference as a BibTeX entry."""
        fields = {"author": self.authors, "title": f"{{{self.title}}}", "year": str(self.year)}
        place = {"article": "journal", "incollection": "booktitle", "book": "publisher", "misc": "howpublished"}
        fields[place[self.kind]] = self.where
        volume, _, pages = self.numbers.partition(", ")
        issue = volume.partition("(")[2].rstrip(")")
        fields |= {"volume": volume.partition("(")[0], "number": issue, "pages": pages.replace("-", "--")}
        fields["doi"] = self.doi
        lines = [f"  {name:<12} = {{{_escaped(value)}}}," for name, value in fields.items() if value]
        return "\n".join([f"@{self.kind}{{{key},", *lines, "}"])


def _escaped(value: str) -> str:
    return value.replace("&", "\\&").replace("%", "\\%")


REFERENCES: dict[str, Publication] = {
    "barabasi1999": Publication(
        "Barabási, A.-L. and Albert, R.", 1999, "Emergence of scaling in random networks", "Science", "286, 509-512",
        "10.1126/science.286.5439.509",
    ),
    "campolongo2007": Publication(
        "Campolongo, F. and Cariboni, J. and Saltelli, A.", 2007,
        "An effective screening design for sensitivity analysis of large models", "Environmental Modelling & Software",
        "22(10), 1509-1518", "10.1016/j.envsoft.2006.10.004",
    ),
    "centola2005": Publication(
        "Centola, D. and Willer, R. and Macy, M.", 2005,
        "The emperor’s dilemma: a computational model of self-enforcing norms", "American Journal of Sociology",
        "110(4), 1009-1040", "10.1086/427321",
    ),
    "cochran1977": Publication(
        "Cochran, W. G.", 1977, "Sampling Techniques, 3rd edition", "Wiley", kind="book"
    ),
    "daymude2025": Publication(
        "Daymude, J. J. and Axelrod, R. and Forrest, S.", 2025,
        "Strategic analysis of dissent and self-censorship", "arXiv:2509.03731", kind="misc",
    ),
    "gaisbauer2020": Publication(
        "Gaisbauer, F. and Olbrich, E. and Banisch, S.", 2020, "Dynamics of opinion expression", "Physical Review E",
        "102(4), 042303", "10.1103/PhysRevE.102.042303",
    ),
    "gilbert1959": Publication(
        "Gilbert, E. N.", 1959, "Random graphs", "Annals of Mathematical Statistics", "30(4), 1141-1144",
        "10.1214/aoms/1177706098",
    ),
    "granovetter1978": Publication(
        "Granovetter, M.", 1978, "Threshold models of collective behavior", "American Journal of Sociology",
        "83(6), 1420-1443", "10.1086/226707",
    ),
    "heckathorn1988": Publication(
        "Heckathorn, D. D.", 1988, "Collective sanctions and the creation of prisoner’s dilemma norms",
        "American Journal of Sociology", "94(3), 535-562",
    ),
    "heckathorn1990": Publication(
        "Heckathorn, D. D.", 1990,
        "Collective sanctions and compliance norms: a formal theory of group-mediated social control",
        "American Sociological Review", "55(3), 366-384",
    ),
    "heckathorn1993": Publication(
        "Heckathorn, D. D.", 1993, "Collective action and group heterogeneity: voluntary provision versus selective "
        "incentives", "American Sociological Review", "58(3), 329-350",
    ),
    "holland1983": Publication(
        "Holland, P. W. and Laskey, K. B. and Leinhardt, S.", 1983, "Stochastic blockmodels: first steps",
        "Social Networks", "5(2), 109-137", "10.1016/0378-8733(83)90021-7",
    ),
    "holme2002": Publication(
        "Holme, P. and Kim, B. J.", 2002, "Growing scale-free networks with tunable clustering", "Physical Review E",
        "65(2), 026107", "10.1103/PhysRevE.65.026107",
    ),
    "joe2008": Publication(
        "Joe, S. and Kuo, F. Y.", 2008, "Constructing Sobol sequences with better two-dimensional projections",
        "SIAM Journal on Scientific Computing", "30(5), 2635-2654", "10.1137/070709359",
    ),
    "krapivsky2000": Publication(
        "Krapivsky, P. L. and Redner, S. and Leyvraz, F.", 2000, "Connectivity of growing random networks",
        "Physical Review Letters", "85(21), 4629-4632", "10.1103/PhysRevLett.85.4629",
    ),
    "kuran1989": Publication(
        "Kuran, T.", 1989, "Sparks and prairie fires: a theory of unanticipated political revolution", "Public Choice",
        "61(1), 41-74", "10.1007/BF00116762",
    ),
    "mckay1979": Publication(
        "McKay, M. D. and Beckman, R. J. and Conover, W. J.", 1979,
        "A comparison of three methods for selecting values of input variables in the analysis of output from a "
        "computer code", "Technometrics", "21(2), 239-245",
        "10.1080/00401706.1979.10489755",
    ),
    "morris1991": Publication(
        "Morris, M. D.", 1991, "Factorial sampling plans for preliminary computational experiments", "Technometrics",
        "33(2), 161-174", "10.1080/00401706.1991.10484804",
    ),
    "pan2020": Publication(
        "Pan, J. and Siegel, A. A.", 2020, "How Saudi crackdowns fail to silence online dissent",
        "American Political Science Review", "114(1), 109-125", "10.1017/S0003055419000650",
    ),
    "penney2017": Publication(
        "Penney, J. W.", 2017,
        "Internet surveillance, regulation, and chilling effects online: a comparative case study",
        "Internet Policy Review", "6(2)", "10.14763/2017.2.692",
    ),
    "ross2019": Publication(
        "Ross, B. and Pilz, L. and Cabrera, B. and Brachten, F. and Neubaum, G. and Stieglitz, S.", 2019,
        "Are social bots a real threat? An agent-based model of the spiral of silence to analyse the impact of "
        "manipulative actors in social networks", "European Journal of Information Systems", "28(4), 394-412",
        "10.1080/0960085X.2018.1560920",
    ),
    "saltelli2010": Publication(
        "Saltelli, A. and Annoni, P. and Azzini, I. and Campolongo, F. and Ratto, M. and Tarantola, S.", 2010,
        "Variance based sensitivity analysis of model output: design and estimator for the total sensitivity index",
        "Computer Physics Communications", "181(2), 259-270", "10.1016/j.cpc.2009.09.018",
    ),
    "schauer1978": Publication(
        "Schauer, F.", 1978, "Fear, risk and the First Amendment: unraveling the chilling effect",
        "Boston University Law Review", "58, 685-732",
    ),
    "shapley1953": Publication(
        "Shapley, L. S.", 1953, "A value for n-person games", "Contributions to the Theory of Games II, 307-317",
        kind="incollection",
    ),
    "sobol1967": Publication(
        "Sobol’, I. M.", 1967, "On the distribution of points in a cube and the approximate evaluation of integrals",
        "USSR Computational Mathematics and Mathematical Physics", "7(4), 86-112", "10.1016/0041-5553(67)90144-9",
    ),
    "student1908": Publication(
        "Student", 1908, "The probable error of a mean", "Biometrika", "6(1), 1-25", "10.1093/biomet/6.1.1"
    ),
    "tirole2021": Publication(
        "Tirole, J.", 2021, "Digital dystopia", "American Economic Review", "111(6), 2007-2048", "10.1257/aer.20201214"
    ),
    "watts1998": Publication(
        "Watts, D. J. and Strogatz, S. H.", 1998, "Collective dynamics of ‘small-world’ networks", "Nature",
        "393, 440-442", "10.1038/30918",
    ),
    "wei2016": Publication(
        "Wei, Y. and Yildirim, P. and Van den Bulte, C. and Dellarocas, C.", 2016,
        "Credit scoring with social network data", "Marketing Science", "35(2), 234-258", "10.1287/mksc.2015.0949",
    ),
}  # fmt: skip
"""Every publication that a report may cite, by the key of its BibTeX entry."""


def software_text(version: str) -> str:
    """How hushed itself is cited."""
    return (
        f"The hushed authors. hushed: a laboratory for the chilling effects of social scoring, on invented societies. "
        f"Version {version}. MIT licence."
    )


def software_bibtex(version: str) -> str:
    """The BibTeX entry of hushed itself."""
    title = "hushed: a laboratory for the chilling effects of social scoring, on invented societies"
    lines = ["@misc{hushed,", "  author       = {{The hushed authors}},", f"  title        = {{{{{title}}}}},",
             f"  note         = {{Version {version}, MIT licence}},", "}"]  # fmt: skip
    return "\n".join(lines)


def in_order(keys: Iterable[str]) -> list[tuple[str, Publication]]:
    """References by author and year. KeyError for a key that is not one of `REFERENCES`."""
    return sorted(((key, REFERENCES[key]) for key in keys), key=lambda pair: (pair[1].authors.casefold(), pair[1].year))
