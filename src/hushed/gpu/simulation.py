"""The round loop with everybody on the device: the same face and the same numbers as `engine.simulation`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hushed.engine.simulation import Simulation
from hushed.engine.state import Moment, State, Tables
from hushed.engine.tally import Round
from hushed.gpu.device import check_device
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.regime.terms import Tiers
from hushed.society.network import largest_component
from hushed.society.society import Society

if TYPE_CHECKING:
    from hushed.gpu.there import There


class GpuSimulation(Simulation):
    """One run of one policy on one society, played on a CUDA device; used as `engine.simulation.Simulation` is.

    People and ties are uploaded once. Each round only sums, counts and score bins come back; `state` brings
    everything back, for looking between rounds. docs/gpu.md says what equals the processor's numbers to the bit.

    Raises InputError without numba-cuda, without a device, or if the device's memory is too small; ValueError if seed
    or replicate does not fit 32 bits.
    """

    there: There
    "What lies on the device."
    tiers: Tiers
    tables: Tables
    "This round's sanctions and chances, on the device."

    def __init__(
        self, society: Society, regime: Regime, reactions: Reactions, *, seed: int, replicate: int = 0
    ) -> None:
        check_device()
        from hushed.gpu.compiled import check_rounding
        from hushed.gpu.phases import PHASES

        check_rounding()
        super().__init__(society, regime, reactions, seed=seed, replicate=replicate)
        self._phases = PHASES

    @property
    def state(self) -> State:
        """What the model carries, brought back from the device; `lost`, which only the processor uses, is empty."""
        brought = State(*(array.copy_to_host() for array in self.there.state))
        reaching = brought.reaching if self.needs.two_hops else brought.reaching[:0]
        return brought._replace(cut=self.there.cut_bits(), reaching=reaching)

    @state.setter
    def state(self, state: State) -> None:
        """Put a first state on the device."""
        from hushed.gpu.there import There

        self.there = There(self.society, state)

    @property
    def moment(self) -> Moment:
        """The names of this round's draws."""
        return self.in_force.moment

    def step(self) -> Round:
        """Play one round, phase by phase, and return what goes on record."""
        from hushed.gpu.compiled import cuda

        for phase in self._phases:
            started = time.perf_counter()
            phase.act(self)
            cuda.synchronize()
            self.seconds[phase.name] += time.perf_counter() - started
        self.round += 1
        return self.record

    def largest_component(self) -> int:
        """People in the largest component of the online layer over ties that still stand; found on the processor."""
        return largest_component(self.society.online, self.there.cut_bits())
