# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Public pages: entrance, accessibility, privacy, legal notes, credits."""
