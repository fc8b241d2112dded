"""The form of an opening, read and filled in as a browser would."""

import html
import re
from typing import Any

from tests.integration.web import sample

NEW, PAGE = "/virksomhed/aabninger/ny", f"/virksomhed/aabninger/{sample.BAKERY}"
FIELD = re.compile(r"<(input|select|textarea)\b([^>]*)>(?:(.*?)</\1>)?", re.DOTALL)
SELECTED = re.compile(r'<option value="([^"]*)" selected>')


def form(text: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the opening's form on a page."""
    sent: dict[str, Any] = {}
    inside = (
        text.partition('<input type="hidden" name="key"')[0].rpartition("<form")[2]
        + text.partition('<input type="hidden" name="key"')[1]
        + text.partition('<input type="hidden" name="key"')[2].partition("</form>")[0]
    )
    for kind, given, body in FIELD.findall(inside):
        said = dict(re.findall(r'([a-z-]+)="([^"]*)"', given))
        if said.get("type") in ("checkbox", "radio") and " checked" not in given:
            continue
        value = "".join(SELECTED.findall(body)) if kind == "select" else body if kind == "textarea" else said["value"]
        sent.setdefault(said["name"], []).append(html.unescape(value))
    return {name: values if len(values) > 1 else values[0] for name, values in sent.items()} | changes
