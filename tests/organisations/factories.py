# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Territories, bodies and memberships for tests: invented names, valid codes."""

from datetime import timedelta

import factory
from django.utils import timezone
from stdnum.it import iva

from incas.organisations.choices import AreaKind, BodyKind, MembershipState, Role, Zone
from incas.organisations.models import Body, Membership, Territory
from incas.organisations.places import searchable
from tests.accounts.factories import UserFactory


def body_tax_code(number: int) -> str:
    """Eleven digits with a right check digit, different for each number."""
    first_ten = f"8{number:06d}058"
    return next(code for digit in range(10) if iva.is_valid(code := f"{first_ten}{digit}"))


class TerritoryFactory(factory.django.DjangoModelFactory[Territory]):
    """A Comune with its province and region; traits `region` and `province` stop earlier."""

    class Meta:
        model = Territory

    class Params:
        region = factory.Trait(
            kind=AreaKind.REGION,
            name=factory.Sequence(lambda number: f"Regione {number}"),
            istat_code=factory.Sequence(lambda number: f"{number % 100:02d}"),
            belfiore_code="",
            parent=None,
        )
        province = factory.Trait(
            kind=AreaKind.PROVINCE,
            name=factory.Sequence(lambda number: f"Provincia {number}"),
            istat_code=factory.Sequence(lambda number: f"{number % 1000:03d}"),
            belfiore_code="",
            parent=factory.SubFactory("tests.organisations.factories.TerritoryFactory", region=True),
        )

    kind = AreaKind.COMUNE
    name = factory.Sequence(lambda number: f"Borgo {number}")
    istat_code = factory.Sequence(lambda number: f"{number:06d}")
    belfiore_code = factory.Sequence(lambda number: f"Z{number % 1000:03d}")
    zone = Zone.CENTRE
    parent = factory.SubFactory("tests.organisations.factories.TerritoryFactory", province=True)
    search_name = factory.LazyAttribute(lambda territory: searchable(territory.name))


class BodyFactory(factory.django.DjangoModelFactory[Body]):
    """A Comune; traits `regione`, `ministry`, `anci`, `cittalia`, `implementing`, `other` change its kind."""

    class Meta:
        model = Body

    class Params:
        regione = factory.Trait(
            kind=BodyKind.REGIONE,
            territory=factory.SubFactory(TerritoryFactory, region=True),
            name=factory.Sequence(lambda number: f"Regione Esempio {number}"),
        )
        ministry = factory.Trait(
            kind=BodyKind.MINISTRY, territory=None, name=factory.Sequence(lambda number: f"Ministero {number}")
        )
        anci = factory.Trait(kind=BodyKind.ANCI, territory=None, name=factory.Sequence(lambda n: f"ANCI {n}"))
        cittalia = factory.Trait(
            kind=BodyKind.CITTALIA, territory=None, name=factory.Sequence(lambda number: f"Cittalia {number}")
        )
        implementing = factory.Trait(
            kind=BodyKind.IMPLEMENTING,
            territory=None,
            name=factory.Sequence(lambda number: f"Cooperativa Esempio {number}"),
        )
        other = factory.Trait(
            kind=BodyKind.OTHER, territory=None, name=factory.Sequence(lambda number: f"Altro ente {number}")
        )

    kind = BodyKind.COMUNE
    territory = factory.SubFactory(TerritoryFactory)
    name = factory.LazyAttribute(lambda body: f"Comune di {body.territory.name}")
    tax_code = factory.Sequence(body_tax_code)


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    """A membership in force since a month ago; traits `invited`, `suspended`, `lapsed`, `ended` change its state."""

    class Meta:
        model = Membership

    class Params:
        invited = factory.Trait(
            state=MembershipState.INVITED,
            invited_at=factory.LazyFunction(timezone.now),
            invitation_hash=factory.Sequence(lambda number: f"{number:064x}"),
            accepted_at=None,
        )
        suspended = factory.Trait(state=MembershipState.SUSPENDED)
        lapsed = factory.Trait(
            state=MembershipState.LAPSED,
            starts_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=300)),
            confirmed_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=200)),
        )
        ended = factory.Trait(
            state=MembershipState.ENDED,
            ends_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1)),
        )

    user = factory.SubFactory(UserFactory)
    body = factory.SubFactory(BodyFactory)
    role = Role.PROJECT_MANAGER
    state = MembershipState.ACTIVE
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    confirmed_on = factory.SelfAttribute("starts_on")
    accepted_at = factory.LazyFunction(timezone.now)
