"""How hushed compiles its scalar mathematics and its loops over people (Numba).

Numba's on-disk cache looks only at the file a function stands in, so a kernel
would go on using an old rule after `rules.py` changed. Here the cache folder is
named after a digest of every source file that kernels are made from:
change one line and everything is compiled anew, once.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, types
from numba.core.registry import CPUDispatcher
from numba.extending import intrinsic

_llvm: Any = cgutils
P = ParamSpec("P")
R = TypeVar("R")

_SOURCES = Path(__file__).parent
# Not only files with kernels: bits, field orders and constants from the others are frozen into machine code too.
_COMPILED_ROOMS = ("*.py", "society/**/*.py", "regime/*.py", "engine/*.py", "replications/**/*.py")


@cache
def cache_folder() -> Path:
    """Folder for compiled code: `NUMBA_CACHE_DIR`, or the user's cache, or a temporary folder, plus a digest."""
    digest = hashlib.sha256(numba.__version__.encode())
    for source in sorted(source for room in _COMPILED_ROOMS for source in _SOURCES.glob(room)):
        digest.update(source.name.encode() + source.read_bytes())
    return _writable_root() / digest.hexdigest()[:16]


def is_cached(function: str) -> bool:
    """Whether a function, named as `module.function`, was compiled here since its file was written.

    Numba compiles anew what was installed again, even where no letter of it has changed.
    """
    module, _, _ = function.partition(".")
    written = max((source.stat().st_mtime for source in _SOURCES.rglob(f"{module}.py")), default=0.0)
    return any(kept.stat().st_mtime >= written for kept in cache_folder().rglob(f"{function}-*.nbi"))


def _writable_root() -> Path:
    named = os.environ.get("NUMBA_CACHE_DIR")
    home_cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hushed"
    for root in ([Path(named)] if named else []) + [home_cache]:
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(root, os.W_OK):
            return root
    return Path(tempfile.gettempdir()) / f"hushed-{os.getuid() if hasattr(os, 'getuid') else 'user'}"


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a scalar rule or a loop over people; it releases the interpreter lock and divides as IEEE 754 does.

    Floating-point contraction and reordering stay off, so NumPy, Numba and a browser round alike.
    """
    return _compile(function, cache=True)


def helper(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a part of kernels that is never called from outside: kept with them, not on the disk for itself."""
    return _part(function)


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a helper of a loop into every caller: handing it a whole state by value would cost more than its work."""
    return _part(function, forceinline=True)


def _prefetch(_typing: Any, array: Any, index: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        view = context.make_array(signature.args[0])(context, builder, arguments[0])
        number, pointer = ir.IntType(32), ir.PointerType(ir.IntType(8))
        ask = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        function = _llvm.get_or_insert_function(builder.module, ask, "llvm.prefetch.p0")
        place = builder.bitcast(builder.gep(view.data, [arguments[1]]), pointer)
        # To be read, to be kept in every cache, data.
        builder.call(function, [place, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, index), code


prefetch: Any = intrinsic(_prefetch)
"""Ask for an entry of an array before it is needed: `prefetch(array, index)`; an index past its end does no harm."""


def _trailing_zeros(_typing: Any, _word: Any) -> Any:
    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), code


trailing_zeros: Any = intrinsic(_trailing_zeros)
"""Zeros below the lowest bit that is set in an unsigned 64-bit word: `trailing_zeros(word)`; 64 for 0."""


def _ones(_typing: Any, _word: Any) -> Any:
    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), code


ones: Any = intrinsic(_ones)
"""Bits that are set in an unsigned 64-bit word: `ones(word)`."""


class _Part(CPUDispatcher):
    """A part of kernels: compiled into them, and plain Python where Python calls it.

    What Python needs to call a compiled function takes a fifth of all compiling; parts go without.
    """

    def __call__(self, *arguments: Any) -> Any:
        return self.py_func(*arguments)


def _part(function: Callable[P, R], **options: bool) -> Callable[P, R]:
    fast: Any = _compile(function, cache=False, no_cpython_wrapper=True, **options)
    fast.__class__ = _Part
    return cast("Callable[P, R]", fast)


def _compile(function: Callable[P, R], *, cache: bool, **options: bool) -> Callable[P, R]:
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = str(cache_folder())
    try:
        # Numba's annotations leave out the options that say what is not to be compiled.
        njit: Any = numba.njit
        fast: Any = njit(cache=cache, nogil=True, error_model="numpy", no_cfunc_wrapper=True, **options)(function)
    finally:
        config.CACHE_DIR = before
    return cast("Callable[P, R]", fast)
