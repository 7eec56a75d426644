"""A closure as one file, so that proofs can be given without reasoning again."""

import io
from pathlib import Path

import numpy as np

from acquis.errors import AcquisError
from acquis.reasoning.closure import Closure
from acquis.reasoning.store import Batch


def to_bytes(closure: Closure) -> bytes:
    """Return a closure as a file of NumPy arrays (`.npz`); the same closure gives the same bytes.

    It holds the terms, the three columns of facts, the rows asserted besides, and for each batch
    of rows its first row, its rule and its premises.
    """
    store = closure.store
    batches = store.batches
    buffer = io.BytesIO()
    np.savez(
        buffer,
        terms=np.frombuffer("\n".join(closure.terms.text).encode(), dtype=np.uint8),
        facts=np.stack([store.subjects, store.predicates, store.objects]),
        asserted=np.array(sorted(closure.asserted_too), dtype=np.int64),
        starts=np.array([batch.start for batch in batches], dtype=np.int64),
        rules=np.array([batch.rule for batch in batches]),
        widths=np.array([batch.premises.shape[1] for batch in batches], dtype=np.int64),
        premises=np.concatenate([batch.premises.ravel() for batch in batches]),
    )
    return buffer.getvalue()


def read(path: Path) -> Closure:
    """Return the closure in a file. Raises AcquisError where the file is none or is damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as parts:
            return _restored({name: parts[name] for name in parts.files})
    except Exception as fault:  # NumPy and zipfile raise errors of a dozen kinds
        raise AcquisError(
            f"{path} holds no closure: {fault}; delete its folder and build again"
        ) from fault


def _restored(parts: dict[str, np.ndarray]) -> Closure:
    terms = parts["terms"].tobytes().decode().split("\n")
    starts = parts["starts"].tolist()
    ends = [*starts[1:], parts["facts"].shape[1]]
    sizes = [end - start for start, end in zip(starts, ends, strict=True)]
    batches, at = [], 0
    for start, size, rule, width in zip(
        starts, sizes, parts["rules"].tolist(), parts["widths"].tolist(), strict=True
    ):
        premises = parts["premises"][at : at + size * width].reshape(size, width)
        batches.append(Batch(start, rule, premises))
        at += size * width
    return Closure.restored(terms, parts["facts"], batches, parts["asserted"].tolist())
