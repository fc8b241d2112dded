"""Which modules a package names in its import statements."""

import ast
from pathlib import Path
from types import ModuleType


def imported_by(package: ModuleType) -> set[str]:
    """The full name of every module imported in any file of `package`."""
    assert package.__file__ is not None
    found: set[str] = set()
    for path in Path(package.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(node.module or "")
    return found
