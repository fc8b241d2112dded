"""Every convention that a reader relies on, held by a test. A reasoned exception is listed beside its rule."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    "core", "law", "accounts", "citizens", "companies", "scheduler", "placements", "matcher", "web", "api", "seed",
)  # fmt: skip
LONGEST_FILE = 300

SELECT_ELSEWHERE = {"core/runs.py": "the one life that every kind of run has"}


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from (p for p in sorted((ROOT / room).rglob("*.py")) if "versions" not in p.parts)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("room", ["tests", "benchmarks", *ROOMS])
def test_no_file_is_longer_than_a_reader_can_hold(room: str) -> None:
    files = [p for p in (ROOT / room).rglob("*.py") if "versions" not in p.parts]
    assert [name(p) for p in files if len(p.read_text().splitlines()) > LONGEST_FILE] == []


def test_only_the_database_module_commits() -> None:
    guilty = {
        name(path)
        for path in sources()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("commit", "rollback", "begin")
    }
    # Migrations run in a transaction of their own, which Alembic is handed.
    assert guilty <= {"core/db.py", "core/migrations/__init__.py"}


def test_questions_to_the_database_stand_in_queries_and_loading_only() -> None:
    guilty = {
        name(path)
        for path in sources()
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id == "select"
    }
    assert {
        path for path in guilty if Path(path).name not in ("queries.py", "loading.py") and path not in SELECT_ELSEWHERE
    } == set()


def test_only_the_worker_knows_the_clock_library() -> None:
    assert {name(path) for path in sources() if "apscheduler" in imports(path)} <= {"scheduler/worker.py"}


def test_only_entry_points_read_the_clock() -> None:
    reading = {
        name(path)
        for path in sources()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("now", "today", "utcnow")
        if isinstance(call.func.value, ast.Name) and call.func.value.id in ("datetime", "date", "clock", "dt")
    }
    assert {path for path in reading if path.split("/")[0] not in ("api", "web") and path != "core/clock.py"} == set()


def test_every_table_says_what_it_is() -> None:
    bare = [
        f"{name(path)}:{node.name}"
        for path in sources()
        if path.name == "tables.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and not ast.get_docstring(node)
    ]
    assert bare == []


def test_every_file_says_what_it_is_for() -> None:
    assert [
        name(p) for p in sources() if p.name != "__init__.py" and not ast.get_docstring(ast.parse(p.read_text()))
    ] == []


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    assert [name(p) for p in sources() if p.stem in ("utils", "util", "helpers", "common", "misc")] == []


def test_no_work_is_left_for_later_in_a_comment() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    assert [name(p) for p in sources() if any(mark in p.read_text() for mark in marks)] == []
