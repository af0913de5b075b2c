"""Published models rebuilt, and how closely they come out: one file for each model, listed in `registry`."""
