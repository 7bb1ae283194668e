# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from incas.audit.models import Entry
from incas.organisations.choices import AreaKind
from incas.organisations.istat import read_istat
from incas.organisations.models import Territory
from incas.organisations.operations.territories import ListDoubtful, compared_with, update_from_istat
from tests.organisations.istat_file import istat_file, line

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
BEFORE, REFORM = dt.date(2020, 1, 1), dt.date(2026, 1, 1)
SULCIS, OGLIASTRA = ("119", "Sulcis Iglesiente", "SU"), ("115", "Ogliastra", "OG")
CAGLIARI, CAGLIARI_NEW = ("092", "Cagliari", "CA"), ("118", "Cagliari", "CA")

OLD = [
    line("B745", "Carbonia", "111009", capital="1"),
    line("E281", "Iglesias", "111035"),
    line("B354", "Cagliari", "092009", province=CAGLIARI, capital="1", unit_kind="3"),
]
NEW = [
    line("B745", "Carbonia", "119003", province=SULCIS, capital="1"),
    line("E281", "Iglesias-Bella", "119010", province=SULCIS),
    line("B354", "Cagliari", "118009", province=CAGLIARI_NEW, capital="1", unit_kind="3"),
    line("M999", "Nuovo Borgo", "119020", province=SULCIS),
]


def update(lines: list[str], on: dt.date, **options: bool):
    return update_from_istat(rows=read_istat(istat_file(lines)), on=on, at=NOON, **options)


@pytest.fixture
def old_list(db):
    return update(OLD, BEFORE)


def comune(belfiore: str) -> Territory:
    return Territory.objects.select_related("parent").get(belfiore_code=belfiore)


@pytest.mark.usefixtures("old_list")
def test_a_first_list_makes_regions_provinces_and_comuni():
    told = Territory.objects.values_list("kind", "name", "istat_code", "parent__name", "valid_from")
    assert set(told) == {
        ("region", "Sardegna", "20", None, BEFORE),
        ("province", "Sud Sardegna", "111", "Sardegna", BEFORE),
        ("province", "Cagliari", "092", "Sardegna", BEFORE),
        ("comune", "Carbonia", "111009", "Sud Sardegna", BEFORE),
        ("comune", "Iglesias", "111035", "Sud Sardegna", BEFORE),
        ("comune", "Cagliari", "092009", "Cagliari", BEFORE),
    }


@pytest.mark.usefixtures("old_list")
def test_the_same_list_again_changes_nothing():
    before = list(Territory.objects.order_by("pk").values())
    assert not update(OLD, REFORM)
    assert list(Territory.objects.order_by("pk").values()) == before


@pytest.mark.usefixtures("old_list")
def test_a_reform_moves_renames_opens_and_closes():
    keys = {item.belfiore_code: item.pk for item in Territory.objects.filter(kind=AreaKind.COMUNE)}
    update(NEW, REFORM)
    carbonia, iglesias, born = comune("B745"), comune("E281"), comune("M999")
    assert (carbonia.pk, carbonia.istat_code, carbonia.former_codes, carbonia.parent.name, carbonia.valid_from) == (
        keys["B745"], "119003", ["111009"], "Sulcis Iglesiente", BEFORE,
    )  # fmt: skip
    assert (iglesias.name, iglesias.aliases, iglesias.search_name) == (
        "Iglesias-Bella", ["Iglesias"], "| iglesias bella | ~ | iglesias |",
    )  # fmt: skip
    assert (born.valid_from, born.valid_until) == (REFORM, None)
    closed = Territory.objects.get(istat_code="111")
    assert (closed.valid_until, closed.exists_on(REFORM), closed.exists_on(dt.date(2025, 12, 31))) == (
        REFORM,
        False,
        True,
    )


@pytest.mark.usefixtures("old_list")
def test_a_province_with_a_new_code_stays_itself():
    key = Territory.objects.get(kind=AreaKind.PROVINCE, name="Cagliari").pk
    update(NEW, REFORM)
    cagliari = Territory.objects.get(kind=AreaKind.PROVINCE, name="Cagliari")
    assert (cagliari.pk, cagliari.istat_code, cagliari.former_codes) == (key, "118", ["092"])


