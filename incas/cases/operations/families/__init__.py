# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is done to a family: persons, bonds, its union with another, undoing; the verification of a bond."""
