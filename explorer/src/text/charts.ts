/** What charts say. */
export const words = {
  round: "round",
  roundNumber: (round: number) => `Round ${round.toLocaleString("en-GB")}`,
  interval: (low: string, high: string) => ` (${low} to ${high})`,
};
