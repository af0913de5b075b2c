/**
 * The mathematics of the model: one small scalar function for each equation, as in hushed/rules.py.
 *
 * Symbols in formulas: delta desired dissent, beta boldness, tau tolerance, psi severity, nu surveillance, kappa care,
 * lambda the weight of the friends' penalty, sigma shame, rho recovery, epsilon misreading. Operations stand in the
 * order in which Python makes them, so that both round alike.
 */

/** A score at a threshold but for rounding in single precision is not below it. */
const SLACK = 2 ** -20;

// What a person believes ---------------------------------------------------------------------------------------------

/** Share of cases that can be taken up: phi = min(1, C N / expected cases); nothing without any capacity. */
export function enforcedShare(capacity: number, expectedCases: number): number {
  return capacity > 0 ? capacity / Math.max(capacity, expectedCases) : 0;
}

/**
 * Share of friends believed to report: iota' = 1 - (1 - iota)(1 - d p)(1 - z y).
 *
 * `enforcing` is z y: the share who would enforce what they comply with against their own wish, times the share who
 * so complied (false enforcement; Centola, Willer & Macy 2005).
 */
export function reportingShare(recruited: number, duty: number, enrolled: number, enforcing: number): number {
  return 1 - (1 - recruited) * (1 - duty * enrolled) * (1 - enforcing);
}

/**
 * Part of the chance of being seen that does not depend on what is said: v = e phi [1 - (1 - c nu)(1 - f)].
 *
 * `reach` is e phi, `exposure` is c: 0 if the platform does not report, else how far speech is traced to its speaker.
 */
export function watchedAnyway(reach: number, exposure: number, surveillance: number, informed: number): number {
  return reach * (1 - (1 - exposure * surveillance) * (1 - informed));
}

/** Part of the chance of being seen that grows with the voice: w = e phi c (1 - nu)(1 - f). */
export function watchedForSpeaking(reach: number, exposure: number, surveillance: number, informed: number): number {
  return reach * exposure * (1 - surveillance) * (1 - informed);
}

/** Chance of being seen while saying a: P(a) = v + w a (Daymude et al. 2025 with v = nu, w = 1 - nu). */
export function chanceSeen(anyway: number, speaking: number, voice: number): number {
  return anyway + speaking * voice;
}

/**
 * What one's own punishment would cost: psi_i = psi [1 + kappa lambda k^e + sigma audience + r], sanctions apart.
 *
 * `harmed` is k^e, the enrolled friends, or k^e / k where the penalty is divided among friends.
 */
export function costOfPunishment(
  severity: number,
  care: number,
  weight: number,
  harmed: number,
  shame: number,
  audience: number,
  reproach: number,
): number {
  return severity * (1 + care * weight * harmed + shame * audience + reproach);
}

/** Share of a sanction's burden left to the sanctioned: 1 - x k / (k + 1), x the mutual aid of k friends. */
export function shareBorne(mutualAid: number, friends: number): number {
  return 1 - (mutualAid * friends) / (friends + 1);
}

/** Whether a score is below a threshold; one that is there but for rounding in single precision is not. */
export function below(score: number, line: number): boolean {
  return score < line - SLACK;
}

/** Whether one more loss would take a score across a tier's threshold. */
export function wouldTrip(score: number, recovery: number, loss: number, threshold: number): boolean {
  return !below(score, threshold) && below(recovered(score, recovery) - loss, threshold);
}

/**
 * Boldness in company: beta' = max(0, beta (1 + omega L / k + chi P / k)).
 *
 * Of k friends L were heard above the line last round, and P were punished then for whatever reason (Pan & Siegel
 * 2020: the punished go quiet, and their followers speak more).
 */
export function emboldened(
  boldness: number,
  encouragement: number,
  loudShare: number,
  indignation: number,
  punishedShare: number,
): number {
  return Math.max(0, boldness * (1 + encouragement * loudShare + indignation * punishedShare));
}

/**
 * Climate of opinion among friends who said something: (L - C) / (L + C), and 0 if nobody did.
 *
 * L spoke above the line, C said no more than is lawful (Ross et al. 2019: the same and the other opinion).
 */
export function climate(loud: number, conforming: number): number {
  return (loud - conforming) / Math.max(1, loud + conforming);
}

/** Confidence that one's opinion is shared: h' = (1 - fading) h + alpha x climate (Ross et al. 2019: fading 0). */
export function nextConfidence(confidence: number, fading: number, isolation: number, heard: number): number {
  return (1 - fading) * confidence + isolation * heard;
}

/** What confidence makes of boldness: 1 + h if h >= 0, else 1 / (1 - h). */
export function lift(confidence: number): number {
  return (1 + Math.max(0, confidence)) / (1 + Math.max(0, -confidence));
}

