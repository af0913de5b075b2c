"""Whether hushed tells the truth on this machine: the checks of `hushed doctor`, quick ones and deep ones."""
