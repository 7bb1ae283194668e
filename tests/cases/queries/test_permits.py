# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Until which day measures may run, for every way permits may stand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incas.cases.choices.permits import PermitKind, PermitState
from incas.cases.law import PilotRules, permit_expiry
from incas.cases.models import Permit
from incas.cases.queries.permits import cover_of, permit_cover
from incas.programmes.periods import months_after
from tests.cases.factories import CaseFactory, PermitFactory, PersonFactory

TODAY = date(2026, 6, 10)
DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


def issued(**changes) -> Permit:
    made = {"state": PermitState.ISSUED, "issued_on": date(2026, 4, 1), "expires_on": date(2027, 3, 31)}
    return Permit(pk=1, **(made | changes))


@pytest.mark.parametrize(
    ("permits", "until", "reason"),
    [
        ([], None, "Non c'è un permesso: l'accesso alla protezione non ne dipende."),
        ([Permit()], None, "Il permesso non è ancora rilasciato: le misure non ne dipendono."),
        ([Permit(state="requested", has_receipt=True)], None,
         "C'è una ricevuta della richiesta o del rinnovo: si può restare e lavorare fino all'esito."),
        ([Permit(state="denied")], None,
         "Il permesso è stato negato: le misure non ne dipendono, la verifica dice come proseguire."),
        ([issued()], date(2027, 3, 31), "Il permesso scade il 31 marzo 2027 e non c'è una ricevuta di rinnovo."),
        ([issued(expires_on=date(2026, 6, 9))], date(2026, 6, 9),
         "Il permesso è scaduto il 9 giugno 2026 e non c'è una ricevuta di rinnovo."),
        ([issued(state="expired", renewal_requested_on=TODAY)], None,
         "C'è una ricevuta della richiesta o del rinnovo: si può restare e lavorare fino all'esito."),
        ([issued(state="revoked", ended_on=TODAY, renewal_requested_on=TODAY)], TODAY,
         "Il permesso è stato revocato il 10 giugno 2026."),
        ([issued(state="converted", ended_on=TODAY)], date(2027, 3, 31),
         "Il permesso, poi convertito, valeva fino al 31 marzo 2027."),
        ([issued(state="renewed"), issued(issued_on=date(2027, 4, 1), expires_on=date(2028, 3, 31))],
         date(2028, 3, 31), "Il permesso scade il 31 marzo 2028 e non c'è una ricevuta di rinnovo."),
    ],
)  # fmt: skip
def test_cover_of_permits(permits, until, reason):
    cover = cover_of(permits, TODAY)
    assert (cover.until, cover.reason) == (until, reason)


def test_cover_allows_its_last_day_and_none_after():
    cover = cover_of([issued()], TODAY)
    assert (cover.allows(date(2027, 3, 31)), cover.allows(date(2027, 4, 1))) == (True, False)
    assert cover_of([], TODAY).allows(date.max)


def test_relative_without_a_permit_stands_on_the_holders(case, service, everywhere):
    PermitFactory(case=case, issued=True)
    relative = CaseFactory(service=service, is_relative=True, person=False)
    PersonFactory(case=relative, family=case.person.family)
    cover = permit_cover(relative, TODAY)
    assert cover.until == date(2027, 3, 31)
    assert cover.reason.startswith("Vale il permesso del titolare. Il permesso scade")
    PermitFactory(case=relative, kind=PermitKind.FAMILY)
    assert permit_cover(relative, TODAY).until is None


@pytest.fixture
def law_without_database(monkeypatch):
    """The versions of the rules as the platform is delivered."""

    def rules(on: date) -> PilotRules:
        months = 6 if on < date(2025, 10, 4) else 12
        return PilotRules(on, {"permit_months": (months,), "renewal_months": (12,)})

    monkeypatch.setattr("incas.cases.law.pilot_rules", rules)


@pytest.mark.usefixtures("law_without_database")
@given(day=DAYS, is_renewal=st.booleans())
def test_day_after_the_last_is_the_same_day_of_the_month_or_the_month_was_shorter(day, is_renewal):
    after = permit_expiry(day, is_renewal=is_renewal) + timedelta(days=1)
    is_shorter = (after + timedelta(days=1)).day == 1 and after.day < day.day
    assert after.day == day.day or is_shorter


@pytest.mark.usefixtures("law_without_database")
@given(day=DAYS)
def test_permit_is_never_longer_than_its_months(day):
    last = permit_expiry(day)
    months = 6 if day < date(2025, 10, 4) else 12
    assert day < last < months_after(day, months) <= last + timedelta(days=1)


@pytest.mark.usefixtures("law_without_database")
@given(day=DAYS)
def test_later_permit_never_ends_before(day):
    assert permit_expiry(day) <= permit_expiry(day + timedelta(days=1))


@pytest.mark.usefixtures("law_without_database")
def test_boundary_of_the_law_doubles_the_length_overnight():
    assert (permit_expiry(date(2025, 10, 3)), permit_expiry(date(2025, 10, 4))) == (
        date(2026, 4, 2),
        date(2026, 10, 3),
    )
