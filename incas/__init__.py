# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""InCaS plus: the apps, imported top-down in the order that import-linter holds."""
