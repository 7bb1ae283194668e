# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What leaves the cases without a case: narrow doors, each with its reason."""
