# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Whether a project may start: what is missing or wrong, as sentences, and how each section stands. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from incas.programmes.choices import SectionState, Severity
from incas.projects.budget import Budget, Finding
from incas.projects.choices import ProjectSection
from incas.projects.models import Project


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands between a project and its start. The advance comes later: it stops nothing."""

    project: Project
    budget: Budget
    findings: tuple[Finding, ...]

    @property
    def may_start(self) -> bool:
        """Whether nothing stops the start."""
        return not any(finding.stops for finding in self.findings)

    @property
    def states(self) -> dict[ProjectSection, SectionState]:
        """How each section stands."""
        return {section: self._state(section) for section in ProjectSection}

    def _state(self, section: ProjectSection) -> SectionState:
        found = {finding.severity for finding in self.findings if finding.section == section}
        if not self._is_begun(section):
            return SectionState.TODO
        if Severity.WRONG in found:
            return SectionState.FIX
        return SectionState.DOING if Severity.MISSING in found else SectionState.DONE

    def _is_begun(self, section: ProjectSection) -> bool:
        project = self.project
        begun: dict[ProjectSection, object] = {
            ProjectSection.GENERAL: True,
            ProjectSection.TUTOR: project.tutor_id,
            ProjectSection.PACKAGES: self.budget.packages,
            ProjectSection.BUDGET: self.budget.amounts,
            ProjectSection.AGREEMENT: project.agreement_signed_on or project.agreement_reference,
            ProjectSection.ADVANCE: project.advance_amount,
        }
        return bool(begun[section])


def readiness_of(project: Project, budget: Budget) -> Readiness:
    """Look at everything a project needs to start."""
    findings = (*check_general(project), *check_packages(budget), *budget.findings(), *check_agreement(project))
    order = list(ProjectSection)
    return Readiness(project, budget, tuple(sorted(findings, key=lambda finding: order.index(finding.section))))


def check_general(project: Project) -> Iterator[Finding]:
    """A project needs its CUP; somebody should accompany it."""
    if not project.cup:
        yield Finding(
            ProjectSection.GENERAL,
            Severity.MISSING,
            _("Manca il CUP (codice unico di progetto)."),
            _("Ogni fattura e ogni mandato del progetto deve riportarlo."),
            "L. 3/2003, art. 11",
            _("Chiederlo al sistema CUP e scriverlo nei dati generali."),
        )
    if project.tutor_id is None:
        yield Finding(
            ProjectSection.TUTOR,
            Severity.DOUBT,
            _("Non è assegnato il referente territoriale."),
            _("È chi accompagna il Comune e può fare il primo controllo delle domande."),
            todo=_("Assegnarlo: spetta al coordinamento."),
        )


def check_packages(budget: Budget) -> Iterator[Finding]:
    """The work is parted in at least one package."""
    if not budget.packages:
        yield Finding(
            ProjectSection.PACKAGES,
            Severity.MISSING,
            _("Non c'è nessun pacchetto di lavoro."),
            _("Il piano finanziario si scrive per pacchetto di lavoro."),
            todo=_("Aggiungerne almeno uno."),
        )


def check_agreement(project: Project) -> Iterator[Finding]:
    """A project starts on a signed agreement, that anybody can find."""
    if project.agreement_signed_on is None:
        yield Finding(
            ProjectSection.AGREEMENT,
            Severity.MISSING,
            _("Manca la data della convenzione firmata."),
            _("Senza convenzione il progetto non può ricevere il finanziamento."),
            todo=_("Scrivere la data e gli estremi."),
        )
    elif not project.agreement_reference:
        yield Finding(
            ProjectSection.AGREEMENT,
            Severity.MISSING,
            _("Mancano gli estremi della convenzione."),
            _("Numero di repertorio o di protocollo servono a ritrovarla."),
            todo=_("Scrivere gli estremi."),
        )
    if project.agreement_signed_on and not project.agreement_file_id:
        yield Finding(
            ProjectSection.AGREEMENT,
            Severity.DOUBT,
            _("Non è allegato il testo della convenzione."),
            _("Chi controlla lo cercherà qui."),
            todo=_("Caricare il PDF firmato."),
        )
