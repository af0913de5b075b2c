"""The same model on a graphics card, through CUDA: an optional room, for `pip install "hushed[gpu]"`.

Everything here can be imported without numba-cuda or a device; making a `GpuSimulation` asks for both.
"""

from hushed.gpu.device import check_device, device_line, device_there
from hushed.gpu.simulation import GpuSimulation

__all__ = ["GpuSimulation", "check_device", "device_line", "device_there"]
