/** What each instrument, reaction, safeguard and parameter is called, and one plain sentence about it. */

export type Unit = "share" | "score" | "weeks" | "factor" | "voice";

export interface RowText {
  label: string;
  sentence: string;
  /** How the row stands in a sentence after "With", when it is on or off. */
  off: string;
  on: string;
}

export interface ParameterText {
  label: string;
  sentence: string;
  unit: Unit;
}

/** The regime's instruments, in the order in which they are shown. */
export const INSTRUMENTS: Record<string, RowText> = {
  observation: {
    label: "Watching online",
    sentence: "Platforms report what people say.",
    off: "nobody watched online",
    on: "people watched online",
  },
  scoring: {
    label: "The score",
    sentence: "Speaking beyond the line costs score.",
    off: "no score to lose",
    on: "a score to lose",
  },
  association: {
    label: "Friends’ penalty",
    sentence: "When you are punished, your friends lose score too.",
    off: "friends’ penalty off",
    on: "friends’ penalty on",
  },
  publicity: {
    label: "Public scores",
    sentence: "Others can see how low a score has fallen.",
    off: "scores kept secret",
    on: "scores made public",
  },
  enrolment: {
    label: "Everyone must join",
    sentence: "More people have a score than would choose one.",
    off: "nobody made to join",
    on: "everyone made to join",
  },
  informers: {
    label: "Informers",
    sentence: "Some people report what friends say at gatherings.",
    off: "no informers",
    on: "informers at gatherings",
  },
  sanctions: {
    label: "Closed doors",
    sentence: "A low score shuts people out: of travel, credit, the bank.",
    off: "no doors closed to a low score",
    on: "doors closed to a low score",
  },
  capacity: {
    label: "Few cases at a time",
    sentence: "The authority can only take up so many cases.",
    off: "no limit on cases",
    on: "a limit on cases",
  },
  clarity: {
    label: "A vague line",
    sentence: "People have to guess how much is allowed.",
    off: "a clear line",
    on: "a vague line",
  },
  authority: {
    label: "An authority that adapts",
    sentence: "It tries changes to its rules and keeps what serves it.",
    off: "an authority that keeps its rules",
    on: "an authority that adapts",
  },
};

/** What people do of their own accord, in the order in which it is shown. */
export const REACTIONS: Record<string, RowText> = {
  reproach: {
    label: "Reproach",
    sentence: "Friends blame whoever cost them score.",
    off: "no reproach among friends",
    on: "friends reproaching each other",
  },
  ostracism: {
    label: "Breaking with friends",
    sentence: "Those who lose score drop the friend who caused it.",
    off: "nobody breaking with costly friends",
    on: "people breaking with costly friends",
  },
  shunning: {
    label: "Shunning",
    sentence: "People drop friends whose public score is very low.",
    off: "nobody shunned for a low score",
    on: "people shunned for a low score",
  },
  encouragement: {
    label: "Courage is catching",
    sentence: "Hearing friends speak up makes people bolder.",
    off: "courage not catching",
    on: "courage catching",
  },
  indignation: {
    label: "Indignation",
    sentence: "Seeing friends punished makes people bolder.",
    off: "no indignation",
    on: "indignation at friends’ punishment",
  },
  caution: {
    label: "Caution",
    sentence: "Unsure of the line, people stay well inside it.",
    off: "no extra caution",
    on: "extra caution",
  },
  isolation: {
    label: "Feeling alone",
    sentence: "People lose heart when no friend dares to speak.",
    off: "nobody losing heart",
    on: "people losing heart when alone",
  },
  false_enforcement: {
    label: "Pretended zeal",
    sentence: "People silenced against their wish report others.",
    off: "no pretended zeal",
    on: "pretended zeal",
  },
  mutual_aid: {
    label: "Mutual aid",
    sentence: "Friends carry part of each other’s sanctions.",
    off: "no mutual aid among friends",
    on: "friends helping each other",
  },
};

