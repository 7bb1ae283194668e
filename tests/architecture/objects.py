# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""One object of each model that has pages, made for `comune`: who should see it may, another Comune never."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import models

from incas.cases.models import (
    Admission,
    Case,
    CaseReview,
    CaseTask,
    Closure,
    Consent,
    Criticality,
    DiaryEntry,
    DifferenceNote,
    Dwelling,
    Engagement,
    Entitlement,
    EvaluationQuestion,
    Grant,
    ItalianAssessment,
    LocalMeasure,
    Measure,
    MeasureKind,
    NeedScore,
    Permit,
    PersonRequest,
    PilotRule,
    PilotService,
    Post,
    Programme,
    ProgrammeReview,
    PublishedFigures,
    Report,
    Thread,
    Transfer,
)
from incas.cases.tenancy import whole_platform
from incas.core.models import Job
from incas.documents import vault
from incas.documents.models import StoredFile
from incas.documents.operations import store
from incas.finance.models import Claim, ClaimLine, DocumentIdentity, Evidence, Expense, ImportBatch, SpendingDocument
from incas.notifications.models import Message
from incas.organisations.models import Body, Membership, Territory
from incas.programmes.models import Call, Ceiling, CostItem, Fund, RuleSet
from incas.projects.models import Project
from tests.cases.factories import (
    AdmissionFactory,
    CaseFactory,
    CaseReviewFactory,
    CaseTaskFactory,
    ClosureFactory,
    ConsentFactory,
    CriticalityFactory,
    DiaryEntryFactory,
    DifferenceNoteFactory,
    EvaluationQuestionFactory,
    GrantFactory,
    MeasureFactory,
    PermitFactory,
    PersonRequestFactory,
    PilotServiceFactory,
    PostFactory,
    PublishedFiguresFactory,
    TransferFactory,
)
from tests.finance.factories import (
    ClaimFactory,
    DocumentIdentityFactory,
    EvidenceFactory,
    ExpenseFactory,
    ImportBatchFactory,
    SpendingDocumentFactory,
)
from tests.finance.fatturapa.samples import Body as InvoiceBody
from tests.finance.fatturapa.samples import attachment, plain
from tests.organisations.factories import MembershipFactory, TerritoryFactory
from tests.programmes.factories import CallFactory, CeilingFactory, CostItemFactory, FundFactory, RuleSetFactory
from tests.projects.factories import ProjectFactory

Maker = Callable[[pytest.FixtureRequest], models.Model]
NOON = datetime(2026, 6, 10, 10, 0, tzinfo=UTC)


def project_of_comune(request: pytest.FixtureRequest) -> Project:
    """A running project of `comune`, accompanied by `tutor`."""
    return ProjectFactory(active=True, body=request.getfixturevalue("comune"), tutor=request.getfixturevalue("tutor"))


def invoice_bytes() -> StoredFile:
    """The bytes of an invoice with an attachment, stored for real."""
    return store(content=plain(InvoiceBody(attachments=attachment())), at=NOON)


def give_bytes() -> None:
    """Give real bytes to the files that factories made as rows alone: the pages asked for read them."""
    for file in StoredFile.objects.all():
        if not vault.place(file.sha256).exists():
            kept = vault.keep(f"bytes of row {file.pk}".encode())
            StoredFile.objects.filter(pk=file.pk).update(sha256=kept.sha256, size=kept.size)


def document_stated_twice(request: pytest.FixtureRequest) -> SpendingDocument:
    """A document of `comune` whose file states a larger total than the first one taken in."""
    identity = DocumentIdentityFactory(total="122.00")
    return SpendingDocumentFactory(body=request.getfixturevalue("comune"), identity=identity, with_file=True)


def claim_under_check(request: pytest.FixtureRequest) -> Claim:
    """A claim that the tutor has taken."""
    claim: Claim = ClaimFactory(under_check=True, project=project_of_comune(request))
    give_bytes()
    return claim


def case_of_comune(request: pytest.FixtureRequest) -> Case:
    """A case in programme of the service of `comune`, which `case_worker` may open."""
    service = PilotServiceFactory(body=request.getfixturevalue("comune"))
    case: Case = CaseFactory(service=service, in_programme=True, team=[request.getfixturevalue("case_worker")])
    return case


def reported_case_of_comune(request: pytest.FixtureRequest) -> Case:
    """A case of the service of `comune` without papers, which `case_worker` may open."""
    service = PilotServiceFactory(body=request.getfixturevalue("comune"))
    case: Case = CaseFactory(service=service, team=[request.getfixturevalue("case_worker")])
    return case


def programme_of_comune(request: pytest.FixtureRequest) -> Programme:
    """The programme of a case of `comune`, which runs."""
    case = case_of_comune(request)
    with whole_platform(reason="an example for a test"):
        return case.programmes.get()


def engagement_of_comune(request: pytest.FixtureRequest) -> Engagement:
    """A contract of a case of `comune`."""
    case = case_of_comune(request)
    with whole_platform(reason="an example for a test"):
        return Engagement.objects.create(case=case, body_id=case.body_id, kind="permanent", starts_on=case.opened_on)


