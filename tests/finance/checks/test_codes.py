# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import pytest

from incas.finance.choices import Severity
from incas.organisations.models import Body
from incas.programmes.choices import Requirement
from incas.projects.models import Project
from tests.finance.checks.conftest import Ask
from tests.finance.factories import CIG, ExpenseFactory, SpendingDocumentFactory
from tests.projects.factories import ProjectFactory


def project_asking(comune: Body, **rules: Requirement) -> Project:
    """A running project whose rules ask for codes like this."""
    return ProjectFactory(active=True, body=comune, **{f"rule_set__{name}": rule for name, rule in rules.items()})


def test_cup_finds_nothing_when_it_is_among_those_of_the_invoice(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project, document__cups=["Z99Z99000000001", f" {project.cup.lower()} "])
    assert ask("cup", expense) == []


@pytest.mark.parametrize(
    ("rule", "severity"), [(Requirement.REMEDIABLE, Severity.WARNING), (Requirement.REQUIRED, Severity.BLOCKING)]
)
def test_missing_cup_weighs_what_the_rule_set_says(ask: Ask, comune: Body, rule: Requirement, severity: Severity):
    project = project_asking(comune, cup_rule=rule)
    (finding,) = ask("cup", ExpenseFactory(project=project))
    assert finding.severity == severity
    assert finding.what == f"La fattura non riporta il CUP (codice unico di progetto) {project.cup}."
    assert finding.source.startswith("D.L. 66/2014, art. 25; Avviso ")


def test_cup_not_asked_for_is_not_looked_for(ask: Ask, comune: Body):
    assert ask("cup", ExpenseFactory(project=project_asking(comune, cup_rule=Requirement.NOT_ASKED))) == []


def test_cup_of_another_project_is_named(ask: Ask, project: Project):
    (finding,) = ask("cup", ExpenseFactory(project=project, document__cups=["Z99Z99000000001"]))
    assert finding.what == (
        f"La fattura riporta il CUP Z99Z99000000001, che non è quello del progetto ({project.cup})."
    )


def test_codes_are_not_looked_for_on_a_payslip(ask: Ask, project: Project):
    payslip = SpendingDocumentFactory(body=project.body, payslip=True)
    expense = ExpenseFactory(project=project, item="A.1", document=payslip)
    assert ask("cup", expense) == ask("cig", expense) == []


def test_cig_finds_nothing_when_it_is_well_formed(ask: Ask, project: Project):
    assert ask("cig", ExpenseFactory(project=project, document__cigs=[CIG])) == []


@pytest.mark.parametrize(
    ("rule", "severity"), [(Requirement.REMEDIABLE, Severity.WARNING), (Requirement.REQUIRED, Severity.BLOCKING)]
)
def test_missing_cig_weighs_what_the_rule_set_says(ask: Ask, comune: Body, rule: Requirement, severity: Severity):
    (finding,) = ask("cig", ExpenseFactory(project=project_asking(comune, cig_rule=rule)))
    assert finding.severity == severity
    assert finding.what == "La fattura non riporta il CIG (codice identificativo di gara)."


def test_cig_with_a_wrong_check_is_told(ask: Ask, project: Project):
    (finding,) = ask("cig", ExpenseFactory(project=project, document__cigs=["1234567AAA"]))
    assert (finding.severity, finding.what) == (
        Severity.WARNING,
        "Il CIG scritto in fattura (1234567AAA) non è formato come un CIG.",
    )


def test_cig_not_asked_for_is_not_looked_for(ask: Ask, comune: Body):
    assert ask("cig", ExpenseFactory(project=project_asking(comune, cig_rule=Requirement.NOT_ASKED))) == []
