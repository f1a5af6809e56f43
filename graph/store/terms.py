"""Terms as Oxigraph keeps them."""

from collections.abc import Iterable

from pyoxigraph import Quad, Store


def as_kept(quads: Iterable[Quad]) -> set[Quad]:
    """The quads as they are read back from a store: numbers, times and truth values in their canonical form.

    What was parsed has its literals as they were written, and `01` is not equal to the `1` that is kept: to
    compare the two, or to sum up a fingerprint of the first, would be wrong.
    """
    store = Store()
    store.extend(quads)
    return set(store)
