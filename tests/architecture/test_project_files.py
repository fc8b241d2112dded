"""What stands in the project's own papers is true."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def load(name: str) -> dict[str, object]:
    found = yaml.safe_load((ROOT / name).read_text())
    assert isinstance(found, dict)
    return found


def test_the_readme_names_the_two_commands_that_the_makefile_has() -> None:
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    for target in ("demo", "test"):
        assert f"make {target}" in readme
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_continuous_integration_runs_what_the_readme_says_and_nothing_cleverer() -> None:
    lines = [line for line in (ROOT / ".ci/run").read_text().splitlines() if line and not line.startswith("#")]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]


@pytest.mark.parametrize("page", [*sorted(p.name for p in (ROOT / "docs").glob("*.md")), "../README.md"])
def test_links_between_the_papers_lead_somewhere(page: str) -> None:
    text = (ROOT / "docs" / page).read_text()
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    missing = [link for link in links if not ((ROOT / "docs" / page).parent / link).exists()]
    assert missing == []


def test_every_decision_record_is_numbered_and_says_why() -> None:
    records = sorted((ROOT / "docs/adr").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        assert {"## Context", "## Decision", "## Consequences"} <= set(path.read_text().splitlines()), path.name


def test_publiccode_describes_this_project() -> None:
    described = load("publiccode.yml")
    assert described["name"] == "Tovholder"
    assert described["legal"] == {"license": "MPL-2.0"}
    assert {"da", "en"} <= set(described["description"])  # type: ignore[call-overload]


def test_compose_starts_a_database_and_the_application_that_waits_for_it() -> None:
    services = load("compose.yaml")["services"]
    assert isinstance(services, dict)
    application, database = services["application"], services["database"]
    assert application["depends_on"]["database"]["condition"] == "service_healthy"
    assert "healthcheck" in database
    address = application["environment"]["TOVHOLDER_DATABASE_URL"]
    assert address.startswith("postgresql+psycopg://")
    assert "@database:5432/" in address
    published = application["ports"]
    assert all(port.startswith("127.0.0.1:") for port in published), "without log-in, loopback only"
    assert "ports" not in database


def test_compose_carries_no_secret() -> None:
    text = (ROOT / "compose.yaml").read_text()
    assert "POSTGRES_PASSWORD: ${TOVHOLDER_DATABASE_PASSWORD:?" in text


def test_every_setting_in_compose_exists() -> None:
    from core.settings import Settings

    services = load("compose.yaml")["services"]
    assert isinstance(services, dict)
    known = {f"TOVHOLDER_{field.upper()}" for field in Settings.model_fields}
    assert set(services["application"]["environment"]) <= known


def test_the_lock_file_fits_the_project() -> None:
    lock = (ROOT / "uv.lock").read_text()
    assert 'name = "tovholder"' in lock
    assert "file://" not in lock


def test_the_installer_refuses_an_old_python_in_words() -> None:
    script = (ROOT / "tools/install.sh").read_text()
    assert "(3, 11)" in script
    subprocess.run(["sh", "-n", str(ROOT / "tools/install.sh")], check=True)
    assert sys.version_info >= (3, 11)
