# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import copy
import pickle

import pytest
from django.core import serializers
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from incas.privacy import sealing
from incas.privacy.fields import BlindIndexField, Sealed, SealedFieldMisused, SealedTextField
from incas.privacy.keys import destroy_keys, rotate_keys
from incas.privacy.sealing import KeyDestroyed, SealBroken, blind_index
from tests.organisations.factories import BodyFactory
from tests.privacy.notes import Note

INVENTED = "Inventata d'Esempio"


@pytest.fixture
def note(body) -> Note:
    return Note.objects.create(body=body, surname=INVENTED, remark="zoppìa", answers={"b": 1, "a": ["ù"]})


@pytest.fixture
def openings(monkeypatch) -> list[str]:
    """Which places were opened."""
    places: list[str] = []
    real = sealing.unseal

    def counted(sealed, *, body_id, place, row):
        places.append(place)
        return real(sealed, body_id=body_id, place=place, row=row)

    monkeypatch.setattr(sealing, "unseal", counted)
    return places


def stored(note: Note, column: str = "surname") -> bytes | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM sealed_notes_note WHERE id = %s", [note.pk])  # noqa: S608
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def test_row_reads_what_it_was_given(note):
    again = Note.objects.get(pk=note.pk)
    assert (again.surname, again.remark, again.answers) == (INVENTED, "zoppìa", {"a": ["ù"], "b": 1})
    assert type(again.surname) is str


def test_column_holds_sealed_bytes_for_this_place_and_row(note):
    place = {"body_id": note.body_id, "place": "sealed_notes_note.surname", "row": note.code}
    assert sealing.unseal(stored(note), **place) == INVENTED
    assert stored(note, "answers") != b""


def test_table_as_a_dump_shows_it_holds_no_plain_text(note):
    note.surname_index = blind_index(INVENTED, body_id=note.body_id, place="n.s")
    note.save()
    with connection.cursor() as cursor, cursor.copy("COPY sealed_notes_note TO STDOUT") as copied:
        dump = b"".join(bytes(piece) for piece in copied)
    for word in (INVENTED, "Inventata", "zoppìa", "ù"):
        assert word.encode() not in dump
        assert word.encode().hex().encode() not in dump


def test_list_that_does_not_show_the_field_opens_nothing(note, openings):
    assert [str(each) for each in Note.objects.all()] == [note.code]
    assert openings == []


def test_field_is_opened_once(note, openings):
    again = Note.objects.get(pk=note.pk)
    assert (again.surname, again.surname) == (INVENTED, INVENTED)
    assert openings == ["sealed_notes_note.surname"]


def test_row_never_shows_it_beside_its_attribute(note):
    again = Note.objects.get(pk=note.pk)
    assert again.surname == INVENTED
    assert INVENTED not in repr(again) + repr(vars(again)) + repr(vars(note)) + str(Note.objects.values())
    assert repr(again.surname_sealed) == "<sealed>"


def test_opened_row_is_not_pickled_and_a_closed_one_is(note):
    closed = pickle.loads(pickle.dumps(Note.objects.get(pk=note.pk)))  # noqa: S301 (our own)
    assert closed.surname == INVENTED
    with pytest.raises(SealedFieldMisused):
        pickle.dumps(note)


def test_copied_row_keeps_its_values(note):
    assert (copy.copy(note).surname, copy.deepcopy(note).surname) == (INVENTED, INVENTED)


def test_dump_and_load_of_data_carry_sealed_bytes(note):
    dumped = serializers.serialize("json", Note.objects.all())
    assert INVENTED not in dumped
    Note.objects.all().delete()
    for each in serializers.deserialize("json", dumped):
        each.save()
    assert Note.objects.get().surname == INVENTED


def test_empty_stays_empty_and_null_stays_null(body):
    note = Note.objects.create(body=body)
    assert (stored(note), stored(note, "remark"), stored(note, "answers")) == (b"", None, b"")
    again = Note.objects.get(pk=note.pk)
    assert (again.surname, again.remark, again.answers) == ("", None, {})


