# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Claims over the rows of `finance_rows`: of each ten expenses four are certified, two sent, one in a draft.

Three claims a project: one certified, one sent (every other one taken by its tutor), one being written. Each is walked
through its states, as the triggers ask.
"""

from datetime import UTC, date, datetime, timedelta

from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Mod
from django.utils import timezone

from benchmarks.finance_rows import People
from incas.audit.models import Entry
from incas.documents.models import Receipt, StoredFile
from incas.finance.choices import ClaimState, Decision
from incas.finance.models import Claim, ClaimLine, Expense
from incas.projects.models import Project
from tests.finance.factories import fingerprint

SENT_AT = datetime(2026, 7, 15, 10, 0, tzinfo=UTC)
PERIODS = (
    (date(2026, 2, 17), date(2026, 6, 30)),
    (date(2026, 7, 1), date(2026, 9, 30)),
    (date(2026, 10, 1), date(2026, 12, 31)),
)
SHARES = (range(4), range(4, 6), range(6, 7))
"""Which expenses of each ten stand in the first, second and third claim of their project."""


def fill_claims(who: People) -> None:
    """Make the claims of every project that has expenses, one after the other."""
    projects = list(Project.objects.filter(expenses__isnull=False).distinct().order_by("pk"))
    for number, share in enumerate(SHARES, start=1):
        claims = _draft(projects, number, share, who)
        if number < len(SHARES):
            _send(claims, number, who)
        if number == 1:
            _certify(claims, who)


def _draft(projects: list[Project], number: int, share: range, who: People) -> QuerySet[Claim]:
    """Open the claim of each project with this number, and put its expenses in."""
    first, last = PERIODS[number - 1]
    due = timezone.localdate() + timedelta(days=10 * number)
    made = Claim.objects.bulk_create(
        Claim(
            project=project,
            number=number,
            period_from=first,
            period_until=last,
            due_on=due + timedelta(days=project.pk % 30),
            created_by=who.officer,
        )
        for project in projects
    )
    by_project = {claim.project_id: claim for claim in made}
    expenses = Expense.objects.annotate(place=Mod(F("pk") - 1, 10)).filter(place__in=share)
    ClaimLine.objects.bulk_create(
        (
            ClaimLine(claim=by_project[project], expense_id=key, claimed=amount)
            for key, project, amount in expenses.values_list("pk", "project", "amount").order_by("pk")
        ),
        batch_size=2_000,
    )
    return Claim.objects.filter(number=number)


def _send(claims: QuerySet[Claim], number: int, who: People) -> None:
    """Send claims, each with its receipt; every other one is taken by the tutor."""
    file = StoredFile.objects.get_or_create(
        sha256=fingerprint("misura"), defaults={"size": 1, "stored_at": timezone.now()}
    )[0]
    before = Receipt.objects.filter(year=2026).aggregate(last=Max("serial"))["last"] or 0
    keys = list(claims.order_by("pk").values_list("pk", flat=True))
    Receipt.objects.bulk_create(
        Receipt(
            year=2026,
            serial=before + place,
            issued_at=SENT_AT,
            what="Domanda di rimborso",
            subject_type="finance.claim",
            subject_id=key,
            subject_label=f"Domanda di rimborso n. {number}",
            sender_id=who.officer.pk,
            sender_name=who.officer.get_full_name(),
            snapshot=file,
        )
        for place, key in enumerate(keys, start=1)
    )
    receipt = Receipt.objects.filter(subject_type="finance.claim", subject_id=OuterRef("pk"))
    lines = ClaimLine.objects.filter(claim=OuterRef("pk")).order_by().values("claim").annotate(sum=Sum("claimed"))
    claims.update(
        state=ClaimState.SUBMITTED,
        round=1,
        submitted_at=SENT_AT + timedelta(days=90 * (number - 1)),
        submitted_by=who.officer,
        claimed_total=Subquery(lines.values("sum")),
        receipt_id=Subquery(receipt.values("pk")[:1]),
    )
    taken = claims.annotate(turn=Mod(F("pk"), 2)).filter(turn=0)
    Claim.objects.filter(pk__in=taken.values("pk")).update(
        state=ClaimState.UNDER_CHECK, taken_at=timezone.now(), taken_by=who.tutor
    )
    _tell("submitted", keys, who)


def _certify(claims: QuerySet[Claim], who: People) -> None:
    """Admit every line of claims, and certify them."""
    now = timezone.now()
    claims.update(state=ClaimState.UNDER_CHECK, taken_at=now, taken_by=who.tutor)
    ClaimLine.objects.filter(claim__in=claims).update(
        decision=Decision.ADMITTED, admitted=F("claimed"), decided_by=who.tutor, decided_at=now
    )
    claims.update(state=ClaimState.CHECKED, checked_at=now, checked_by=who.tutor, admitted_total=F("claimed_total"))
    claims.update(state=ClaimState.CERTIFIED, certified_at=now, certified_by=who.ministry)
    _tell("certified", list(claims.values_list("pk", flat=True)), who)


def _tell(verb: str, keys: list[int], who: People) -> None:
    """Write in the trail what happened to claims, by whom the ministry stands for."""
    Entry.objects.bulk_create(
        Entry(
            at=timezone.now(),
            verb=verb,
            actor_id=who.ministry.pk,
            actor_name=who.ministry.get_full_name(),
            subject_type="finance.claim",
            subject_id=key,
            subject_label="Domanda di rimborso",
        )
        for key in keys
    )
