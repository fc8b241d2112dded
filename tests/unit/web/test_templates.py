"""The templates keep to the content security policy, and have their words from the catalogues."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted((Path(__file__).parents[3] / "web/templates").rglob("*.html"))
INLINE = re.compile(r"""<style|\sstyle\s*=|\son[a-z]+\s*=|<script(?![^>]*\ssrc=)|javascript:""", re.IGNORECASE)
FOREIGN = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""")
JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
CODE = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>|&[a-z]+;", re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_code_or_style(template: Path) -> None:
    assert INLINE.findall(JINJA.sub(" ", template.read_text())) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_fetches_from_another_site(template: Path) -> None:
    assert FOREIGN.findall(template.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_visible_word_comes_from_a_catalogue(template: Path) -> None:
    assert re.findall(r"[^\W\d_]{2,}", CODE.sub(" ", template.read_text())) == []


def test_the_inline_rule_would_find_what_it_forbids() -> None:
    assert INLINE.findall('<p style="x"><a onclick="y()"><script>z</script>') != []
    assert INLINE.findall('<script src="/static/x.js"></script>') == []
