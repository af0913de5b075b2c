"""Studies: many runs at many settings that survive whatever happens to the machine they run on."""
