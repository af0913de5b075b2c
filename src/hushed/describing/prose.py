"""All that is written by hand in a description: connecting text. Numbers and names are filled in from the code.

Words in braces are filled in by the modules beside this one. A part of the model that has no text here, and a text
for a part that is gone, fail a test.
"""

from __future__ import annotations

NOTICE = "Invented people. A model, not a forecast."
HEAD = (
    "This description follows the ODD protocol (Overview, Design concepts, Details; Grimm et al. 2020). It was "
    "written by hushed {version} from the scenario and the code that runs it: parameters, rules, outcomes, steps and "
    "sources are read from there, and the text between them is fixed."
)
ELEMENTS: tuple[str, ...] = (
    "Purpose and patterns",
    "Entities, state variables, and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialization",
    "Input data",
    "Submodels",
)
"""The seven elements of the protocol, in its order."""

PURPOSE = (
    "The purpose of the model is understanding: to find out by which mechanisms, and how far, a regime that scores "
    "people for what they say makes them say less than they wish to, whom it harms, and what would undo it. It is a "
    "laboratory for thought: all people are invented, all parameters are assumptions of whoever wrote the scenario, "
    "and nothing in it describes, predicts or ranks real people."
)
PURPOSE_SCENARIO = (
    "This scenario, “{title}”, asks what follows for {people} over {rounds} where these instruments are at work:"
)
PURPOSE_FREE = (
    "In this scenario, “{title}”, no instrument takes anything from anybody: it shows {people} left free over "
    "{rounds}, the arm with which regimes are compared."
)
COUNTERFACTUAL = (
    "The same invented people left free (no regime, no reactions to one) are the baseline of every run; people and "
    "luck are identical in both, so that a difference is an effect of the regime."
)
PATTERNS = (
    "Whether the model is fit for that purpose is judged by patterns of three kinds. *First*, special cases in which "
    "it must equal a published model or a closed form. *Second*, published models whose mechanisms it takes up, each "
    "rebuilt and compared with its published results (`hushed replicate NAME`); what they share with this model is "
    "told of those whose mechanism acts in this scenario. *Third*, empirical regularities of chilled speech, against "
    "which the model is held without being fitted to them:"
)
PATTERNS_AFTER = (
    "Which of these are reached, and at which level, is told by `hushed replicate patterns`; misses are findings "
    "about the model. What is known of them:"
)

ENTITIES = (
    "The entities are **people**, **ties** between them, one **authority**, and the **society** as what "
    "everybody shares. People carry fixed private traits and state variables; a tie only stands or has been cut; "
    "the authority is its policy."
)
TRAITS = "Traits of a person, drawn once and never changed:"
STATE = (
    "State variables of a person. All start at the value given in element 5; those that no part of this scenario "
    "needs are left out."
)
FLAGS = "Where a person stands (`standing`), what happened to her this round (`mark`) and what ever did (`past`):"
OTHER_STATE = "State variables of the other entities:"
VARIABLES: dict[str, str] = {
    "voice": "What a person says this round, from 0 (nothing) to what she would like to say (a).",
    "score": "Her score (s); 1 is the baseline, and there is no lower end.",
    "reproach": "What friends reproach her for (r), 0 or more.",
    "standing": "Where she stands towards the regime: truth values, below.",
    "mark": "What happened to her this round: truth values, below.",
    "clock": "Rounds of each sanction left to serve, or of the grace before it begins.",
    "lost": "Whether she lost score in her own right this round.",
    "past": "What has ever happened to her: truth values, below.",
    "enrolled_friends": "Those of her friends online, on live ties, who are enrolled.",
    "ENROLLED": "She has a score.",
    "SEEN": "She was seen this round.",
}
"""Fields of the engine's state whose code has no text of its own."""
OTHER_VARIABLES: tuple[tuple[str, str, str, str], ...] = (
    ("cutting", "tie", "cut", "Whether the tie has been cut; a cut tie never comes back."),
    (
        "",
        "authority",
        "policy",
        "Tolerance, severity and surveillance in force; they change by schedule or by adapting.",
    ),
    (
        "authority",
        "authority",
        "stance",
        "Where it adapts: the policy kept, the policy on trial, and the cost to beat.",
    ),
    ("", "society", "round", "The number of the round, from 0."),
    (
        "capacity",
        "society",
        "expected cases",
        "How many cases the last round would have brought, which everybody knows.",
    ),
    ("enforcement", "society", "complied", "The share of people who complied against their wish in the last round."),
)
SCALES = (
    "**Time** is discrete: {rounds}. {round_meaning} **Space** is not modelled; who can see and hurt whom is given by "
    "ties. **Extent:** {people}. Online ties, along which speech is observed: {online}. Gatherings: {offline}."
)
STORED = (
    "Traits, voices, losses and scores are stored in single precision and decisions are computed in double precision; "
    "the tolerance lies on the single-precision grid, so that a voice at the line is never over it."
)

