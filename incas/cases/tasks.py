# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the worker does for cases by the clock. Hours are UTC."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases import rules
from incas.cases.choices.access import GrantKind
from incas.cases.doors import scope_of
from incas.cases.messages import tell_access_lapses
from incas.cases.models import Case, Grant, PilotService
from incas.cases.operations.erasure import ErasureRefused, anonymise_case
from incas.cases.operations.expiries import expire_permits, open_work_checks, send_alerts, send_summaries
from incas.cases.operations.figures import FiguresRefused, publish_figures
from incas.cases.statistics.periods import last_settled_quarter
from incas.cases.tenancy import whole_platform
from incas.core import writing
from incas.core.jobs import JobRefused, Progress, background, periodic
from incas.core.models import Job
from incas.organisations.acting import act_for

TOLD_DAYS_BEFORE = (14, 3)
"""How many days before losing access a person is told; each once, since this runs once a day."""


@periodic(cron="10 4 * * *")
def tell_who_loses_access(at: datetime) -> None:
    """Each night, tell who is about to lose access to a case. Nothing else is needed: a grant lapses by itself."""
    with whole_platform(reason="terms of the grants of every service"):
        for days in TOLD_DAYS_BEFORE:
            until = at + timedelta(days=days)
            lapsing = Grant.objects.scoped().in_force(at).exclude(kind=GrantKind.EMERGENCY)
            lapsing = lapsing.filter(lapses_at__gt=until - timedelta(days=1), lapses_at__lte=until)
            for user_id, code, lapses_at in lapsing.values_list("user_id", "case__code", "lapses_at"):
                tell_access_lapses(user_id, code=code, lapses_at=lapses_at, at=at)


@background("cases-anonymise", title=_("Casi da rendere anonimi"))
def anonymise_cases(job: Job, progress: Progress, *, codes: list[str], acting_body: int) -> dict[str, int]:
    """Make the cases a supervisor confirmed anonymous, each in its transaction; those done already are skipped.

    Raises JobRefused at the end, naming them, when some were opened again meanwhile: the others are done.
    """
    person = act_for(User.objects.get(pk=job.owner_id), on=timezone.localdate(), body_id=acting_body)
    progress.expect(len(codes))
    opened_again = []
    for code in codes:
        with scope_of(person):
            case = Case.objects.visible_to(person).filter(code=code).first()
            if case is None or not rules.supervise_case(person, case):
                raise JobRefused(_("Un caso fra quelli scelti non è del servizio che si coordina."))
            try:
                anonymise_case(case=case, by=person, at=timezone.now())
            except ErasureRefused:
                opened_again.append(code)
        progress.advance()
    if opened_again:
        done = writing.count(len(codes) - len(opened_again), "caso reso anonimo,casi resi anonimi")
        left = _("%(done)s. Riaperti dopo la scelta, e lasciati come sono: %(codes)s.")
        raise JobRefused(left % {"done": done.capitalize(), "codes": ", ".join(opened_again)})
    return {"cases": len(codes)}


@periodic(cron="0 4 * * *")
def look_after_permits(at: datetime) -> None:
    """Note which permits have expired, ask for the contracts to verify, tell who can act of permits about to expire."""
    expire_permits(at=at)
    open_work_checks(at=at)
    send_alerts(at=at)


@periodic(cron="30 5 1 * *")
def tell_supervisors(at: datetime) -> None:
    """Tell supervisors, on the first of the month, that their summary is there."""
    send_summaries(at=at)


@periodic(cron="40 4 * * *")
def publish_settled_figures(at: datetime) -> None:
    """Each night, publish the figures of the latest quarter that services had time to complete, if they are not yet."""
    if PilotService.objects.exists():
        publish_figures(until=last_settled_quarter(timezone.localdate(at)), by=None, at=at)


@background("publish-figures", title=_("Calcolo delle cifre del progetto pilota"), explains=(FiguresRefused,))
def publish_figures_now(job: Job, _progress: Progress, *, until: str) -> dict[str, str]:
    """Publish the figures of a quarter for who runs the pilot and asked for them."""
    person = act_for(User.objects.get(pk=job.owner_id), on=timezone.localdate())
    if not rules.run_pilot(person):
        raise JobRefused(_("Le cifre le pubblica chi coordina il progetto."))
    return {"until": str(publish_figures(until=date.fromisoformat(until), by=person, at=timezone.now()))}