def row_of_comune(model: type[models.Model], **values: object) -> Maker:
    """Make a row of a kind in a case of `comune`."""

    def make(request: pytest.FixtureRequest) -> models.Model:
        case = case_of_comune(request)
        with whole_platform(reason="an example for a test"):
            return model._default_manager.create(case=case, body_id=case.body_id, **values)  # type: ignore[misc]  # as the model says

    return make


def review_of_comune(request: pytest.FixtureRequest) -> ProgrammeReview:
    """A review of the programme of a case of `comune`."""
    programme, by = programme_of_comune(request), request.getfixturevalue("case_worker")
    with whole_platform(reason="an example for a test"):
        return ProgrammeReview.objects.create(
            case_id=programme.case_id, body_id=programme.body_id, programme=programme,
            reviewed_on=programme.starts_on, outcome="partly", reviewed_by=by,
        )  # fmt: skip


def local_measure_of_comune(request: pytest.FixtureRequest) -> LocalMeasure:
    """A name that `comune` uses for a kind of measure."""
    service = PilotServiceFactory(body=request.getfixturevalue("comune"))
    return LocalMeasure.objects.create(body=service.body, name="Sportello", kind=MeasureKind.objects.all()[0])


MAKERS: dict[type[models.Model], Maker] = {
    Job: lambda request: Job.objects.create(
        kind="import-invoices", title="Lettura", owner_id=request.getfixturevalue("finance_officer").pk
    ),
    Message: lambda request: Message.objects.create(
        recipient=request.getfixturevalue("finance_officer"), kind="prova", title="Prova", url="/", created_at=NOON
    ),
    Body: lambda request: request.getfixturevalue("comune"),
    Membership: lambda request: MembershipFactory(body=request.getfixturevalue("comune")),
    Territory: lambda _request: TerritoryFactory(),
    Fund: lambda _request: FundFactory(),
    Call: lambda _request: CallFactory(published=True),
    RuleSet: lambda _request: RuleSetFactory(with_tree=True),
    CostItem: lambda _request: CostItemFactory(),
    Ceiling: lambda _request: CeilingFactory(),
    Project: project_of_comune,
    ImportBatch: lambda request: ImportBatchFactory(body=request.getfixturevalue("comune")),
    DocumentIdentity: lambda request: document_stated_twice(request).identity,
    SpendingDocument: lambda request: SpendingDocumentFactory(
        body=request.getfixturevalue("comune"), file=invoice_bytes(), file_name="fattura.xml"
    ),
    Expense: lambda request: ExpenseFactory(project=project_of_comune(request)),
    Evidence: lambda request: EvidenceFactory(
        expense=ExpenseFactory(project=project_of_comune(request)), file=invoice_bytes()
    ),
    Claim: claim_under_check,
    Case: case_of_comune,
    PilotRule: lambda _request: PilotRule.objects.order_by("pk").first(),
    Permit: lambda request: PermitFactory(case=reported_case_of_comune(request)),
    Admission: lambda request: AdmissionFactory(case=reported_case_of_comune(request)),
    CaseReview: lambda request: CaseReviewFactory(case=reported_case_of_comune(request)),
    Programme: programme_of_comune,
    Measure: lambda request: MeasureFactory(case=case_of_comune(request)),
    MeasureKind: lambda _request: MeasureKind.objects.all()[0],
    LocalMeasure: local_measure_of_comune,
    Engagement: engagement_of_comune,
    Criticality: lambda request: CriticalityFactory(body=request.getfixturevalue("comune")),
    DifferenceNote: lambda request: DifferenceNoteFactory(
        body=PilotServiceFactory(body=request.getfixturevalue("comune")).body
    ),
    PublishedFigures: lambda _request: PublishedFiguresFactory(),
    EvaluationQuestion: lambda _request: EvaluationQuestionFactory(),
    PilotService: lambda request: PilotServiceFactory(body=request.getfixturevalue("comune")),
    CaseTask: lambda request: CaseTaskFactory(case=case_of_comune(request)),
    Grant: lambda request: GrantFactory(case=case_of_comune(request)),
    PersonRequest: lambda request: PersonRequestFactory(case=case_of_comune(request)),
    Transfer: lambda request: TransferFactory(case=case_of_comune(request)),
    Thread: lambda request: PostFactory(case=case_of_comune(request)).thread,
    Report: row_of_comune(Report, received_on=NOON.date(), source="union"),
    NeedScore: row_of_comune(NeedScore, need="health", moment="entry", weighed_on=NOON.date(), score=3),
    ItalianAssessment: row_of_comune(ItalianAssessment, level=1, assessed_on=NOON.date()),
    Dwelling: row_of_comune(Dwelling, kind="reception", starts_on=NOON.date()),
    Entitlement: row_of_comune(Entitlement, kind="siisl"),
    ProgrammeReview: review_of_comune,
    Consent: lambda request: ConsentFactory(case=case_of_comune(request)),
    DiaryEntry: lambda request: DiaryEntryFactory(case=case_of_comune(request)),
    Post: lambda request: PostFactory(case=case_of_comune(request)),
    Closure: lambda request: ClosureFactory(case=case_of_comune(request)),
    ClaimLine: lambda request: claim_under_check(request).lines.first(),
}
