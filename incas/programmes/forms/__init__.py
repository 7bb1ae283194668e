# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a coordinator types: funds, calls, the sections of their rules."""