PROCESS = (
    "A round consists of the steps below, always in this order. Within a step all people act at once on the state "
    "that the step before has left (synchronous updating), so no order among people exists. What friends did is known "
    "a round later; what the regime is, at once."
)
PROCESS_AFTER = "The table is the engine's own. Time passes in whole rounds; nothing is scheduled dynamically."
PROCESS_WHY = (
    "Speaking comes before observing, so that people fear what may happen and not what did; losses fall on friends "
    "before scores are looked at by sanctions, so that a friend's penalty can trip one; an adaptive authority moves "
    "last, knowing what the round cost it. The pseudo-code of the whole round is the code in element 7."
)

OFF = "Left neutral by this scenario, and so without any effect: {names}."
NOTHING_OFF = "No part of the model is left neutral by this scenario."

SYMBOLS = "Symbols of the parameters and traits are given with them. Others that occur in formulas:"
DERIVED: tuple[tuple[str, str], ...] = (
    ("N", "number of people"),
    ("a", "what a person says, between 0 and delta"),
    ("e", "1 if she is enrolled, else 0"),
    ("k, k^e", "her friends online on ties that stand; those of them who are enrolled"),
    ("k_off, n", "her friends at gatherings; those of them who report"),
    ("f", "chance of being reported: 1 - (1 - q iota')^k_off as believed, 1 - (1 - q)^n in fact"),
    ("phi", "share of cases that can be taken up"),
    ("P(a) = v + w a", "chance of being seen while saying a"),
    ("psi_i, tau_i", "what being punished would cost person i, all told; the line she keeps to"),
    ("l, s, r", "score lost this round in one's own right; the score; reproach"),
    ("S", "burden of a sanction for a round"),
    ("L, C, P", "friends heard above the line last round; friends heard within it; friends punished then"),
    ("y", "share of everyone who complied against her wish in the last round"),
    ("z_i", "a person's standard normal deviate: how she misjudges where the line lies"),
)
RULES = (
    "Each part below names its parameters, says what happens, and gives every equation it uses: in words and symbols "
    "first, then as the code that computes it. Where no source is named, the equation is this model's own."
)
OWN = "this model's own"
STEPS = (
    "What the reference implementation does in the steps of a round, in plain NumPy, with t the values of the round. "
    "It shares no equation with the fast engine, and tests hold the two together person by person. Parts that this "
    "scenario leaves neutral drop out of it at their neutral values. Where a value is held to a ceiling (severity to "
    "its cap, enrolment to the volunteers, cases to those that hearings leave), `towards` gives the one in force."
)
SUBMODELS: dict[str, str] = {
    "enrolment": "A person is enrolled in every round in which her propensity lies below the share enrolled, held to "
    "the volunteers as far as people are free to leave. As the share grows nobody who was in drops out. Who is not "
    "enrolled cannot be seen, punished, sanctioned or made to lose score.",
    "watching": "Speech online is watched on platforms that report, and traced to its speaker as far as she can be "
    "identified. Whether a person's platform reports is drawn once, for life. The chance of being seen has a part "
    "that does not depend on what she says and a part that grows with it; being reported by a friend comes on top of "
    "both. The same form serves twice: for what a person believes beforehand, and for what happens.",
    "informers": "Friends at gatherings report. Recruits and the dutiful are drawn once, for life, and the dutiful "
    "report only while they are enrolled. People know what share of everyone reports, not who does; being reported is "
    "drawn from those friends who in fact do. Each reporting friend reports a person independently.",
    "enforcement": "Some of those who complied against their wish in the last round report friends at gatherings in "
    "this one. Who would do so is drawn once, for life; how many so complied is known to everybody.",
    "capacity": "Only so many cases can be taken up in a round. Beyond that every case is taken up with the same, "
    "lower chance. People expect the share of the last round, in which the expected number of cases is known; in the "
    "first round they expect every case to be taken up.",
    "cost": "What a person would lose by being punished is the severity, and in proportion to it what friends' "
    "losses, shame and reproach are to her, each where its own part of the model acts.",
    "publicity": "Where others see scores, being punished shames, in proportion to the audience and to how far the "
    "person minds; the term stands in the cost of being punished.",
    "looming": "If one more loss would take her score below the threshold of a sanction that can reach her, its "
    "burden is added to what being punished would cost. The loss she reckons with is the severity or, where penalties "
    "grow with the deed, what saying all she wishes would cost.",
    "aid": "Friends take over part of a sanction's burden, which weighs less on her the more friends she has.",
    "company": "A person takes heart, or loses it, at the sight of friends who spoke above the line in the last "
    "round, and of friends who were punished then. Without friends neither acts.",
    "isolation": "A person's confidence that her opinion is shared moves each round with the balance of friends who "
    "were heard above the line and of friends who were heard within it. Who said nothing is not heard. Confidence "
    "raises what speaking is worth to her and the lack of it lowers that.",
    "line": "The law is vague: each person believes the line to lie somewhere around where it does, by a deviate "
    "drawn once, for life. Who minds not knowing stays on the safe side.",
    "uniform": "A person says what is worth most to her: the worth of speaking less the expected penalty, given what "
    "she believes. Under a sanction on the platform she has at most what is lawful to say. Ties between voices go to "
    "the louder, so that without a penalty everybody says what she wishes to. Any dissent beyond the line costs the "
    "same, so only three voices can be best: nothing, what is lawful, and everything.",
    "proportional": "Where the penalty grows with the deed, the best voice beyond the line balances the worth of a "
    "little more speech against a chance and a penalty that both rise. Where only a share of people is judged so, who "
    "they are is drawn once, for life.",
    "punishment": "Each person is seen with the chance that follows from who in fact reports and from what she said. "
    "Who is seen above the line has a case for dissent. A case that is taken up costs score. What costs nothing is no "
    "case.",
    "misreading": "Lawful conduct that is seen, silence included, is now and then taken for dissent, and costs score "
    "if the case is taken up. Sparing the silent would make silence a refuge that such regimes do not grant.",
    "denunciation": "A reporting friend now and then denounces an enrolled person for nothing; who has a case already "
    "is spared a second in the same round.",
    "score": "A score moves back towards the baseline, and all losses of the round are taken from it.",
    "association": "Every enrolled friend of a person who lost score loses part of what she lost, in full or divided "
    "among her friends (a loss l of a friend costs lambda l, or lambda l / k); with a second hop so do friends' "
    "friends, once for every path and never she herself. Care for friends enters the cost of being punished.",
    "reproach": "Friends who lost score reproach the person they lost it for; reproach fades and adds to what a "
    "further punishment would cost.",
    "cutting": "Each tie that stands may be cut: because one end lost score for the other, or because one end stands "
    "below the shaming line and others see it. The draw belongs to the pair, so both ends agree. A tie that is cut is "
    "cut for both, and at gatherings as well where both layers are the same ties.",
    "sanctions": "A score that crosses a tier's threshold downward starts the tier's clock, if the tier is on the "
    "platform or the person's identity is linked; whose identity is linked is drawn once, for life. A threshold that "
    "rises over a score is crossed too. With grace the sanction waits, and whoever is back above the threshold when "
    "grace ends is spared. Crossing, not being below, starts a sanction: a score that stays low after one was served "
    "does not start another. Crossing while serving starts the clock anew. Who leaves the system is out of its reach.",
    "authority": "The authority compares what this round cost it, dissent voiced and punishment meted out, with the "
    "cost to beat, takes its last move back if the round was dearer, and moves one of its levers at random within its "
    "range. It is an opponent for safeguards to be tested against; it has no other aim, and nothing in the model "
    "seeks a regime that silences.",
}
"""What happens in each part of the model, by its key."""

