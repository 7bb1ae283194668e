# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Versions of the rules of a call: begun empty, from another version, from another call or from a file; published."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incas.accounts.models import User
from incas.audit.operations import record
from incas.programmes.choices import CallState, RuleSetState
from incas.programmes.findings import findings_of, is_publishable
from incas.programmes.models import Call, Ceiling, CostItem, EvidenceRule, Phase, RuleSet, Tranche
from incas.programmes.queries import rulebook_of
from incas.programmes.rulebook import Rulebook

PLAIN_FIELDS = (
    "note",
    "document_days_before_start",
    "document_days_after_end",
    "payment_days_after_end",
    "cadence_months",
    "claim_days",
    "final_claim_days",
    "cup_rule",
    "cig_rule",
    "vat_rule",
    "move_tolerance_percent",
)
"""Fields of a rule set that a rulebook bears under the same name."""


class DraftExists(Exception):
    """The call already has a draft of its rules: one at a time, or two people would write two."""


class RuleSetIncomplete(Exception):
    """The rules lack something or do not hold together; the message says how much is left, in Italian."""


class RuleSetPublished(Exception):
    """The rules are published: they never change, a change is a new version."""


def open_draft(rule_set: RuleSet) -> RuleSet:
    """Lock a draft for writing. Raises RuleSetPublished."""
    found = RuleSet.objects.select_for_update(of=("self",)).select_related("call").get(pk=rule_set.pk)
    if found.state == RuleSetState.PUBLISHED:
        raise RuleSetPublished(_("Le regole pubblicate non cambiano: per correggerle si crea una nuova versione."))
    return found


@transaction.atomic
def create_rule_set(*, call: Call, by: User, at: datetime) -> RuleSet:
    """Begin the next version of the rules of a call, empty. Raises DraftExists."""
    rule_set = _next_version(call)
    record(rule_set, "created", by=by, at=at)
    return rule_set


@transaction.atomic
def copy_rule_set(*, source: RuleSet, call: Call, by: User, at: datetime) -> RuleSet:
    """Begin the next version of the rules of a call as a copy of another version, of the same call or of another.

    Raises DraftExists.
    """
    book = rulebook_of(source)
    rule_set = _next_version(call)
    _fill(rule_set, book)
    record(rule_set, "copied", by=by, at=at, after={"copied_from": str(source)})
    return rule_set


@transaction.atomic
def load_rule_set(*, call: Call, book: Rulebook, file_name: str, by: User, at: datetime) -> RuleSet:
    """Begin the next version of the rules of a call from what a file held. Raises DraftExists."""
    rule_set = _next_version(call)
    _fill(rule_set, book)
    record(rule_set, "loaded", by=by, at=at, after={"loaded_from": file_name[:200]})
    return rule_set


def _next_version(call: Call) -> RuleSet:
    """Make the next version, empty, under a lock on the call. Raises DraftExists."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.state == CallState.CLOSED:
        raise DraftExists(_("L'avviso è chiuso: le sue regole non hanno più nuove versioni."))
    if call.rule_sets.filter(state=RuleSetState.DRAFT).exists():
        raise DraftExists(_("C'è già una versione in preparazione: completarla o scartarla prima di aprirne un'altra."))
    latest = call.rule_sets.aggregate(latest=Max("version"))["latest"] or 0
    return RuleSet.objects.create(call=call, version=latest + 1)


def _fill(rule_set: RuleSet, book: Rulebook) -> None:
    """Write the content of a rulebook into an empty draft."""
    for name in PLAIN_FIELDS:
        setattr(rule_set, name, getattr(book, name))
    rule_set.written_sections = sorted(section.value for section in book.written_sections)
    rule_set.save()
    rows: dict[str, CostItem] = {}
    for position, item in enumerate(book.items, start=1):
        rows[item.code] = CostItem.objects.create(
            rule_set=rule_set,
            parent=rows.get(item.parent),
            code=item.code,
            name=item.name,
            description=item.description,
            position=position,
            kind=item.kind,
            flat_rate_percent=item.percent,
            flat_rate_base=list(item.base),
        )
    Ceiling.objects.bulk_create(
        Ceiling(rule_set=rule_set, item=rows[rule.item], percent=rule.percent, base=list(rule.base), note=rule.note)
        for rule in book.ceilings
    )
    EvidenceRule.objects.bulk_create(
        EvidenceRule(
            rule_set=rule_set,
            item=rows[paper.asked_by],
            kind=paper.kind,
            is_required=paper.is_required,
            note=paper.note,
        )
        for paper in book.papers
    )
    write_tranche_rows(rule_set, book)
    write_phase_rows(rule_set, book)


def write_tranche_rows(rule_set: RuleSet, book: Rulebook) -> None:
    """Put the tranches of a rulebook in place of those of a draft."""
    rule_set.tranches.all().delete()
    Tranche.objects.bulk_create(
        Tranche(
            rule_set=rule_set,
            position=position,
            kind=row.kind,
            percent=row.percent,
            spent_percent=row.spent_percent,
            note=row.note,
        )
        for position, row in enumerate(book.tranches, start=1)
    )


def write_phase_rows(rule_set: RuleSet, book: Rulebook) -> None:
    """Put the phases of a rulebook in place of those of a draft."""
    rule_set.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(rule_set=rule_set, position=position, kind=row.kind, role=row.role, days=row.days, silence=row.silence)
        for position, row in enumerate(book.phases, start=1)
    )


@transaction.atomic
def publish_rule_set(*, rule_set: RuleSet, by: User, at: datetime) -> RuleSet:
    """Freeze a version of the rules: from now on it never changes, and new projects are born under it.

    Called again it changes nothing. Raises RuleSetIncomplete unless every section is complete.
    """
    found = RuleSet.objects.select_for_update(of=("self",)).select_related("call").get(pk=rule_set.pk)
    if found.state == RuleSetState.PUBLISHED:
        return found
    book = rulebook_of(found)
    if not is_publishable(book):
        left = sum(finding.stops for finding in findings_of(book))
        raise RuleSetIncomplete(_incomplete(left))
    found.state, found.published_at, found.published_by = RuleSetState.PUBLISHED, at, by
    found.save(update_fields=["state", "published_at", "published_by", "updated_at"])
    states = {"state": RuleSetState.DRAFT.value}, {"state": RuleSetState.PUBLISHED.value, "version": found.version}
    record(found, "published", by=by, at=at, before=states[0], after=states[1])
    return found


def _incomplete(left: int) -> str:
    if not left:
        return _("Ci sono sezioni non ancora completate: aprirle e salvarle, anche senza cambiare nulla.")
    return ngettext(
        "C'è %(number)d cosa da sistemare prima di pubblicare.",
        "Ci sono %(number)d cose da sistemare prima di pubblicare.",
        left,
    ) % {"number": left}


@transaction.atomic
def discard_rule_set(*, rule_set: RuleSet, by: User, at: datetime) -> None:
    """Throw a draft away; published versions stay. Called again it changes nothing. Raises RuleSetPublished."""
    if not RuleSet.objects.filter(pk=rule_set.pk).exists():
        return
    found = open_draft(rule_set)
    record(found.call, "discarded", by=by, at=at, before={"version": found.version})
    found.delete()
