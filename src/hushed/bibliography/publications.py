"""Every work that hushed cites, once: in reports, in descriptions, and with the models it rebuilds."""

from __future__ import annotations

from collections.abc import Iterable

from hushed.bibliography.publication import Publication

PUBLICATIONS: dict[str, Publication] = {
    "axtell1996": Publication(
        "Axtell, R. and Axelrod, R. and Epstein, J. M. and Cohen, M. D.",
        1996,
        "Aligning simulation models: a case study and results",
        "Computational and Mathematical Organization Theory",
        "1(2), 123-141",
        "10.1007/BF01299065",
    ),
    "barabasi1999": Publication(
        "Barabási, A.-L. and Albert, R.",
        1999,
        "Emergence of scaling in random networks",
        "Science",
        "286, 509-512",
        "10.1126/science.286.5439.509",
    ),
    "batagelj2005": Publication(
        "Batagelj, V. and Brandes, U.",
        2005,
        "Efficient generation of large random networks",
        "Physical Review E",
        "71(3), 036113",
        "10.1103/PhysRevE.71.036113",
    ),
    "bollobas1980": Publication(
        "Bollobás, B.",
        1980,
        "A probabilistic proof of an asymptotic formula for the number of labelled regular graphs",
        "European Journal of Combinatorics",
        "1(4), 311-316",
        "10.1016/S0195-6698(80)80030-8",
    ),
    "cabrera2021": Publication(
        "Cabrera, B. and Ross, B. and Röchert, D. and Brünker, F. and Stieglitz, S.",
        2021,
        "The influence of community structure on opinion expression: an agent-based model",
        "Journal of Business Economics",
        "91, 1331-1355",
        "10.1007/s11573-021-01064-7",
    ),
    "campolongo2007": Publication(
        "Campolongo, F. and Cariboni, J. and Saltelli, A.",
        2007,
        "An effective screening design for sensitivity analysis of large models",
        "Environmental Modelling & Software",
        "22(10), 1509-1518",
        "10.1016/j.envsoft.2006.10.004",
    ),
    "castillo2025": Publication(
        "Castillo, J. and Cozzo, E.",
        2025,
        "Modeling public opinion dynamics: the spiral of silence in clustered homophilic networks",
        "arXiv:2510.14098",
        kind="misc",
    ),
    "centola2005": Publication(
        "Centola, D. and Willer, R. and Macy, M.",
        2005,
        "The emperor’s dilemma: a computational model of self-enforcing norms",
        "American Journal of Sociology",
        "110(4), 1009-1040",
        "10.1086/427321",
    ),
    "chapkovski2021": Publication(
        "Chapkovski, P.",
        2021,
        "Strike one hundred to educate one: measuring the efficacy of collective sanctions experimentally",
        "PLoS ONE",
        "16(4), e0248599",
        "10.1371/journal.pone.0248599",
    ),
    "cochran1977": Publication("Cochran, W. G.", 1977, "Sampling Techniques, 3rd edition", "Wiley", kind="book"),
    "das2013": Publication(
        "Das, S. and Kramer, A.",
        2013,
        "Self-censorship on Facebook",
        "Proceedings of ICWSM 7",
        kind="incollection",
    ),
    "daymude2025": Publication(
        "Daymude, J. J. and Axelrod, R. and Forrest, S.",
        2025,
        "Strategic analysis of dissent and self-censorship",
        "arXiv:2509.03731",
        kind="misc",
    ),
    "devroye1986": Publication(
        "Devroye, L.",
        1986,
        "Non-Uniform Random Variate Generation",
        "Springer, New York",
        kind="book",
    ),
    "gaisbauer2020": Publication(
        "Gaisbauer, F. and Olbrich, E. and Banisch, S.",
        2020,
        "Dynamics of opinion expression",
        "Physical Review E",
        "102(4), 042303",
        "10.1103/PhysRevE.102.042303",
    ),
    "gilbert1959": Publication(
        "Gilbert, E. N.",
        1959,
        "Random graphs",
        "Annals of Mathematical Statistics",
        "30(4), 1141-1144",
        "10.1214/aoms/1177706098",
    ),
    "granovetter1978": Publication(
        "Granovetter, M.",
        1978,
        "Threshold models of collective behavior",
        "American Journal of Sociology",
        "83(6), 1420-1443",
        "10.1086/226707",
    ),
    "grimm2020": Publication(
        "Grimm, V. and Railsback, S. F. and Vincenot, C. E. and Berger, U. and Gallagher, C. and DeAngelis, D. L. "
        "and others",
        2020,
        "The ODD protocol for describing agent-based and other simulation models: a second update to improve clarity, "
        "replication, and structural realism",
        "Journal of Artificial Societies and Social Simulation",
        "23(2), 7",
        "10.18564/jasss.4259",
    ),
    "hampton2014": Publication(
        "Hampton, K. and others",
        2014,
        "Social media and the ‘spiral of silence’",
        "Pew Research Center",
        kind="misc",
    ),
    "heckathorn1988": Publication(
        "Heckathorn, D. D.",
        1988,
        "Collective sanctions and the creation of prisoner’s dilemma norms",
        "American Journal of Sociology",
        "94(3), 535-562",
    ),
    "heckathorn1990": Publication(
        "Heckathorn, D. D.",
        1990,
        "Collective sanctions and compliance norms: a formal theory of group-mediated social control",
        "American Sociological Review",
        "55(3), 366-384",
    ),
    "heckathorn1993": Publication(
        "Heckathorn, D. D.",
        1993,
        "Collective action and group heterogeneity: voluntary provision versus selective incentives",
        "American Sociological Review",
        "58(3), 329-350",
    ),
    "holland1983": Publication(
        "Holland, P. W. and Laskey, K. B. and Leinhardt, S.",
        1983,
        "Stochastic blockmodels: first steps",
        "Social Networks",
        "5(2), 109-137",
        "10.1016/0378-8733(83)90021-7",
    ),
    "holme2002": Publication(
        "Holme, P. and Kim, B. J.",
        2002,
        "Growing scale-free networks with tunable clustering",
        "Physical Review E",
        "65(2), 026107",
        "10.1103/PhysRevE.65.026107",
    ),
    "joe2008": Publication(
        "Joe, S. and Kuo, F. Y.",
        2008,
        "Constructing Sobol sequences with better two-dimensional projections",
        "SIAM Journal on Scientific Computing",
        "30(5), 2635-2654",
        "10.1137/070709359",
    ),
    "kostka2020": Publication(
        "Kostka, G. and Antoine, L.",
        2020,
        "Fostering model citizenship: behavioral responses to China’s emerging social credit systems",
        "Policy & Internet",
        "12(3), 256-289",
        "10.1002/poi3.213",
    ),
    "krapivsky2000": Publication(
        "Krapivsky, P. L. and Redner, S. and Leyvraz, F.",
        2000,
        "Connectivity of growing random networks",
        "Physical Review Letters",
        "85(21), 4629-4632",
        "10.1103/PhysRevLett.85.4629",
    ),
    "kuran1989": Publication(
        "Kuran, T.",
        1989,
        "Sparks and prairie fires: a theory of unanticipated political revolution",
        "Public Choice",
        "61(1), 41-74",
        "10.1007/BF00116762",
    ),
    "kuran1995": Publication("Kuran, T.", 1995, "Private Truths, Public Lies", "Harvard University Press", kind="book"),
    "lichter2021": Publication(
        "Lichter, A. and Loeffler, M. and Siegloch, S.",
        2021,
        "The long-term costs of government surveillance: insights from Stasi spying in East Germany",
        "Journal of the European Economic Association",
        "19(2), 741-789",
        "10.1093/jeea/jvaa009",
    ),
    "marthews2017": Publication(
        "Marthews, A. and Tucker, C.",
        2017,
        "Government surveillance and internet search behavior",
        "SSRN 2412564",
        kind="misc",
    ),
    "matthes2018": Publication(
        "Matthes, J. and Knoll, J. and von Sikorski, C.",
        2018,
        "The ‘spiral of silence’ revisited: a meta-analysis on the relationship between perceptions of opinion support "
        "and political opinion expression",
        "Communication Research",
        "45(1), 3-33",
        "10.1177/0093650217745429",
    ),
    "mckay1979": Publication(
        "McKay, M. D. and Beckman, R. J. and Conover, W. J.",
        1979,
        "A comparison of three methods for selecting values of input variables in the analysis of output from a "
        "computer code",
        "Technometrics",
        "21(2), 239-245",
        "10.1080/00401706.1979.10489755",
    ),
    "mckay1990": Publication(
        "McKay, B. D. and Wormald, N. C.",
        1990,
        "Uniform generation of random regular graphs of moderate degree",
        "Journal of Algorithms",
        "11(1), 52-67",
        "10.1016/0196-6774(90)90029-E",
    ),
    "morris1991": Publication(
        "Morris, M. D.",
        1991,
        "Factorial sampling plans for preliminary computational experiments",
        "Technometrics",
        "33(2), 161-174",
        "10.1080/00401706.1991.10484804",
    ),
    "noelle1974": Publication(
        "Noelle-Neumann, E.",
        1974,
        "The spiral of silence: a theory of public opinion",
        "Journal of Communication",
        "24(2), 43-51",
        "10.1111/j.1460-2466.1974.tb00367.x",
    ),
    "pan2020": Publication(
        "Pan, J. and Siegel, A. A.",
        2020,
        "How Saudi crackdowns fail to silence online dissent",
        "American Political Science Review",
        "114(1), 109-125",
        "10.1017/S0003055419000650",
    ),
    "penney2016": Publication(
        "Penney, J. W.",
        2016,
        "Chilling effects: online surveillance and Wikipedia use",
        "Berkeley Technology Law Journal",
        "31(1), 117-182",
        "10.15779/Z38SS13",
    ),
    "penney2017": Publication(
        "Penney, J. W.",
        2017,
        "Internet surveillance, regulation, and chilling effects online: a comparative case study",
        "Internet Policy Review",
        "6(2)",
        "10.14763/2017.2.692",
    ),
    "ross1977": Publication(
        "Ross, L. and Greene, D. and House, P.",
        1977,
        "The ‘false consensus effect’: an egocentric bias in social perception and attribution processes",
        "Journal of Experimental Social Psychology",
        "13(3), 279-301",
        "10.1016/0022-1031(77)90049-X",
    ),
    "ross2019": Publication(
        "Ross, B. and Pilz, L. and Cabrera, B. and Brachten, F. and Neubaum, G. and Stieglitz, S.",
        2019,
        "Are social bots a real threat? An agent-based model of the spiral of silence to analyse the impact of "
        "manipulative actors in social networks",
        "European Journal of Information Systems",
        "28(4), 394-412",
        "10.1080/0960085X.2018.1560920",
    ),
    "salmon2011": Publication(
        "Salmon, J. K. and Moraes, M. A. and Dror, R. O. and Shaw, D. E.",
        2011,
        "Parallel random numbers: as easy as 1, 2, 3",
        "Proceedings of SC’11",
        doi="10.1145/2063384.2063405",
        kind="incollection",
    ),
    "saltelli2010": Publication(
        "Saltelli, A. and Annoni, P. and Azzini, I. and Campolongo, F. and Ratto, M. and Tarantola, S.",
        2010,
        "Variance based sensitivity analysis of model output: design and estimator for the total sensitivity index",
        "Computer Physics Communications",
        "181(2), 259-270",
        "10.1016/j.cpc.2009.09.018",
    ),
    "schauer1978": Publication(
        "Schauer, F.",
        1978,
        "Fear, risk and the First Amendment: unraveling the chilling effect",
        "Boston University Law Review",
        "58, 685-732",
    ),
    "shapley1953": Publication(
        "Shapley, L. S.",
        1953,
        "A value for n-person games",
        "Contributions to the Theory of Games II, 307-317",
        kind="incollection",
    ),
    "sobol1967": Publication(
        "Sobol’, I. M.",
        1967,
        "On the distribution of points in a cube and the approximate evaluation of integrals",
        "USSR Computational Mathematics and Mathematical Physics",
        "7(4), 86-112",
        "10.1016/0041-5553(67)90144-9",
    ),
    "student1908": Publication(
        "Student", 1908, "The probable error of a mean", "Biometrika", "6(1), 1-25", "10.1093/biomet/6.1.1"
    ),
    "tirole2021": Publication(
        "Tirole, J.", 2021, "Digital dystopia", "American Economic Review", "111(6), 2007-2048", "10.1257/aer.20201214"
    ),
    "watts1998": Publication(
        "Watts, D. J. and Strogatz, S. H.",
        1998,
        "Collective dynamics of ‘small-world’ networks",
        "Nature",
        "393, 440-442",
        "10.1038/30918",
    ),
    "wei2016": Publication(
        "Wei, Y. and Yildirim, P. and Van den Bulte, C. and Dellarocas, C.",
        2016,
        "Credit scoring with social network data",
        "Marketing Science",
        "35(2), 234-258",
        "10.1287/mksc.2015.0949",
    ),
}
"""Every publication by the key of its BibTeX entry: first author and year."""


def in_full(*keys: str) -> str:
    """The works of these keys, each in full."""
    return " ".join(PUBLICATIONS[key].text for key in keys)


def in_short(*keys: str) -> str:
    """The works of these keys, each as running text names it."""
    return "; ".join(PUBLICATIONS[key].short for key in keys)


def in_order(keys: Iterable[str]) -> list[tuple[str, Publication]]:
    """Works by author and year. KeyError for a key that is not one of `PUBLICATIONS`."""
    return sorted(
        ((key, PUBLICATIONS[key]) for key in keys), key=lambda pair: (pair[1].authors.casefold(), pair[1].year)
    )
