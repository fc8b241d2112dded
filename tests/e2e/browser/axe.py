"""Accessibility as axe-core sees it (WCAG 2.2 A and AA, and its best practices)."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor/axe/axe.min.js"


def violations(page: Page) -> list[str]:
    """Every rule the page breaks, with the elements that break it."""
    # Through the debugger and not as a <script>, which the page's own content security policy would refuse.
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {[node['html'][:120] for node in rule['nodes']]}"
        for rule in found["violations"]
    ]
