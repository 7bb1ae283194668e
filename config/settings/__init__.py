# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""One module a place: `dev` (demo data, made to try out), `test`, `production`. `base` holds what they share."""
