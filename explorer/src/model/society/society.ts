/** People with their traits, and the two layers of ties between them; person i's draws are keyed by i. */

import type { Network } from "../../contract.ts";

/** Fixed private traits, each of one number for every person, stored in single precision. */
export interface Traits {
  desire: Float32Array;
  boldness: Float32Array;
  care: Float32Array;
  shame: Float32Array;
  propensity: Float32Array;
  belief: Float32Array;
}

export interface Society {
  size: number;
  traits: Traits;
  online: Network;
  /** null without gatherings. */
  offline: Network | null;
  /** Whether the offline layer is the online one, so that ties that are cut vanish from both. */
  oneLayer: boolean;
}
