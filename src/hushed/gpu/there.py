"""What lies on the device for a whole run: people and ties, uploaded once, and the state of the model."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.engine import workers
from hushed.engine.columns import CHUNK
from hushed.engine.state import State
from hushed.engine.tally import SCORE_BINS
from hushed.gpu import tally
from hushed.gpu.compiled import cuda
from hushed.gpu.device import check_room
from hushed.society.network import Network
from hushed.society.society import Society
from hushed.society.traits import People


class Sums:
    """Room for the sums of a round: a number for each row, block of people and lane."""

    def __init__(self, people: int, rows: int) -> None:
        blocks = -(-people // workers.BLOCK)
        # Lanes beyond the last person of a society smaller than a chunk would add nothing but zeros.
        width = min(CHUNK, 1 << max(0, people - 1).bit_length())
        self.threads = blocks * width
        self.lanes = cuda.device_array((rows, blocks, width), dtype=np.float64)
        self._sums = cuda.device_array((rows, blocks), dtype=np.float64)

    def brought_back(self, rows: int) -> NDArray[np.float64]:
        """The sums of the first rows: lanes folded on the device, blocks added here in their order; shape (rows,)."""
        sums = self._sums[:rows]
        tally.fold(sums.size, self.lanes, sums)
        along: NDArray[np.float64] = np.add.accumulate(sums.copy_to_host(), axis=1)[:, -1]
        return along


class There:
    """The arrays on the device.

    Its state differs from the processor's in three: `cut` has a byte, not a bit, for each entry of the online rows;
    `lost` is empty, since friends ask for losses themselves; and `reaching` has room for everybody, not for a piece.
    """

    def __init__(self, society: Society, state: State) -> None:
        entries = len(society.online.friends) if len(state.cut) else 0
        reaching = np.zeros(len(state.shared), dtype=np.float64)
        state = state._replace(cut=np.zeros(entries, dtype=np.uint8), lost=state.lost[:0], reaching=reaching)
        rows = tally.TIERS_ROW + len(state.clock)
        check_room(_bytes(society, state, rows), people=society.size)
        self.people: Any = People(*map(cuda.to_device, society.people))
        self.online = _rows(society.online)
        self.offline: tuple[Any, Any] | None = None
        if society.offline is not None:
            same = society.offline is society.online
            self.offline = self.online if same else _rows(society.offline)
        self.state: Any = State(*map(cuda.to_device, state))
        self.sums = Sums(society.size, rows)
        self.bins = cuda.to_device(np.zeros(SCORE_BINS, dtype=np.uint64))
        self.parted = cuda.to_device(np.zeros(1, dtype=np.uint64))
        self.nothing_cut = cuda.to_device(np.zeros(0, dtype=np.uint8))
        self.nobody = cuda.to_device(np.zeros(0, dtype=np.uint32))

    def cut_bits(self) -> NDArray[np.uint8]:
        """A bit for each entry of the online rows, set if the tie was cut, as `largest_component` asks for it."""
        cut: NDArray[np.uint8] = self.state.cut.copy_to_host()
        return np.packbits(cut, bitorder="little")


def _rows(network: Network) -> tuple[Any, Any]:
    return cuda.to_device(network.offsets), cuda.to_device(network.friends)


def _bytes(society: Society, state: State, rows: int) -> int:
    layers = [society.online]
    if society.offline is not None and society.offline is not society.online:
        layers.append(society.offline)
    ties = sum(layer.offsets.nbytes + layer.friends.nbytes for layer in layers)
    lanes = 8 * rows * -(-society.size // workers.BLOCK) * (CHUNK + 1)
    return int(ties + lanes + sum(array.nbytes for array in (*society.people, *state)))
