"""hushed: a laboratory for the chilling effects of social scoring, on invented societies."""
