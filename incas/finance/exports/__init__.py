# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A claim taken away: as a document, as a spreadsheet, as an archive of its papers."""
