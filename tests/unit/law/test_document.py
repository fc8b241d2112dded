"""`docs/law.md` tells every figure there is, and the figures are nowhere but in the catalogue."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import law
from law.document import document
from law.values import REGISTRY

ROOM = Path(law.__file__).parent
COMMITTED = ROOM.parent / "docs" / "law.md"
MODULES = sorted(ROOM.glob("*.py"))
CALENDAR = {-1, 0, 1, 6, 7, 12}
"""Numbers of the calendar and of arithmetic: no law decides them."""
PRINTED_ONLY = {"document.py"}
"""Its numbers are the rows of a sample table."""


def test_the_committed_document_is_what_the_registry_says() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == document(), "run: .venv/bin/python -m law > docs/law.md"


def test_the_command_at_the_top_of_the_document_writes_it() -> None:
    written = subprocess.run([sys.executable, "-m", "law"], cwd=ROOM.parent, capture_output=True, check=True)
    assert written.stdout.decode() == document()


@pytest.mark.parametrize("key", sorted(REGISTRY))
def test_every_figure_is_documented_with_source_dates_and_standing(key: str) -> None:
    lines = [line for line in document().splitlines() if f"| `{key}` |" in line]
    assert len(lines) == len(REGISTRY[key])
    for one, line in zip(REGISTRY[key], lines, strict=True):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        standing = "assumed" if one.assumed else "stated"
        assert cells[0] == one.danish
        assert cells[2:6] == [str(one.valid_from), one.source, str(one.checked), standing]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_numbers_of_the_law_stand_in_the_catalogue_alone(module: Path) -> None:
    numbers = {
        node.value
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, int) and not isinstance(node.value, bool)
    }
    dates = {2015, 2026, 11, 21} if module.name == "dated.py" else set()
    assert module.name in PRINTED_ONLY or numbers <= CALENDAR | dates


@pytest.mark.parametrize("module", sorted(ROOM.rglob("*.py")), ids=lambda path: path.name)
def test_law_knows_nothing_but_the_standard_library_and_the_holidays(module: Path) -> None:
    names = set[str]()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    assert {name.split(".")[0] for name in names} <= {"law", "holidays", *sys.stdlib_module_names}