CONCEPTS: tuple[str, ...] = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
)
"""The eleven design concepts, in the protocol's order."""
CONCEPT_TEXTS: dict[str, str] = {
    "Basic principles": "The model stands on one principle: a regime reaches a person in four ways only, by how "
    "likely she thinks she is to be seen, by what being punished would cost her, by where she believes the line lies, "
    "and by what speaking her mind is worth to her. Every instrument and every reaction moves one of the four; given "
    "them, the best voice has a closed form. This extends a published model of self-censorship under an authority "
    "({root}) to ties, friends' penalties, publicity, informers and sanctions. Mechanisms taken up from other work "
    "are named with each part in element 7. Chilling effects are self-restraint out of fear of a sanction, also of a "
    "wrongful one (Schauer 1978).",
    "Emergence": "How much speech is withheld, by whom, the distribution of scores, and who is sanctioned, all emerge "
    "from what people decide and from whom they are tied to. That a louder voice is seen more often, and what a "
    "punishment takes, are imposed by the rules. The share enrolled and all scheduled values are imposed from outside.",
    "Adaptation": "People adapt what they say, every round, directly and by optimisation: of all voices between "
    "silence and what they would like to say they choose the best in closed form. Traits do not change.",
    "Objectives": "A person's objective is what speaking is worth to her less the expected penalty: beta' a - P(a) x "
    "penalty. It has no term for anybody else but care for friends who would lose score with her. Ties between voices "
    "go to the louder.",
    "Learning": "",
    "Prediction": "People predict one round ahead, and implicitly: they expect the chance of being seen that follows "
    "from what everybody knows of the regime, and the loss that one case would bring. "
    "They foresee neither later rounds nor what others are about to say, nor ties that may be cut.",
    "Sensing": "A person knows her own traits, score and standing, the number of her friends and of those enrolled, "
    "and the terms of the regime in force in the round. She does not know who informs, who will speak, or what others "
    "wish to say.",
    "Interaction": "People interact only with those they are tied to, and otherwise through what they share.",
    "Stochasticity": "Every draw is a pure function of the seed, the replicate, the round, the person or pair, and "
    "what it is for (Salmon et al. 2011), so a run does not depend on threads or hardware, and two policies compared "
    "on one seed meet the same people with the same luck. Chance stands for what the model does not explain: who "
    "people are, whom they know, whether a person is seen. What is drawn in this scenario:",
    "Collectives": "There are no collectives with a state or behaviour of their own.",
    "Observation": "All people are observed, in every round, without error, at its end, and only sums over them are "
    "kept. Results over several replicates are means with intervals. Each outcome, with its formula and unit:",
}
"""What is said of each concept in every scenario."""
CONCEPT_PARTS: dict[str, dict[str, str]] = {
    "Emergence": {
        "authority": "The policy of the authority, which adapts, emerges as well.",
        "cutting": "The network that is left emerges from ties that are cut.",
    },
    "Adaptation": {"authority": "The authority adapts its policy by trial and error, without a model of society."},
    "Objectives": {
        "authority": "The authority's cost, which its climb does not wish to see rise, is dissent weighed by its "
        "adamancy, plus punishment."
    },
    "Learning": {
        "isolation": "A person's confidence that her opinion is shared is learnt from whom she hears.",
        "authority": "The authority keeps a move that did not cost more: learning by trial and error.",
    },
    "Prediction": {
        "capacity": "They expect as large a share of cases to be taken up as the last round left room for.",
        "looming": "They foresee the sanction that one more loss would trip.",
        "enforcement": "They expect reports by those who complied, as many as did in the last round.",
        "line": "What they expect of the line is a belief that may be wrong, and is never corrected.",
    },
    "Sensing": {
        "company": "She sees which of her friends spoke above the line last round, and which were punished.",
        "isolation": "She hears which friends spoke above the line last round and which within it.",
        "line": "She senses the line with an error of her own.",
        "publicity": "A share of society sees her score.",
        "authority": "The authority senses sums only: dissent voiced and score taken.",
    },
    "Interaction": {
        "association": "A loss falls on friends, and the fear of that weighs on the person who might cause it.",
        "reproach": "Friends reproach, a direct interaction that depends on the loss passed on.",
        "cutting": "Friends part.",
        "informers": "Friends report friends at gatherings.",
        "company": "Friends embolden by example.",
        "isolation": "Friends' voices make or unmake confidence.",
        "aid": "Friends share the burden of a sanction.",
        "capacity": "Cases compete for being taken up.",
    },
}
"""What a part of the model adds to a concept where it acts."""
NO_LEARNING = "Nobody learns: decision rules do not change with experience."
BLOCKS = " Communities in the network are groups that its generator lays out; people do not know of them."
NO_TIES = "Nobody is tied to anybody here, so no person acts on another but through what all share."
NO_BLOCKS = " Groups of friends who know each other belong to the network and have no effect but through its ties."

