# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the checks say alike: the section of the rule set they stand on, the buttons they offer."""

from typing import Final

from django.utils.translation import gettext as _

from incas.finance.checks.context import ClaimContext
from incas.finance.checks.findings import Remedy
from incas.finance.models import Expense
from incas.programmes.choices import Section
from incas.programmes.rulebook import Rulebook

DUTY_OF_CODES: Final = "D.L. 66/2014, art. 25"
"""Public bodies may not pay electronic invoices that lack a CUP or a CIG that is due."""


def section(rulebook: Rulebook, name: Section) -> str:
    """Name a section of a rule set as a source: call, version, section."""
    return _("Avviso %(call)s, regole versione %(version)s, «%(section)s»") % {
        "call": rulebook.call_code,
        "version": rulebook.version,
        "section": name.label,
    }


def rules_of(rulebook: Rulebook) -> str:
    """Name a rule set as a source, where what is asked stands in no section of it."""
    return _("Avviso %(call)s, regole versione %(version)s") % {"call": rulebook.call_code, "version": rulebook.version}


def amend(expense: Expense) -> Remedy:
    """Offer to correct the expense."""
    return Remedy(_("Correggi la spesa"), "finance:expense_change", expense.pk)


def attach(expense: Expense) -> Remedy:
    """Offer to attach what is missing."""
    return Remedy(_("Allega i documenti"), "finance:expense", expense.pk, anchor="documenti")


def leave_out(context: ClaimContext, expense: Expense) -> Remedy:
    """Offer to take the expense out of the claim, or to correct it when it is in none."""
    if context.claim is None:
        return amend(expense)
    return Remedy(_("Apri le spese della domanda"), "finance:claim_lines", context.claim.pk)
