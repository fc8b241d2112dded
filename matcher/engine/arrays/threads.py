"""One thread of linear algebra.

On matrices as flat and vectors as short as these the libraries' threads wait longer than they work, and on a busy
machine for each other; and one thread adds up in the same order everywhere.
"""

from contextlib import AbstractContextManager

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """A block in which the libraries of linear algebra that are loaded by then use one thread."""
    limited: AbstractContextManager[object] = ThreadpoolController().limit(limits=1, user_api="blas")
    return limited