def test_saving_what_did_not_change_leaves_it_as_it_is(note):
    before = stored(note)
    note.save()
    Note.objects.get(pk=note.pk).save()
    again = Note.objects.get(pk=note.pk)
    assert again.surname == INVENTED
    again.save()
    assert stored(note) == before


def test_changed_value_is_saved(note):
    note.surname = "Altra"
    note.save(update_fields=["surname"])
    assert Note.objects.get(pk=note.pk).surname == "Altra"


def test_object_changed_in_place_is_saved(note):
    again = Note.objects.get(pk=note.pk)
    again.answers["c"] = 2
    again.save()
    assert Note.objects.get(pk=note.pk).answers == {"a": ["ù"], "b": 1, "c": 2}


def test_saving_after_a_rotation_seals_under_the_new_key(note):
    again = Note.objects.get(pk=note.pk)
    rotate_keys(note.body_id)
    again.save()
    assert sealing.is_current(stored(note), body_id=note.body_id)
    assert Note.objects.get(pk=note.pk).surname == INVENTED


def test_only_and_defer_load_it_when_asked(note, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Note.objects.only("surname", "body", "code").get().surname == INVENTED
    with django_assert_num_queries(2):
        assert Note.objects.defer("surname").get().surname == INVENTED
    deferred = Note.objects.defer("surname").get()
    deferred.label = "x"
    deferred.save()
    assert Note.objects.get().surname == INVENTED


def test_refreshed_row_reads_what_is_stored_now(note):
    other = Note.objects.get(pk=note.pk)
    other.surname = "Altra"
    other.save()
    note.refresh_from_db()
    assert note.surname == "Altra"
    note.surname = "Mai salvata"
    note.refresh_from_db(fields=["surname"])
    assert note.surname == "Altra"


def test_bulk_create_and_bulk_update_seal_each_row_for_itself(body):
    notes = Note.objects.bulk_create([Note(body=body, surname=f"Prova {number}") for number in range(3)])
    for note in notes:
        note.surname += " bis"
        note.answers = {"n": note.pk}
    Note.objects.bulk_update(notes, ["surname", "answers"])
    read = [(note.surname, note.answers) for note in Note.objects.order_by("pk")]
    assert read == [(f"Prova {number} bis", {"n": note.pk}) for number, note in enumerate(notes)]


def test_update_or_create_sets_it(note):
    found, is_new = Note.objects.update_or_create(code=note.code, defaults={"surname": "Altra"})
    assert (found.pk, is_new, Note.objects.get().surname) == (note.pk, False, "Altra")


@pytest.mark.parametrize("value", ["in chiaro", b"in chiaro"])
def test_update_with_plain_text_is_refused(note, value):
    with pytest.raises(SealedFieldMisused), transaction.atomic():
        Note.objects.update(surname=value)
    assert Note.objects.get().surname == INVENTED


@pytest.mark.parametrize(
    "asked",
    [
        {"surname": INVENTED},
        {"surname__icontains": "a"},
        {"surname__in": ["a"]},
        {"answers__a": 1},
        {"surname__lt": "b"},
    ],
    ids=str,
)
def test_it_is_never_filtered_by(body, asked):
    with pytest.raises(SealedFieldMisused):
        Note.objects.filter(**asked).exists()


def test_whether_there_is_a_value_may_be_asked(note):
    assert Note.objects.filter(remark__isnull=False).count() == 1


def test_database_refuses_what_is_not_sealed(note):
    for plain in (b"in chiaro", b"\x01 in chiaro", b"in chiaro " * 10):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE sealed_notes_note SET surname = %s", [plain])


def test_sealed_bytes_of_another_row_do_not_open(note, body):
    other = Note.objects.create(body=body, surname="Altra")
    Note.objects.filter(pk=other.pk).update(surname=Sealed(stored(note)))
    with pytest.raises(SealBroken):
        _ = Note.objects.get(pk=other.pk).surname


def test_row_moved_to_another_body_unopened_is_refused_and_opened_is_sealed_anew(note):
    other = BodyFactory()
    closed = Note.objects.get(pk=note.pk)
    closed.body = other
    sealing.seal("x", body_id=other.pk, place="t.c", row="x")
    with pytest.raises(SealBroken), transaction.atomic():
        closed.save()
    opened = Note.objects.get(pk=note.pk)
    read = (opened.surname, opened.remark, opened.answers)
    opened.body = other
    opened.save()
    again = Note.objects.get(pk=note.pk)
    assert (again.surname, again.remark, again.answers) == read


def test_row_whose_keys_were_destroyed_is_still_saved_and_not_read(note):
    before = stored(note)
    destroy_keys(note.body_id)
    again = Note.objects.get(pk=note.pk)
    again.label = "contata"
    again.save()
    assert stored(note) == before
    with pytest.raises(KeyDestroyed):
        _ = again.surname


def test_value_is_validated_as_it_reads(body):
    Note(body=body, surname="x" * 40).full_clean()
    with pytest.raises(ValidationError) as refused:
        Note(body=body, surname="x" * 41).full_clean()
    assert list(refused.value.message_dict) == ["surname"]
    with pytest.raises(ValidationError) as refused:
        Note(body=body).full_clean()
    assert list(refused.value.message_dict) == ["surname"]


@pytest.mark.parametrize(("name", "value"), [("surname", 3), ("answers", [1]), ("answers", "{}")])
def test_value_of_another_kind_is_refused(body, name, value):
    with pytest.raises(TypeError):
        Note(body=body, **{name: value})


def test_row_without_body_or_code_is_not_sealed(body):
    with pytest.raises(SealedFieldMisused):
        Note.objects.create(body=body, code="", surname="x")


def test_migration_says_what_was_declared_and_no_value():
    field = SealedTextField("cognome", blank=True, max_length=40, place="t.c")
    written, _imports = MigrationWriter.serialize(field)
    assert written == (
        "incas.privacy.fields.SealedTextField(blank=True, max_length=40, place='t.c', verbose_name='cognome')"
    )
    assert field.clone().deconstruct()[1:] == field.deconstruct()[1:]
    assert BlindIndexField().deconstruct()[1:] == ("incas.privacy.fields.BlindIndexField", [], {})
    for said in ({"default": "x"}, {"choices": [("a", "A")]}):
        with pytest.raises(ImproperlyConfigured):
            SealedTextField(**said)


@isolate_apps("incas.privacy")
def test_model_without_body_or_code_is_told_by_the_checks():
    class Loose(models.Model):  # noqa: DJ008 (it never has rows)
        text = SealedTextField(db_index=True)

        class Meta:
            app_label = "privacy"

    assert [told.id for told in Loose._meta.get_field("text").check()] == ["privacy.E001", "privacy.E002"]


def test_copy_of_a_table_names_the_place_it_was_sealed_for():
    field = SealedTextField(place="cases_identity.surname")
    field.set_attributes_from_name("surname")
    assert field.place == "cases_identity.surname"


def test_blind_index_finds_by_equality_in_and_overlap(note):
    indexes = [blind_index(word, body_id=note.body_id, place="n.w") for word in ("inventata", "esempio", "altra")]
    note.surname_index, note.word_indexes = indexes[0], indexes[:2]
    note.save()
    assert Note.objects.get(surname_index=indexes[0]).surname_index == indexes[0]
    assert Note.objects.filter(surname_index__in=indexes).count() == 1
    assert Note.objects.filter(word_indexes__overlap=[indexes[1], indexes[2]]).count() == 1
    assert Note.objects.filter(word_indexes__contains=[indexes[1], indexes[2]]).count() == 0
    assert Note.objects.get().word_indexes == indexes[:2]
    for lookup in ("startswith", "gt", "contains"):
        with pytest.raises(SealedFieldMisused):
            Note.objects.filter(**{f"surname_index__{lookup}": indexes[0]}).exists()
