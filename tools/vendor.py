"""Copies the few npm files the web pages and the browser tests need into the project, and writes down what they are.

    python3 tools/vendor.py

Needs npm. To move to a newer version: change the number here, run, read the difference, run the browser tests.
Nothing is fetched when the service runs, and `tests/unit/web/test_vendor.py` compares every file with its manifest.
"""

import fnmatch
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
PRODUCT = ROOT / "web/static/vendor"
TESTS = ROOT / "tests/e2e/browser/vendor"


@dataclass(frozen=True)
class Package:
    """What we take of one npm package. `files` maps patterns inside the package to folders of ours."""

    name: str
    version: str
    licence: str
    target: Path
    files: dict[str, str]
    changes: dict[str, str] = field(default_factory=dict)
    """Files that are not as upstream made them, and what was changed."""


PACKAGES = (
    Package(
        name="dkfds",
        version="11.2.0",
        licence="MIT AND OFL-1.1 AND Apache-2.0",
        target=PRODUCT / "dkfds",
        files={
            "LICENSE.md": ".",
            "dist/css/dkfds.min.css": "css",
            "dist/fonts/IBMPlexSans/complete/woff2/IBMPlexSans-Regular.woff2": "fonts",
            "dist/fonts/IBMPlexSans/complete/woff2/IBMPlexSans-Medium.woff2": "fonts",
            "dist/fonts/IBMPlexSans/complete/woff2/IBMPlexSans-SemiBold.woff2": "fonts",
            "dist/fonts/IBMPlexSans/complete/woff2/IBMPlexSans-Bold.woff2": "fonts",
            "dist/fonts/IBMPlexSans/complete/woff2/license.txt": "fonts",
            # Icons and placeholders that the style sheet names. The logos of borger.dk and Virk stay behind:
            # they may be used on those portals only.
            "dist/img/all-svg-icons.svg": "img",
            "dist/img/logo-header-placeholder.png": "img",
            "dist/img/logo-placeholder.png": "img",
            "dist/img/svg-icons/*.svg": "img/svg-icons",
        },
        changes={
            "css/dkfds.min.css": "the @font-face rules (web/static/fonts.css has ours, WOFF2 alone) and the reference "
            "to a source map are taken out"
        },
    ),
    Package(
        name="htmx.org",
        version="2.0.11",
        licence="0BSD",
        target=PRODUCT / "htmx",
        files={"LICENSE": ".", "dist/htmx.min.js": "."},
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        licence="MPL-2.0",
        target=TESTS / "axe",
        files={"LICENSE": ".", "LICENSE-3RD-PARTY.txt": ".", "axe.min.js": "."},
    ),
)


def _without_fonts(style: bytes) -> bytes:
    return re.sub(rb"@font-face\{[^}]*\}|/\*# sourceMappingURL=[^*]*\*/", b"", style)


CHANGES: dict[str, Callable[[bytes], bytes]] = {"css/dkfds.min.css": _without_fonts}


def main() -> None:
    """Fetch every package and write its files and the manifests anew."""
    for target in (PRODUCT, TESTS):
        shutil.rmtree(target, ignore_errors=True)
        entries = [_copy(package) for package in PACKAGES if package.target.is_relative_to(target)]
        (target / "manifest.json").write_text(json.dumps({"packages": entries}, indent=2, ensure_ascii=False) + "\n")


def _copy(package: Package) -> dict[str, object]:
    hashes = {}
    for ours, content in _wanted(package):
        path = package.target / ours
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CHANGES[ours](content) if ours in package.changes else content)
        hashes[str(Path(package.target.name) / ours)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "source": f"https://www.npmjs.com/package/{package.name}/v/{package.version}",
        "changes": {str(Path(package.target.name) / ours): what for ours, what in package.changes.items()},
        "sha256": dict(sorted(hashes.items())),
    }


def _wanted(package: Package) -> Iterator[tuple[str, bytes]]:
    """The wanted files of a package: where we put each, and its content."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, f"{package.name}@{package.version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            for member in archive:
                place = _place(package, member.name.removeprefix("package/"))
                content = archive.extractfile(member) if place else None
                if place and content:
                    yield place, content.read()


def _place(package: Package, name: str) -> str | None:
    for pattern, folder in package.files.items():
        if fnmatch.fnmatchcase(name, pattern):
            return str(Path(folder) / Path(name).name)
    return None


if __name__ == "__main__":
    main()
