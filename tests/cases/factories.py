# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Cases to test with; nobody here exists.

`CaseFactory()` is a case of a service, with its person, holder of a family of its own, and an identity. `team=[user]`
gives those people a grant in force. Traits: `admitted` (admission in force, permit issued), `in_programme` (besides, a
programme that runs, approved), `closed`. Rows are made under the whole platform's scope: no test needs to open one to
make them.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from incas.cases.choices.cases import AgeBand, Language, Outcome, Phase, Source
from incas.cases.choices.permits import AdmissionState, PermitState, ReviewReason
from incas.cases.choices.programmes import ProgrammeState
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
    EvaluationQuestion,
    Family,
    Grant,
    Identity,
    Measure,
    MeasureKind,
    Permit,
    Person,
    PersonRequest,
    PilotService,
    Post,
    Programme,
    PublishedFigures,
    Thread,
    Transfer,
)
from incas.cases.tenancy import whole_platform
from incas.privacy.keys import prepare_keys
from tests.accounts.factories import UserFactory
from tests.organisations.factories import BodyFactory

OPENED_ON = date(2026, 3, 2)
OPENED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ALWAYS = datetime(2100, 1, 1, tzinfo=UTC)


class Anywhere(DjangoModelFactory[Any]):
    """Makes rows that row-level security would hide, under the whole platform's scope."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with whole_platform(reason="rows for a test"):
            return model_class._base_manager.create(*args, **kwargs)


class PilotServiceFactory(DjangoModelFactory[PilotService]):
    """The service of a pilot Comune, whose keys are ready."""

    class Meta:
        model = PilotService
        django_get_or_create = ("body",)
        skip_postgeneration_save = True

    body = factory.SubFactory(BodyFactory)
    name = factory.LazyAttribute(lambda service: f"Servizio di {service.body.name} (prova)")
    opens_on = date(2026, 2, 17)

    @factory.post_generation
    def keys(self: PilotService, create: bool, _given: object, **_kwargs: object) -> None:  # noqa: FBT001 (factory's own call)
        """Make the keys of its Comune."""
        if create:
            prepare_keys(self.body_id)


class CaseFactory(Anywhere):
    """A case reported by a union, with its person and identity."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    class Params:
        admitted = factory.Trait(phase=Phase.ADMITTED)
        in_programme = factory.Trait(phase=Phase.IN_PROGRAMME)
        closed = factory.Trait(phase=Phase.CLOSED, closed_on=date(2026, 5, 4), outcome=Outcome.AUTONOMY)

    service = factory.SubFactory(PilotServiceFactory)
    body = factory.LazyAttribute(lambda case: case.service.body)
    opened_on = OPENED_ON
    source = Source.UNION
    age_band = AgeBand.ADULT
    language = Language.FRENCH

    @factory.post_generation
    def person(self: Case, create: bool, given: Any, **_kwargs: object) -> None:  # noqa: FBT001 (factory's own call)
        """Give the case its person with an identity; `person=False` leaves it without."""
        if create and given is not False:
            IdentityFactory(person=PersonFactory(case=self, body=self.body, is_holder=not self.is_relative))

    @factory.post_generation
    def team(self: Case, create: bool, given: Any, **_kwargs: object) -> None:  # noqa: FBT001 (factory's own call)
        """Give these people a grant in force."""
        for user in given or () if create else ():
            GrantFactory(case=self, body=self.body, user=user)

    @factory.post_generation
    def papers(self: Case, create: bool, _given: Any, **_kwargs: object) -> None:  # noqa: FBT001 (factory's own call)
        """Give an admitted case its admission and permit, one in programme its programme too."""
        if create and self.phase in {Phase.ADMITTED, Phase.IN_PROGRAMME}:
            PermitFactory(case=self, body=self.body, issued=True)
            AdmissionFactory(case=self, body=self.body, admitted=True)
        if create and self.phase == Phase.IN_PROGRAMME:
            ProgrammeFactory(case=self, body=self.body, active=True)


class OfCase(Anywhere):
    """A row of a case, of the body of its case."""

    class Meta:
        abstract = True

    case = factory.SubFactory(CaseFactory)
    body = factory.LazyAttribute(lambda row: row.case.body)


class FamilyFactory(Anywhere):
    """A family without persons."""

    class Meta:
        model = Family

    body = factory.SubFactory(BodyFactory)


class PersonFactory(Anywhere):
    """A person of a family: the family is made around them unless given."""

    class Meta:
        model = Person

    body = factory.LazyAttribute(lambda person: person.family.body)
    family = factory.SubFactory(FamilyFactory, body=factory.SelfAttribute("..body"))


class IdentityFactory(Anywhere):
    """An identity that says it is invented."""

    class Meta:
        model = Identity

    person = factory.SubFactory(PersonFactory)
    body = factory.LazyAttribute(lambda identity: identity.person.body)
    sealed = factory.Sequence(
        lambda number: {"first_name": "Prova", "last_name": f"Inventata-{number}", "birth_date": "1994-05-17"}
    )


class GrantFactory(OfCase):
    """A grant of the team, for good."""

    class Meta:
        model = Grant

    user = factory.SubFactory(UserFactory)
    starts_at = OPENED_AT
    lapses_at = ALWAYS
    granted_by = factory.SelfAttribute("user")


class ClosureFactory(OfCase):
    """A closure asked, to be decided."""

    class Meta:
        model = Closure

    outcome = Outcome.OTHER
    closes_on = OPENED_ON
    asked_by = factory.SubFactory(UserFactory)
    asked_at = OPENED_AT


