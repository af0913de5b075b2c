/** The model: a society, a policy and a seed go in; rounds, outcomes and reasons come out. */

export { policyOf, SAFEGUARD_NAMES, type Policy } from "./safeguards.ts";
export { Simulation } from "./simulation.ts";
export { buildSociety, isDrawable, type Society } from "./society/build.ts";
export type { Traits } from "./society/traits.ts";
export { termsAt, tiersAt, valueAt, type Terms, type TierTerms } from "./terms.ts";
