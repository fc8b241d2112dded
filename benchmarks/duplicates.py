"""Is this firm known already? `python -m benchmarks.duplicates`: 50,000 firms, how fast, how right.

The labelled set is `tests/golden/firms`: 420 firms, 380 other spellings of them and 120 firms that are not among them.
Around the 420 stand firms of the demo generator's names until there are 50,000.
"""

import csv
import time
from pathlib import Path
from statistics import median

from companies.duplicates import Firm, Register
from seed.chance import Dice, dice
from seed.geography import TOWNS
from seed.industries import PRIVATE
from seed.names import surname

FIRMS = 50_000
GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "firms"
STREETS = ("Havnegade", "Nørregade", "Søndergade", "Industrivej", "Strandvejen", "Skolegade", "Møllevej", "Bredgade")
FORMS = ("A/S", "ApS", "I/S", "")
LEAST_RECALL, LEAST_PRECISION = 0.98, 0.90


def rows(name: str) -> list[dict[str, str]]:
    """One of the labelled set's two files."""
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def known() -> list[Firm]:
    """The labelled set's firms."""
    return [
        Firm(id=int(row["id"]), name=row["name"], address=row["address"], town=row["town"]) for row in rows("known")
    ]


def others(count: int) -> list[Firm]:
    """Firms that have nothing to do with the labelled set; their ids are negative."""
    chance = dice(1, "duplicates")
    return [_other(chance, -number) for number in range(1, count + 1)]


def _other(chance: Dice, number: int) -> Firm:
    trade, owner = chance.choice(chance.choice(PRIVATE).names), surname(chance, "danish")
    name = f"{owner}s {trade}" if chance.happens(0.5) else f"{trade} {owner}"
    address = f"{chance.choice(STREETS)} {chance.randint(1, 150)}"
    return Firm(
        id=number, name=f"{name} {chance.choice(FORMS)}".strip(), address=address, town=chance.choice(TOWNS).name
    )


def main() -> None:
    """Ask for every variant among 50,000 firms; print and assert recall and precision."""
    labelled = known()
    begun = time.perf_counter()
    register = Register.of([*labelled, *others(FIRMS - len(labelled))])
    built = time.perf_counter() - begun
    seconds, right, shown, first = [], 0, 0, 0
    asked = rows("variants")
    for row in asked:
        begun = time.perf_counter()
        found = [one.firm.id for one in register.like(row["name"], row["address"], row["town"])]
        seconds.append(time.perf_counter() - begun)
        true = int(row["is"]) if row["is"] else None
        right, shown, first = right + (true in found), shown + len(found), first + (found[:1] == [true])
    same = sum(bool(row["is"]) for row in asked)
    recall, precision = right / same, right / shown
    print("| firms | built, s | median ms | worst ms | recall | of these first | precision |")
    print(f"|{7 * '---|'}")
    print(
        f"| {FIRMS:,} | {built:.1f} | {1000 * median(seconds):.0f} | {1000 * max(seconds):.0f} "
        f"| {recall:.1%} | {first / right:.1%} | {precision:.1%} |"
    )
    assert recall >= LEAST_RECALL, f"recall {recall:.1%}"
    assert precision >= LEAST_PRECISION, f"precision {precision:.1%}"


if __name__ == "__main__":
    main()
