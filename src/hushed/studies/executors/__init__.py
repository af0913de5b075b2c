"""Where a study's units are run: in processes of this machine, or on a cluster."""
