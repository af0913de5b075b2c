"""Carries out the self-test's check of a card on few people, and once more with a card that gets scores wrong."""

from __future__ import annotations

from hushed.gpu import GpuSimulation
from hushed.selftest.kernels import on_card

right = on_card("sesame-credit", people=40, rounds=2, seed=1)


class Wrong(GpuSimulation):
    """A card with one wrong score."""

    @property
    def state(self):
        """What it carries, with one score changed."""
        found = super().state
        found.score[3] += 0.5
        return found

    @state.setter
    def state(self, state):
        GpuSimulation.state.fset(self, state)


import hushed.gpu  # noqa: E402

hushed.gpu.GpuSimulation = Wrong
found = on_card("sesame-credit", people=40, rounds=2, seed=1)
print(f"{right or 'agrees'}; then: {found.split()[0]}")
