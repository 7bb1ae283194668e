# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

"""Every template compiles, and somebody uses it."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template

from incas.core.components import REGISTRY

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "templates"
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
QUOTED = re.compile(r"""["']([\w./-]+\.(?:html|txt))["']""")
FOLDED = re.compile(r"""["']([\w./-]+/)\{""")
BY_CONVENTION = frozenset({"400.html", "403.html", "404.html", "429.html", "500.html"})
"""Templates Django and allauth ask for by name."""


def _named_in_sources() -> set[str]:
    """Names of templates written in our code or in other templates."""
    sources = [*(ROOT / "incas").rglob("*.py"), *FOLDER.rglob("*.html"), *FOLDER.rglob("*.txt")]
    return {name for source in sources for name in QUOTED.findall(source.read_text())}


def _folders_in_sources() -> set[str]:
    """Folders whose templates are chosen by name: `f"accounts/email/{name}.txt"`."""
    return {folder for source in (ROOT / "incas").rglob("*.py") for folder in FOLDED.findall(source.read_text())}


def _replaces_another(name: str) -> bool:
    """Tell whether an installed package or Django has a template of this name, which ours stands in for."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs() if "site-packages" in app.path]
    return any((folder / name).is_file() for folder in folders)


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name: str):
    get_template(name)


def test_no_template_is_unused():
    used = _named_in_sources() | {component.template for component in REGISTRY.values()} | BY_CONVENTION
    chosen = tuple(_folders_in_sources())
    unused = [
        name for name in NAMES if name not in used and not name.startswith(chosen) and not _replaces_another(name)
    ]
    assert unused == []


def test_no_template_carries_inline_style_or_script():
    forbidden = re.compile(r"\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|<style")
    found = {name for name in NAMES if name.endswith(".html") and forbidden.search((FOLDER / name).read_text())}
    assert found == set()