@pytest.mark.usefixtures("old_list")
def test_a_reform_leaves_its_trail():
    update(NEW, REFORM)
    entry = Entry.objects.about(comune("B745")).get()
    assert (entry.verb, entry.actor_name) == ("changed", "")
    assert entry.before == {"istat_code": "111009", "parent": "Sud Sardegna"}
    assert entry.after == {"istat_code": "119003", "parent": "Sulcis Iglesiente (nuova)"}
    assert Entry.objects.about(Territory.objects.get(istat_code="111")).get().verb == "ended"


@pytest.mark.usefixtures("old_list")
def test_a_comune_no_longer_in_the_list_ends_that_day():
    many = [line(f"X{number:03d}", f"Borgo {number}", f"111{number:03d}") for number in range(100, 140)]
    update([*OLD, *many], dt.date(2021, 1, 1))
    update([OLD[0], OLD[2], *many], REFORM)
    assert comune("E281").valid_until == REFORM
    assert comune("B745").valid_until is None


@pytest.mark.usefixtures("old_list")
def test_a_list_that_lacks_many_is_refused_whole():
    with pytest.raises(ListDoubtful, match="mancano 2 Comuni di oggi"):
        update([OLD[0]], REFORM)
    assert not Territory.objects.exclude(valid_until=None).exists()


@pytest.mark.usefixtures("old_list")
def test_a_list_older_than_the_data_is_refused_unless_told():
    Territory.objects.filter(belfiore_code="E281").update(valid_until=dt.date(2025, 1, 1))
    with pytest.raises(ListDoubtful, match=r"già soppressi \(Iglesias\)"):
        update(OLD, REFORM)
    update(OLD, REFORM, may_reopen=True)
    assert comune("E281").valid_until is None


@pytest.mark.usefixtures("old_list")
def test_compared_with_tells_and_changes_nothing():
    before = list(Territory.objects.order_by("pk").values())
    moved = "territorio di appartenenza da «Sud Sardegna» a «Sulcis Iglesiente (nuova)»"
    unit = "codice dell'unità sovracomunale da «092» a «118»"
    renamed = "denominazione da «Iglesias» a «Iglesias-Bella»"
    assert list(compared_with(read_istat(istat_file(NEW)), on=REFORM).told()) == [
        "Nuovo: Provincia o unità equivalente Sulcis Iglesiente (119)",
        "Nuovo: Comune Nuovo Borgo (119020)",
        f"Cambia: Provincia o unità equivalente Cagliari – codice ISTAT da «092» a «118»; {unit}",
        f"Cambia: Comune Carbonia – codice ISTAT da «111009» a «119003»; {moved}",
        f"Cambia: Comune Iglesias – {renamed}; codice ISTAT da «111035» a «119010»; {moved}",
        "Cambia: Comune Cagliari – codice ISTAT da «092009» a «118009»",
        "Non è più nell'elenco: Provincia o unità equivalente Sud Sardegna (111)",
    ]
    assert list(Territory.objects.order_by("pk").values()) == before


@pytest.mark.usefixtures("old_list")
def test_load_istat_csv_tells_first_and_applies_when_asked(tmp_path, capsys):
    file = tmp_path / "Elenco-comuni-italiani.csv"
    file.write_bytes(istat_file(NEW))
    call_command("load_istat_csv", str(file), "--on", "2026-01-01", "--dry-run")
    assert "Nulla è stato cambiato" in capsys.readouterr().out
    assert comune("B745").istat_code == "111009"
    call_command("load_istat_csv", str(file), "--on", "2026-01-01")
    assert "Cambia: Comune Carbonia" in capsys.readouterr().out
    assert comune("B745").istat_code == "119003"
    call_command("load_istat_csv", str(file))
    assert capsys.readouterr().out == "Nessuna differenza.\n"


def test_load_istat_csv_refuses_another_file(db, tmp_path):
    file = tmp_path / "altro.csv"
    file.write_text("a;b\n1;2\n")
    with pytest.raises(CommandError, match="Non è l'elenco dei Comuni dell'ISTAT"):
        call_command("load_istat_csv", str(file))
    with pytest.raises(CommandError):
        call_command("load_istat_csv", str(tmp_path / "manca.csv"))
