"""What others made is here exactly as the manifests say, and nothing is fetched from anywhere else."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "web/static"
FOLDERS = (STATIC / "vendor", ROOT / "placements/papers/fonts", ROOT / "tests/e2e/browser/vendor")


def manifest_of(folder: Path) -> dict[str, str]:
    packages = json.loads((folder / "manifest.json").read_text())["packages"]
    return {name: digest for package in packages for name, digest in package["sha256"].items()}


@pytest.mark.parametrize("folder", FOLDERS, ids=["pages", "papers", "tests"])
def test_every_vendored_file_has_the_hash_its_manifest_names(folder: Path) -> None:
    files = {path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"}

    found = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert found == manifest_of(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=["pages", "papers", "tests"])
def test_every_package_names_its_version_and_licence_and_brings_the_licence_text(folder: Path) -> None:
    for package in json.loads((folder / "manifest.json").read_text())["packages"]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
        assert package["licence"]
        assert any("LICENSE" in name for name in package["sha256"])


def test_no_portal_logo_is_shipped() -> None:
    names = {path.name.lower() for path in STATIC.rglob("*")}

    assert not {name for name in names if "borgerdk" in name or "virk" in name}


@pytest.mark.parametrize("style", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_everything_a_style_sheet_asks_for_is_a_file_of_ours(style: Path) -> None:
    asked = re.findall(r"url\(([^)]*)\)", style.read_text())

    missing = [target for target in asked if not (style.parent / target.strip("\"'")).resolve().is_file()]

    assert missing == []


def test_fonts_come_from_our_own_address_only() -> None:
    faces = {
        style.name: re.findall(r"@font-face\s*{([^}]*)}", style.read_text()) for style in sorted(STATIC.rglob("*.css"))
    }

    assert [name for name, found in faces.items() if found] == ["fonts.css"]
    assert all('url("vendor/dkfds/fonts/' in face for face in faces["fonts.css"])
