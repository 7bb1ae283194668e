# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A family as a tree: a generation a row, drawn on the server, with the same in words."""

from incas.cases.family_picture.drawing import family_picture

__all__ = ["family_picture"]
