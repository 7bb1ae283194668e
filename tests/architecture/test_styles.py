# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Styles are whole: a rule that is not closed swallows those after it, and no page complains."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "static" / "css"
STYLES = sorted(FOLDER.glob("*.css"))


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_rule_of_a_style_is_closed_before_the_next(style):
    text = re.sub(r"/\*.*?\*/", "", style.read_text(), flags=re.DOTALL)
    depth = deepest = 0
    for mark in re.findall(r"[{}]", text):
        depth += 1 if mark == "{" else -1
        deepest = max(deepest, depth)
        assert depth >= 0
    assert (depth, deepest <= 2) == (0, True)