const guard = (label: string, sentence: string, on: string): RowText => ({ label, sentence, on, off: `not ${on}` });

/** The safeguards of the law, in the order in which they are shown. */
export const SAFEGUARDS: Record<string, RowText> = {
  no_guilt_by_association: guard(
    "Friends left alone",
    "Nobody loses score for what a friend said.",
    "friends left alone",
  ),
  secret_scores: guard("Secret scores", "Nobody else can see a person’s score.", "scores kept secret"),
  voluntary_enrolment: guard("Free to leave", "Only volunteers have a score; all may leave.", "everyone free to leave"),
  private_channels: guard("Private channels", "Platforms no longer report what is said.", "private channels"),
  pseudonymity: guard("Pseudonyms", "Words online cannot be traced to a person.", "pseudonyms allowed"),
  siloed_identity: guard(
    "Separate accounts",
    "No one number links them; a score stays where it was made.",
    "accounts kept separate",
  ),
  clear_law: guard("A clear law", "The line is plain; lawful words are not misread.", "a clear law"),
  due_process: guard("Due process", "Wrong cases are overturned; sanctions wait for it.", "due process"),
  expiry: guard("Scores forget", "A lost score comes back sooner.", "scores that forget"),
  proportionality: guard("Proportion", "Penalties fit the deed, and are capped.", "penalties in proportion"),
  judicial_capacity: guard(
    "A judge for each case",
    "Each case needs a hearing, so few are brought.",
    "a judge for each case",
  ),
  no_informers: guard("No informers", "Nobody is recruited or bound to report friends.", "no informers"),
  mutual_aid: guard("Help among friends", "Friends share the burden of a sanction.", "help among friends"),
};

const share = (label: string, sentence: string): ParameterText => ({ label, sentence, unit: "share" });
const score = (label: string, sentence: string): ParameterText => ({ label, sentence, unit: "score" });
const voice = (label: string, sentence: string): ParameterText => ({ label, sentence, unit: "voice" });
const factor = (label: string, sentence: string): ParameterText => ({ label, sentence, unit: "factor" });
const weeks = (label: string, sentence: string): ParameterText => ({ label, sentence, unit: "weeks" });

