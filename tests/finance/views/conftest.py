# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What tests of pages share: claims in each state, a vault of their own."""

from tests.finance.operations.conftest import checked, draft, line, submitted, under_check, vault

__all__ = ["checked", "draft", "line", "submitted", "under_check", "vault"]
