"""Which safeguards give speech back: doses, smallest sets, and whether they hold against an authority that reacts."""
