/** The round loop: a society, a policy and a seed go in; between rounds everybody can be looked at. */

import type { Outcomes, Playing, Why } from "../contract.ts";
import { firstStance, imposed, nextStance, type Stance } from "./authority.ts";
import { compliance, enrol, Fates, inform, standingChanges } from "./enrolling.ts";
import { expectedCases, observe, type Silence } from "./observing.ts";
import { outcomesOf } from "./outcomes.ts";
import { part, reproach } from "./reacting.ts";
import { enforcedShare, reportingShare } from "./rules.ts";
import type { Policy } from "./safeguards.ts";
import { sanction } from "./sanctioning.ts";
import type { Society } from "./society/build.ts";
import { speak } from "./speaking.ts";
import { spread } from "./spreading.ts";
import { initialState, type Scene, type State } from "./state.ts";
import { summed } from "./sums.ts";
import { termsAt, tiersAt } from "./terms.ts";
import { countEnrolled, countReporters, lookAround, writePowers } from "./weighing.ts";
import { whyOf } from "./why.ts";

/** One run of one policy on one society; the same four things in give the same numbers as Python, bit for bit. */
export class Simulation implements Playing {
  readonly society: Society;
  readonly policy: Policy;
  readonly seed: number;
  readonly replicate: number;
  round = 0;
  private readonly state: State;
  private readonly fates: Fates;
  private stance: Stance | null;
  /** What the last round was played with. */
  private last: Scene | null = null;
  private latest: Outcomes | null = null;
  /** Whether cases were ever limited. */
  private readonly limited: boolean;
  private readonly room: Float64Array;
  private readonly blame: Uint8Array;
  private readonly believed: Float64Array;
  private readonly silence: Silence;

  constructor(society: Society, policy: Policy, seed: number, replicate = 0) {
    this.society = society;
    this.policy = policy;
    this.seed = seed;
    this.replicate = replicate;
    const { regime, reactions } = policy;
    this.state = initialState(society, regime);
    this.fates = new Fates(society.size, seed, replicate);
    this.stance = regime.authority.mode === "adaptive" ? firstStance(termsAt(regime, reactions, 0)) : null;
    this.limited = regime.capacity.cases !== 1 || regime.capacity.hearings > 0;
    this.room = new Float64Array(society.size);
    this.blame = new Uint8Array(society.size);
    const most = 1 + this.state.gathering.reduce((a, b) => Math.max(a, b), 0);
    this.believed = new Float64Array(most);
    this.silence = { unreported: new Float64Array(most), undenounced: new Float64Array(most) };
  }

  /** Plays one round. */
  step(): void {
    const { state } = this;
    const now = this.scene();
    this.enrol(now);
    this.weigh(now);
    speak(state, now, this.enforced(now), this.believed);
    this.observe(now);
    spread(state, now);
    reproach(state, now);
    part(state, now, this.blame);
    sanction(state, now);
    this.adapt();
    this.last = now;
    this.latest = null;
    this.round++;
  }

  /** The terms of this round, as far as an adaptive authority has not moved them. */
  private scene(): Scene {
    const { seed, replicate, round, stance } = this;
    const { regime, reactions } = this.policy;
    const written = termsAt(regime, reactions, round);
    const terms = stance === null ? written : imposed(written, stance);
    return { terms, tiers: tiersAt(regime, round), seed, replicate, round };
  }

  /** Settles who stands where, if that may have changed. */
  private enrol(now: Scene): void {
    const { state, fates, last } = this;
    const moved = standingChanges(last?.terms ?? null, now.terms);
    if (moved) {
      enrol(state, now, fates);
      countEnrolled(state);
    }
    const enforced = now.terms.false_enforcement > 0 || (last?.terms.false_enforcement ?? 0) > 0;
    if (this.society.offline === null || !(moved || enforced)) return;
    inform(state, now, fates, last?.terms.tolerance ?? null);
    countReporters(state);
  }

  /** Looks around, and works out what n friends at gatherings are believed to report, and what they do. */
  private weigh(now: Scene): void {
    const { recruited, duty, enrolled, reportChance, falseDenunciation } = now.terms;
    lookAround(this.state, now);
    const told = reportingShare(recruited, duty, enrolled, this.enforcing(now));
    writePowers(1 - reportChance * told, this.believed);
    writePowers(1 - reportChance, this.silence.unreported);
    writePowers(1 - falseDenunciation, this.silence.undenounced);
  }

  private enforcing({ terms }: Scene): number {
    const { false_enforcement: share } = terms;
    return share > 0 && this.last !== null ? share * compliance(this.state, this.last.terms.tolerance) : 0;
  }

  /** Share of cases that can be taken up, from what was expected last. */
  private enforced({ terms }: Scene): number {
    return enforcedShare(terms.capacity * this.society.size, this.state.expected);
  }

  private observe(now: Scene): void {
    if (this.limited) this.state.expected = expectedCases(this.state, now, this.silence, this.room);
    observe(this.state, now, this.silence, this.enforced(now));
  }

  /** Lets an adaptive authority change its policy for the next round. */
  private adapt(): void {
    if (this.stance === null) return;
    const { authority } = this.policy.regime;
    const cost = authority.adamancy * summed(this.state.voice) + summed(this.state.loss);
    this.stance = nextStance(authority, this.stance, cost, this.seed, this.replicate, this.round);
  }

  private get played(): Scene {
    if (this.last === null) throw new Error("no round has been played yet");
    return this.last;
  }

  /** Every outcome of the last round, by name; throws before the first. */
  outcomes(): Outcomes {
    this.latest ??= outcomesOf(this.state, this.played, this.policy.regime, this.room);
    return this.latest;
  }

  /** Why a person said what she said in the last round; throws before the first. */
  why(person: number): Why {
    return whyOf(this.state, this.played, person);
  }

  get people() {
    return this.society.size;
  }
  get online() {
    return this.society.online;
  }
  get desire() {
    return this.society.traits.desire;
  }
  get voice() {
    return this.state.voice;
  }
  get score() {
    return this.state.score;
  }
  get loss() {
    return this.state.loss;
  }
  get shared() {
    return this.state.shared;
  }
  get mark() {
    return this.state.mark;
  }
  get enrolled() {
    return this.state.enrolled;
  }
  get sanctioned() {
    return this.state.sanctioned;
  }
  get frozen() {
    return this.state.frozen;
  }
  get cut() {
    return this.state.cut;
  }
  get newlyCut() {
    return this.state.newlyCut;
  }
}