INITIAL = (
    "A replicate draws all people, ties and luck anew; within a replicate every policy that is compared starts from "
    "the same society. No value is taken from data about people; all are assumptions of the scenario. The state at "
    "the start:"
)
INITIAL_TRAITS = (
    "Traits are drawn independently of each other and of ties, by inverse transform of numbers u that are uniform "
    "between 0 and 1 (Devroye 1986):"
)
INITIAL_TIES = "Ties are drawn once; only cutting changes them:"
NO_INPUT = (
    "The model takes no input data that represent processes changing in time: no text, no name and no record of what "
    "anybody did can be read in."
)
SCHEDULES = "These parameters follow a schedule that is part of the scenario:"
NO_SCHEDULES = "No parameter follows a schedule."
FILE = (
    "The ties {layer} have the shape of a network read from a file. Labels are thrown away as it is read, people are "
    "numbered anew in a seeded random order, and neither the file's name nor its place is told here; how many people "
    "and ties there are follows from it."
)
PARAMETERS = (
    "All parameters, with the values of this scenario. *acts*: a part of the model that uses it is at work. "
    "*neutral*: its own value switches what it does off. *no effect*: every part of the model that uses it is neutral."
)
NOT_DESCRIBED = (
    "*not described*: hushed as it is published has no such parameter, and this description says nothing of what "
    "it does."
)
SAFEGUARDS = (
    "The scenario has safeguards in force: {names}. Values in the table are as written in the scenario; where a "
    "safeguard changes one, the value in force follows in brackets."
)
COSTS = "What safeguards cost to win (`costs`) is an assumption on which no run depends."
REPEAT = "Repeating it"
REPEAT_TEXT = (
    "`hushed check` says what the scenario means and `hushed run` plays it; the same scenario and seed give the same "
    "bytes on any machine and number of threads. Seed: {seed}. Version: hushed {version}.{digest} The whole scenario:"
)
