"""Any old answer computed again, under the rules of its day.

Beside each run its problem and its answer are kept as files, compressed; the run's record says which problem it was (by
hash), under which rules, how exactly, and with which versions. The problem names the day whose rules apply, and the law
here never forgets old rules, so the same problem gives the same answer years later. Where it does not, the comparison
says for whom.
"""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any, Self

from sqlalchemy.orm import Session

from core.db import Database
from core.errors import ConflictError, NotFoundError
from core.reading import read
from core.writing import write
from matcher.engine.advice.difference import Person, differing
from matcher.engine.options import Options
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import Scorer, Weights
from matcher.solving import Task
from matcher.tables import MatchRun, RunFiles

PROGRAMS = ("tovholder", "ortools", "scipy", "numpy")
"""The versions that an answer can depend on."""
ALIKE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """A run's answer as it was stored and as it comes out now.

    people: for whom the two differ, `before` being the stored answer. versions: those that differ, then and now.
    """

    stored: Result
    now: Result
    people: tuple[Person, ...]
    versions: Mapping[str, tuple[str, str]]

    @property
    def same(self) -> bool:
        """Whether objective and placements are the same."""
        return not self.people and abs(self.stored.objective - self.now.objective) < ALIKE


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of a run."""

    problem: Problem
    answer: Result
    record: Mapping[str, Any]

    @classmethod
    def of(cls, session: Session, run_id: int) -> Self:
        """What is kept of a run. Raises NotFoundError where nothing is, ConflictError where a file was changed."""
        run, files = session.get(MatchRun, run_id), session.get(RunFiles, run_id)
        if run is None or files is None:
            raise NotFoundError("Kørslens opgave er ikke gemt, så den kan ikke regnes om.", run=run_id)
        problem, answer = gzip.decompress(files.problem), gzip.decompress(files.answer)
        for name, text in (("problem", problem), ("answer", answer)):
            if fingerprint(text) != run.record.get(name):
                raise ConflictError("Den gemte fil er ikke den, kørslen brugte.", run=run_id, file=name)
        return cls(problem=read(Problem, problem), answer=read(Result, answer), record=run.record)

    def recomputed(self) -> Recomputed:
        """The same problem solved again with the same parameters."""
        # The solver takes a second to import, which only who recomputes should pay.
        from matcher.engine.solve import solve

        weights = Weights(**self.record.get("policy", {}).get("weights", {}))
        scorer = Scorer.of(self.problem, weights) if self.problem.scores is None else None
        options = Options(gap=float(self.record["gap"]), time_limit=float(self.record["seconds"]))
        now = solve(self.problem, options, scorer)
        return Recomputed(
            stored=self.answer,
            now=now,
            people=differing(self.problem, self.answer, now),
            versions={
                name: (str(self.record.get(name)), current)
                for name, current in versions().items()
                if self.record.get(name) != current
            },
        )


def recompute(database: Database, run_id: int) -> Recomputed:
    """Solve a finished run's problem again and compare. No transaction is open while the solver works.

    Raises NotFoundError where the run or its files are not kept, ConflictError where they were changed since.
    """
    with database.reading() as session:
        kept = Kept.of(session, run_id)
    return kept.recomputed()


def keep(session: Session, run_id: int, problem: Problem, answer: Result) -> None:
    """Keep a run's problem and answer, pseudonyms and no names, beside the run."""
    files = {"problem": write(problem), "answer": write(answer)}
    # Without a time in it the same file is the same bytes.
    session.add(RunFiles(run_id=run_id, **{name: gzip.compress(text, mtime=0) for name, text in files.items()}))


def record(problem: Problem, answer: Result, task: Task) -> dict[str, object]:
    """What is needed, beside the files that `keep` keeps, to compute a run again and to know that it is the same.

    `problem` is the one that was answered. Floors, weights of citizens and pairs held back are in it already; of the
    task's policy only the weights of the score must be known.
    """
    return {
        "problem": fingerprint(write(problem)),
        "answer": fingerprint(write(answer)),
        "rules": answer.rules.isoformat(),
        "gap": task.gap,
        "seconds": task.seconds,
        "seed": task.seed,
        "policy": asdict(task.policy),
        **versions(),
    }


def versions() -> dict[str, str]:
    """The versions of today."""
    return {name: version(name) for name in PROGRAMS}


def fingerprint(text: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(text).hexdigest()