/** Every parameter of a regime, of people's reactions and of a sanction's tier, by its path in a scenario. */
export const PARAMETERS: Record<string, ParameterText> = {
  "regime.observation.surveillance": share("Surveillance", "The chance of being seen, however little one says."),
  "regime.observation.cooperation": share("Platforms that report", "How many people use a platform that reports."),
  "regime.observation.identifiability": share("Traceable words", "How often words online lead back to a person."),
  "regime.observation.misreading": share("Misreading", "How often allowed words, once seen, are punished anyway."),
  "regime.scoring.tolerance": voice("The line", "How much dissent is allowed: 0 is none, 1 is all."),
  "regime.scoring.severity": score("Severity", "How much score one punishment takes."),
  "regime.scoring.form": factor("Penalty", "The same for everyone over the line, or growing with how far one goes."),
  "regime.scoring.proportional_share": share("Judged by degree", "How many are judged by how far they went."),
  "regime.scoring.misread_excess": voice("Size of a misreading", "How far over the line misread words seem to be."),
  "regime.scoring.recovery": share("Recovery", "How much of a lost score comes back each week."),
  "regime.scoring.severity_cap": score("Cap", "The most a penalty may be where the law caps it."),
  "regime.scoring.capping": share("Hold of the cap", "How firmly penalties are held to the cap."),
  "regime.association.weight": share("Friends’ part", "How much of the loss each friend bears as well."),
  "regime.association.sharing": factor("Among friends", "Each friend bears it all, or they divide it."),
  "regime.association.hops": factor("Reach", "Whether friends of friends are hit too."),
  "regime.publicity.audience": share("Audience", "How many people can see a score."),
  "regime.publicity.shaming_line": score("Shaming line", "Below this score people are put up as a warning."),
  "regime.enrolment.share": share("People enrolled", "How many people have a score."),
  "regime.enrolment.volunteers": share("Volunteers", "How many would join and stay by choice."),
  "regime.enrolment.right_to_leave": share("Freedom to leave", "How far the others are free to leave."),
  "regime.informers.share": share("Recruited informers", "How many people are recruited as informers."),
  "regime.informers.duty": share("Duty to report", "How many obey a law to report their friends."),
  "regime.informers.report_chance": share("Chance of a report", "How often an informer reports a friend in a week."),
  "regime.informers.false_denunciation": share("False denunciation", "How often an informer denounces for nothing."),
  "regime.sanctions.tiers": factor("Doors", "Which doors close, below which score, and for how long."),
  "regime.sanctions.tiers.domain": factor("Door", "The part of life that is closed."),
  "regime.sanctions.tiers.threshold": score("Below a score of", "Falling below this score closes the door."),
  "regime.sanctions.tiers.rounds": weeks("For", "How long the door stays closed."),
  "regime.sanctions.tiers.burden": score("Burden", "What each week of it costs a person."),
  "regime.sanctions.linked_identity": share("One number for everything", "How many people’s accounts are linked."),
  "regime.sanctions.grace": weeks("Grace", "Time to recover before a door closes."),
  "regime.sanctions.appeal_rounds": weeks("Length of an appeal", "How long sanctions wait where there is due process."),
  "regime.capacity.cases": share("Limit on cases", "Cases that can be taken up, per hundred people and week."),
  "regime.capacity.hearings": share("Hearings", "How far each case needs a judge’s hearing."),
  "regime.clarity.vagueness": voice("Vagueness", "How far people’s guesses of the line lie apart."),
  "regime.authority.mode": factor("Authority", "Keeps its rules, or tries changes each week."),
  "regime.authority.adamancy": factor("Dislike of dissent", "What dissent costs it, next to punishing."),
  "regime.authority.window": factor("Size of a change", "The largest change it tries in a week."),
  "regime.authority.acceptance": factor("Test of a change", "Kept if no dearer than last week, or its best rules."),
  "reactions.reproach": factor("Reproach", "How strongly friends blame a person for their loss."),
  "reactions.forgiveness": share("Forgiveness", "How much of the reproach fades each week."),
  "reactions.ostracism": share("Breaking off", "How often a harmed friend breaks off, per week."),
  "reactions.shunning": share("Shunning", "How often someone below the shaming line is dropped, per week."),
  "reactions.encouragement": factor("Encouragement", "How much bolder one is when all one’s friends speak."),
  "reactions.indignation": factor("Indignation", "How much bolder one is when all one’s friends are punished."),
  "reactions.caution": factor("Caution", "How far people stay inside the line they guess."),
  "reactions.isolation": factor("Loss of heart", "How much confidence goes each week without an ally."),
  "reactions.fading": share("Forgetting", "How much of that loss, or gain, fades each week."),
  "reactions.false_enforcement": share("Pretenders", "How many of the silenced report others."),
  "reactions.mutual_aid": share("Help", "How much of a sanction friends carry together."),
};

/** The dose of any safeguard. */
export const DOSE = share("Strength", "From absent to complete.");

/** Names of the values that are chosen from a list. */
export const VALUES: Record<string, string> = {
  uniform: "the same for all",
  proportional: "grows with the deed",
  per_tie: "each bears it all",
  shared: "divided among them",
  "1": "friends",
  "2": "friends of friends too",
  fixed: "keeps its rules",
  adaptive: "tries changes",
  previous_round: "no dearer than last week",
  incumbent: "no dearer than its best",
  platform: "the platform",
  travel: "travel",
  credit: "credit",
  bank: "the bank account",
  work: "work",
  housing: "housing",
  schooling: "schooling",
  services: "public services",
};