/**
 * The line a person keeps to: tau_i = clip(tau + upsilon (z_i - gamma), 0, 1).
 *
 * Who does not know where it lies stays on the safe side of her belief by gamma standard deviations (Schauer 1978).
 */
export function believedLine(tolerance: number, vagueness: number, belief: number, caution: number): number {
  return Math.min(1, Math.max(0, tolerance + vagueness * (belief - caution)));
}

// What a person says -------------------------------------------------------------------------------------------------

/** Whether lawful speech is worth the chance of being misread for it: beta >= w epsilon psi. */
export function daresLawful(boldness: number, speaking: number, misreading: number, cost: number): boolean {
  return boldness >= speaking * misreading * cost;
}

/** Expected cost of saying delta rather than something lawful: psi [P(delta) - epsilon P(lawful)]. */
export function riskOfDissent(
  desire: number,
  lawful: number,
  cost: number,
  anyway: number,
  speaking: number,
  misreading: number,
): number {
  return cost * (chanceSeen(anyway, speaking, desire) - misreading * chanceSeen(anyway, speaking, lawful));
}

/**
 * Best voice when any dissent costs the same: the best of 0, min(delta, tau) and delta.
 *
 * Maximises beta a - P(a) x (psi if a > tau else epsilon psi). Ties go to the louder voice, as in Daymude, Axelrod &
 * Forrest 2025 (delta >= d_uni), which this equals where epsilon = 0.
 */
export function voiceUniform(
  desire: number,
  boldness: number,
  line: number,
  cost: number,
  anyway: number,
  speaking: number,
  misreading: number,
): number {
  const lawful = daresLawful(boldness, speaking, misreading, cost) ? Math.min(desire, line) : 0;
  if (desire <= line) return lawful;
  const gain = boldness * (desire - lawful);
  return gain >= riskOfDissent(desire, lawful, cost, anyway, speaking, misreading) ? desire : lawful;
}

/**
 * Best voice when the cost grows with the excess over the line: an interior optimum, clipped to [tau, delta].
 *
 * Maximises beta a - P(a) [psi (a - tau)_+ + epsilon h psi]; `misreadCost` is epsilon h psi. With b = beta - w epsilon
 * h psi: silence if b < 0 (ties go to the louder voice), else 1/2 [tau + (b - v psi) / (w psi)] clipped (Daymude,
 * Axelrod & Forrest 2025, d_pro, where epsilon = 0).
 */
export function voiceProportional(
  desire: number,
  boldness: number,
  line: number,
  cost: number,
  anyway: number,
  speaking: number,
  misreadCost: number,
): number {
  const nerve = boldness - speaking * misreadCost;
  if (nerve < 0) return 0;
  if (desire <= line) return desire;
  const spare = nerve - anyway * cost;
  const price = speaking * cost;
  if (price <= 0) return spare >= 0 ? desire : line;
  return Math.min(desire, Math.max(line, 0.5 * (line + spare / price)));
}

// What follows from it -----------------------------------------------------------------------------------------------

/** Score lost for dissent that was seen: psi, or psi (a - tau) under the proportional form. */
export function lossForDissent(severity: number, proportional: boolean, voice: number, tolerance: number): number {
  return proportional ? severity * (voice - tolerance) : severity;
}

/** Score lost for lawful conduct misread or for a false denunciation: psi, or h psi under the proportional form. */
export function lossForNothing(severity: number, proportional: boolean, misreadExcess: number): number {
  return proportional ? severity * misreadExcess : severity;
}

/** A score after a round without loss, on its way back to the baseline: s + rho (1 - s). */
export function recovered(score: number, recovery: number): number {
  return score + recovery * (1 - score);
}

/** Reproach by friends for the loss one brought on them: r' = (1 - d) r + eta lambda (l / psi) k^e. */
export function nextReproach(
  reproach: number,
  forgiveness: number,
  rate: number,
  weight: number,
  lossInSeverities: number,
  harmed: number,
): number {
  return (1 - forgiveness) * reproach + rate * weight * lossInSeverities * harmed;
}

/**
 * Chance that a tie is cut: 1 - (1 - mu)^m (1 - mu_p)^n, with m ends harmed by the other and n ends shamed.
 *
 * The ends act independently, and each end counts at most once for each reason; `shunning` is mu_p x audience.
 */
export function chanceCut(ostracism: number, harmedEnds: number, shunning: number, shamedEnds: number): number {
  let kept = 1;
  for (let end = 0; end < harmedEnds; end++) kept *= 1 - ostracism;
  for (let end = 0; end < shamedEnds; end++) kept *= 1 - shunning;
  return 1 - kept;
}
