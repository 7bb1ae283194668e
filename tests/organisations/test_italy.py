# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The territories as they are loaded on every installation: counted, linked, searched."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from incas.organisations.choices import AreaKind
from incas.organisations.models import Territory
from incas.organisations.operations.territories import Loaded, load_territories
from incas.organisations.queries.territories import search_territories

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module", autouse=True)
def italy(django_db_setup, django_db_blocker) -> Iterator[Loaded]:
    """Load once for the module; everything is rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_territories(at=timezone.now())
        transaction.set_rollback(True)


def current(kind: AreaKind):
    return Territory.objects.current(TODAY).filter(kind=kind)


def test_load_territories_loads_the_whole_country(italy):
    assert italy.regions == 20
    assert 107 <= italy.provinces <= 110
    assert 7_890 <= italy.comuni <= 7_905
    assert italy.suppressed > 1_800


def test_every_comune_stands_in_a_province_and_a_region():
    assert not Territory.objects.filter(kind=AreaKind.COMUNE).exclude(parent__kind=AreaKind.PROVINCE).exists()
    assert not Territory.objects.filter(kind=AreaKind.PROVINCE).exclude(parent__kind=AreaKind.REGION).exists()


def test_comuni_of_today_have_all_their_codes_but_the_youngest():
    lacking = current(AreaKind.COMUNE).filter(istat_code="") | current(AreaKind.COMUNE).filter(nuts_code="")
    assert list(lacking.values_list("name", flat=True)) == ["Castegnero Nanto"]


def test_rome_is_told_whole():
    rome = current(AreaKind.COMUNE).select_related("parent__parent").get(belfiore_code="H501")
    assert (rome.name, rome.istat_code, rome.nuts_code, rome.zone, rome.is_capital, rome.population) == (
        "Roma", "058091", "ITI43", "ITI", True, 2_748_109,
    )  # fmt: skip
    assert (rome.parent.name, rome.parent.plate, rome.parent.get_unit_kind_display()) == (
        "Roma", "RM", "Città metropolitana",
    )  # fmt: skip
    lazio = rome.parent.parent
    assert (lazio.name, lazio.istat_code, lazio.nuts_code) == ("Lazio", "12", "ITI4")
    assert rome.population_class == "500.000 abitanti e oltre"


def test_zones_and_nuts_agree():
    assert set(current(AreaKind.PROVINCE).values_list("zone", flat=True)) == {"ITC", "ITH", "ITI", "ITF", "ITG"}
    assert all(code.startswith(zone) for code, zone in current(AreaKind.COMUNE).values_list("nuts_code", "zone"))
    assert set(current(AreaKind.REGION).filter(nuts_code="").values_list("name", "other_name")) == {
        ("Trentino-Alto Adige", "Südtirol")
    }


def test_mergers_lead_to_the_comune_of_today():
    quero = Territory.objects.get(belfiore_code="H124")
    (quero_vas,) = quero.successors.all()
    (setteville,) = quero_vas.successors.all()
    assert (quero.valid_until, quero_vas.valid_from, quero_vas.valid_until, setteville.name) == (
        dt.date(2013, 12, 28), dt.date(2013, 12, 28), dt.date(2024, 1, 22), "Setteville",
    )  # fmt: skip
    assert setteville.population == 5_760


def test_residents_are_those_of_the_country_but_for_three_comuni():
    people = current(AreaKind.COMUNE).aggregate(people=Sum("population"))["people"]
    assert 58_800_000 < people < 58_900_000
    assert current(AreaKind.COMUNE).filter(population=None).count() == 3


def test_load_territories_again_changes_nothing(italy, capsys):
    before = list(Territory.objects.order_by("pk").values())
    links = Territory.successors.through.objects.count()
    call_command("load_territories")
    assert list(Territory.objects.order_by("pk").values()) == before
    assert Territory.successors.through.objects.count() == links == 348
    assert "Comuni soppressi" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("forli", ("Forlì", "comune")), ("FORLÌ", ("Forlì", "comune")), ("laquila", ("L'Aquila", "comune")),
        ("l aquila", ("L'Aquila", "comune")), ("l’aquila", ("L'Aquila", "comune")), ("bozen", ("Bolzano", "comune")),
        ("roma", ("Roma", "comune")), ("H501", ("Roma", "comune")), ("058091", ("Roma", "comune")),
        ("092089", ("Ussaramanna", "comune")),
        ("regio emilia", ("Reggio nell'Emilia", "comune")), ("aosta", ("Aosta", "comune")),
        ("valle d'aosta", ("Valle d'Aosta", "region")), ("doberdob", ("Doberdò del Lago", "comune")),
    ],
)  # fmt: skip
def test_search_finds_places_as_people_type_them(typed, first):
    found = search_territories(typed, on=TODAY)
    assert (found[0].name, found[0].kind) == first


def test_search_reggio_cal_finds_the_comune_by_the_beginnings_of_its_words():
    assert search_territories("reggio cal", kinds=[AreaKind.COMUNE], on=TODAY)[0].name == "Reggio di Calabria"


def test_search_puts_the_name_before_the_words_and_the_present_before_the_past():
    found = search_territories("forli", kinds=[AreaKind.COMUNE], on=TODAY)
    assert [item.name for item in found[:3]] == ["Forlì", "Forlimpopoli", "Forlì del Sannio"]
    sovizzo = search_territories("sovizzo", on=TODAY)
    assert [item.valid_until for item in sovizzo] == [None, dt.date(2024, 1, 22)]


def test_search_by_a_name_of_once_finds_the_comune_of_today():
    assert search_territories("aquila degli abruzzi", on=TODAY)[0].name == "L'Aquila"


@pytest.mark.parametrize("typed", ["", "  ", "'", "%", "_", "xyzxyz", "a' OR 1=1 --", "\\"])
def test_search_of_nothing_finds_nothing(typed):
    assert search_territories(typed, on=TODAY) == []


def test_search_keeps_within_its_limit():
    assert len(search_territories("san", limit=7, on=TODAY)) == 7


def test_search_uses_the_index():
    statements: list[tuple[str, tuple]] = []

    def keep(execute, sql, params, many, context):
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        search_territories("regio emilia", on=TODAY)
    assert len(statements) == 2
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "territory_search" in plan
            assert "Seq Scan on organisations_territory " not in f"{plan} "


def test_search_answers_while_one_types():
    begun = time.perf_counter()
    for typed in ("for", "forl", "forli", "reggio c", "reggio cal"):
        search_territories(typed, on=TODAY)
    assert time.perf_counter() - begun < 1.5


def test_load_territories_never_undoes_a_reform_loaded_since(italy):
    with transaction.atomic():
        sud_sardegna = Territory.objects.get(kind=AreaKind.PROVINCE, istat_code="111")
        Territory.objects.filter(pk=sud_sardegna.pk).update(valid_until=dt.date(2026, 1, 1))
        Territory.objects.filter(belfiore_code="B745").update(istat_code="119003", name="Carbonia Nuova")
        load_territories(at=timezone.now())
        assert Territory.objects.get(kind=AreaKind.PROVINCE, name="Sud Sardegna").pk == sud_sardegna.pk
        assert Territory.objects.get(belfiore_code="B745").name == "Carbonia Nuova"
        transaction.set_rollback(True)
