"""All openings seen from every citizen who asks: what each rule takes away, what is open, and what is nearly open."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from matcher.engine.arrays.instance import Bools, Floats, Instance, Ints
from matcher.engine.scoring.worth import Worth
from matcher.engine.why.blocks import Block, Tables

LOOKED_AT = 6
"""How many of the openings that the pair's own rules close are looked at closely for each citizen."""


@dataclass(frozen=True, slots=True)
class Survey:
    """counts: by rule, how many openings it takes from each citizen asked about.

    open_row, open_opening: the pairs that their own rules allow. near_row, near_opening, near_size: for each citizen
    the pairs that the smallest changes would open. Rows are places in the list of citizens asked about.
    """

    counts: dict[str, Ints]
    open_row: Ints
    open_opening: Ints
    near_row: Ints
    near_opening: Ints
    near_size: Floats

    @classmethod
    def of(cls, case: Instance, worth: Worth, who: Ints) -> Self:
        """The survey for the citizens `who`, by index; there must be some."""
        blocks = [_survey(block) for block in Tables(case, worth).blocks(who)]
        sizes = [len(next(iter(one.counts.values()))) for one in blocks]
        begins = np.cumsum(sizes) - sizes
        return cls(
            {rule: np.concatenate([one.counts[rule] for one in blocks]) for rule in blocks[0].counts},
            np.concatenate([one.open_row + begin for one, begin in zip(blocks, begins, strict=True)]),
            np.concatenate([one.open_opening for one in blocks]),
            np.concatenate([one.near_row + begin for one, begin in zip(blocks, begins, strict=True)]),
            np.concatenate([one.near_opening for one in blocks]),
            np.concatenate([one.near_size for one in blocks]),
        )


def _survey(block: Block) -> Survey:
    counts = {rule: _true_in_each_row(mask) for rule, mask in block.blocked.items()}
    open_row, open_opening = np.nonzero(block.size == 0)
    return Survey(counts, open_row, open_opening, *_nearest(block))


def _true_in_each_row(mask: Bools) -> Ints:
    """As `count_nonzero` along rows, eight at a time."""
    found: Ints = np.bitwise_count(np.packbits(mask, axis=1)).sum(axis=1, dtype=np.int64)
    return found


def _nearest(block: Block) -> tuple[Ints, Ints, Floats]:
    """Row, opening and size of the smallest changes in each row."""
    size = np.where(block.size > 0, block.size, np.inf)
    few = min(LOOKED_AT, size.shape[1])
    opening = np.argpartition(size, few - 1, axis=1)[:, :few].ravel() if few else np.zeros(0, dtype=np.int64)
    row = np.repeat(np.arange(len(size)), few)
    found = size[row, opening]
    possible = np.isfinite(found)
    return row[possible], opening[possible], found[possible].astype(np.float64)
