# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pieces pages are made of. Each declares its attributes, and shows itself in the gallery.

An app adds its own in `incas/<app>/components.py` (found at start) with templates in `templates/<app>/components/`.
"""

from incas.core.components import controls, layout, objects, states
from incas.core.components.marks import Chip, icon
from incas.core.components.registry import REGISTRY, Attribute, Component, Example, register, render

__all__ = [
    "REGISTRY",
    "Attribute",
    "Chip",
    "Component",
    "Example",
    "controls",
    "icon",
    "layout",
    "objects",
    "register",
    "render",
    "states",
]