class PermitFactory(OfCase):
    """A permit reported; `issued` makes it held for a year from 1 April 2026."""

    class Meta:
        model = Permit

    class Params:
        issued = factory.Trait(
            state=PermitState.ISSUED, issued_on=date(2026, 4, 1), expires_on=date(2027, 3, 31), reported_on=OPENED_ON
        )

    reported_on = OPENED_ON


class AdmissionFactory(OfCase):
    """An admission proposed; `admitted` puts it in force from 8 April 2026."""

    class Meta:
        model = Admission

    class Params:
        admitted = factory.Trait(state=AdmissionState.ADMITTED, admitted_on=date(2026, 4, 8))

    proposed_on = date(2026, 3, 20)


class CaseReviewFactory(OfCase):
    """A review waiting since 10 June 2026."""

    class Meta:
        model = CaseReview

    reason = ReviewReason.PERMIT_EXPIRED
    opened_at = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
    due_on = date(2026, 6, 10)


class ProgrammeFactory(OfCase):
    """A draft; `active` makes it signed, approved and running."""

    class Meta:
        model = Programme

    class Params:
        active = factory.Trait(
            state=ProgrammeState.ACTIVE,
            shared_on=date(2026, 4, 14),
            signed_on=date(2026, 4, 14),
            approved_at=datetime(2026, 4, 15, 10, 0, tzinfo=UTC),
            approved_by=factory.SubFactory(UserFactory),
        )

    starts_on = date(2026, 4, 15)
    ends_on = date(2026, 10, 14)
    language = Language.FRENCH


def programme_for(case: Case) -> Programme:
    """The programme of a case, made running if it has none."""
    with whole_platform(reason="rows for a test"):
        found = Programme.objects.scoped().filter(case=case).first()
    return found or ProgrammeFactory(case=case, active=True)


class MeasureFactory(OfCase):
    """A measure of the common taxonomy, planned within the programme."""

    class Meta:
        model = Measure

    programme = factory.LazyAttribute(lambda measure: programme_for(measure.case))
    kind = factory.LazyFunction(lambda: MeasureKind.objects.get(slug="italian-1"))
    starts_on = date(2026, 4, 20)
    ends_on = date(2026, 7, 20)


class DiaryEntryFactory(OfCase):
    """An interview, told in invented words."""

    class Meta:
        model = DiaryEntry

    kind = "interview"
    happened_on = date(2026, 4, 20)
    text = "Colloquio di prova, parole inventate."
    written_by = factory.SubFactory(UserFactory)
    written_at = datetime(2026, 4, 20, 11, 0, tzinfo=UTC)


class CaseTaskFactory(OfCase):
    """Something to do within a week."""

    class Meta:
        model = CaseTask

    text = "Telefonata di prova"
    owner = factory.SubFactory(UserFactory)
    set_by = factory.SelfAttribute("owner")
    due_on = OPENED_ON + timedelta(days=7)


class ThreadFactory(OfCase):
    """A question without messages."""

    class Meta:
        model = Thread

    subject = "Domanda di prova"
    opened_at = OPENED_AT
    last_post_at = OPENED_AT


class PostFactory(OfCase):
    """The message of a service, in a question of its own."""

    class Meta:
        model = Post

    thread = factory.SubFactory(ThreadFactory, case=factory.SelfAttribute("..case"))
    author = factory.SubFactory(UserFactory)
    is_from_service = True
    text = "Messaggio di prova, parole inventate."
    at = OPENED_AT


class ConsentFactory(OfCase):
    """The consent to be sent to another service."""

    class Meta:
        model = Consent

    kind = "referral"
    answer = "given"
    given_on = OPENED_ON
    language = Language.FRENCH


class TransferFactory(OfCase):
    """A referral to a service outside the platform, which waits for an answer."""

    class Meta:
        model = Transfer

    kind = "referral"
    to_service = "Servizio di prova"
    parts = ["identity"]
    consent = factory.SubFactory(ConsentFactory, case=factory.SelfAttribute("..case"))
    proposed_at = OPENED_AT
    proposed_by = factory.SubFactory(UserFactory)


class CriticalityFactory(DjangoModelFactory[Criticality]):
    """A criticality of a Comune, open."""

    class Meta:
        model = Criticality

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence(lambda number: f"Criticità di prova {number}")
    description = "Parole inventate."
    origin = "services"
    raised_on = OPENED_ON
    raised_by = factory.SubFactory(UserFactory)


class EvaluationQuestionFactory(DjangoModelFactory[EvaluationQuestion]):
    """A question of the evaluation, with the figure of outcomes beside it."""

    class Meta:
        model = EvaluationQuestion

    text = factory.Sequence(lambda number: f"Domanda di prova {number}")
    indicator = "outcome"


class PublishedFiguresFactory(DjangoModelFactory[PublishedFigures]):
    """Published figures without tables."""

    class Meta:
        model = PublishedFigures
        django_get_or_create = ("until",)

    until = date(2026, 9, 30)
    computed_at = datetime(2026, 10, 15, 4, 40, tzinfo=UTC)
    threshold = 5
    content = factory.LazyFunction(lambda: {"threshold": 5, "tables": {}, "kinds": []})


class DifferenceNoteFactory(DjangoModelFactory[DifferenceNote]):
    """Why a figure of a service's Comune differs."""

    class Meta:
        model = DifferenceNote

    figures = factory.SubFactory(PublishedFiguresFactory)
    indicator = "area_work"
    text = "Accoglie soltanto donne con figli piccoli"
    written_by = factory.SubFactory(UserFactory)
    written_at = changed_at = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)


class PersonRequestFactory(OfCase):
    """The person asks for a copy of their data."""

    class Meta:
        model = PersonRequest

    kind = "access"
    received_on = OPENED_ON
    due_on = OPENED_ON + timedelta(days=31)
