"""How the model runs: state, phases, kernels, the round loop, and the plain NumPy oracle."""
