"""Matrix products by numpy's BLAS while a pipeline is loaded: it reads half as fast again on one core.

The rule: by one thread. A sentence's matrices are so small that a second one gains nothing, and where other
work waits for the processor, threads that wait for each other cost more than ten times the whole.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import NumpyOps, get_current_ops, set_current_ops
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Iterator


class FastOps(NumpyOps):  # type: ignore[misc] # thinc is not typed
    """thinc's operations, but for the product of matrices, which numpy's library does faster."""

    name = "numpy"

    def gemm(
        self,
        x: Any,
        y: Any,
        out: Any = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> Any:
        """Give x times y, each turned if asked."""
        left, right = (x.T if trans1 else x), (y.T if trans2 else y)
        return np.dot(left, right) if out is None else np.dot(left, right, out=out)


@contextmanager
def fast_products() -> Iterator[None]:
    """Let the models that are made inside multiply fast; on a graphics processor nothing changes.

    From then on the process multiplies by one thread.
    """
    before = get_current_ops()
    threadpool_limits(1, "blas")
    if type(before) is NumpyOps:
        set_current_ops(FastOps())
    try:
        yield
    finally:
        set_current_ops(before)
