# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from incas.accounts.models import User
from incas.core.editing import authors
from incas.core.models import Draft, Job, Submission
from tests.forms import filled, send
from tests.personas import client_of

MakeJob = Callable[..., Job]
NOON = datetime(2026, 2, 17, 11, 30, 45, 123456, tzinfo=UTC)


@pytest.fixture
def job(make_job: MakeJob) -> Job:
    return make_job(title="Prima", done=1234, started_at=NOON, failure="una\r\ndue")


@pytest.fixture
def rossi() -> Iterator[None]:
    """The trail says that Maria Rossi changed things last."""
    authors.SOURCES.insert(0, lambda _item: "Maria Rossi")
    yield
    del authors.SOURCES[0]


def stored(job: Job) -> tuple[str, int, str]:
    job.refresh_from_db()
    return job.title, job.done, job.failure


# Sending once


def test_form_sent_does_its_work_and_leads_to_the_outcome(site: Client, job: Job):
    response = send(site, f"/lavori/{job.pk}/", title="Nuovo")
    assert (response.status_code, response["Location"]) == (302, "/fatto/")
    assert stored(job) == ("Nuovo", 1234, "una\r\ndue")


def test_form_sent_twice_makes_one_thing_and_leads_to_the_same_place(site: Client):
    sent = filled(site.get("/lavori/nuovo/"), title="Uno")
    first, second = site.post("/lavori/nuovo/", sent), site.post("/lavori/nuovo/", sent)
    assert Job.objects.count() == 1
    assert first["Location"] == second["Location"] == f"/fatto/{Job.objects.get().pk}/"


def test_page_gone_back_to_and_sent_with_other_content_is_not_taken_for_a_second_press(site: Client):
    sent = filled(site.get("/lavori/nuovo/"), title="Uno")
    site.post("/lavori/nuovo/", sent)
    response = site.post("/lavori/nuovo/", {**sent, "title": "Due"})
    assert "era già stato inviato con altri dati" in response.content.decode()
    again = filled(response)
    assert again["title"] == "Due"
    assert site.post("/lavori/nuovo/", again).status_code == 302
    assert list(Job.objects.order_by("pk").values_list("title", flat=True)) == ["Uno", "Due"]


def test_form_refused_changes_nothing_and_may_be_sent_again(site: Client, job: Job):
    response = send(site, f"/lavori/{job.pk}/", title="rifiuta")
    assert response.context["form"].non_field_errors() == ["Titolo non ammesso."]
    assert stored(job)[0] == "Prima"
    assert not Submission.objects.exists()
    assert site.post(f"/lavori/{job.pk}/", filled(response, title="Va bene")).status_code == 302
    assert stored(job)[0] == "Va bene"


def test_form_that_is_not_valid_keeps_what_was_typed(site: Client, job: Job):
    response = send(site, f"/lavori/{job.pk}/", title="", failure="tenuto")
    assert response.context["form"].errors.keys() == {"title"}
    assert filled(response)["failure"] == "tenuto"


def test_key_of_somebody_else_is_refused(site: Client, job: Job, coordinator: User):
    sent = filled(site.get("/lavori/nuovo/"), title="Uno")
    site.post("/lavori/nuovo/", sent)
    assert client_of(coordinator).post("/lavori/nuovo/", sent).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_thing(site: Client):
    sent = filled(site.get("/lavori/nuovo/"), title="Uno")
    ready, led_to = threading.Barrier(2), []

    def press() -> None:
        browser = Client()
        browser.cookies = site.cookies
        ready.wait()
        led_to.append(browser.post("/lavori/nuovo/", sent)["Location"])
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert Job.objects.count() == 1
    assert led_to == [f"/fatto/{Job.objects.get().pk}/"] * 2


# Two people editing


def test_untouched_fields_take_what_the_other_wrote(site: Client, job: Job):
    sent = filled(site.get(f"/lavori/{job.pk}/"), title="Mio")
    Job.objects.filter(pk=job.pk).update(failure="suo", done=9)
    assert site.post(f"/lavori/{job.pk}/", sent).status_code == 302
    assert stored(job) == ("Mio", 9, "suo")


def test_form_sent_untouched_changes_nothing_of_what_the_other_wrote(site: Client, job: Job):
    sent = filled(site.get(f"/lavori/{job.pk}/"))
    later = NOON.replace(hour=20)
    Job.objects.filter(pk=job.pk).update(title="Suo", done=9, failure="", started_at=later, state="running")
    assert site.post(f"/lavori/{job.pk}/", sent).status_code == 302
    job.refresh_from_db()
    assert (job.title, job.done, job.failure, job.state) == ("Suo", 9, "", "running")
    assert job.started_at == later.replace(second=0, microsecond=0)  # the widget shows minutes


def test_field_changed_by_both_is_asked_and_nothing_is_stored(site: Client, job: Job, rossi: None):
    sent = filled(site.get(f"/lavori/{job.pk}/"), title="Mio", failure="solo mio")
    Job.objects.filter(pk=job.pk).update(title="Suo", done=9)
    response = site.post(f"/lavori/{job.pk}/", sent)
    page = response.content.decode()
    assert [(one.label, one.theirs, one.mine) for one in response.context["edit"].comparison.conflicts] == [
        ("Title", "Suo", "Mio")
    ]
    assert "Il valore di Maria Rossi:" in page
    assert stored(job) == ("Suo", 9, "una\r\ndue")


@pytest.mark.parametrize(("choice", "title"), [("mio", "Mio"), ("altro", "Suo")])
def test_choice_between_two_values_is_stored_with_everything_else(site: Client, job: Job, choice: str, title: str):
    sent = filled(site.get(f"/lavori/{job.pk}/"), title="Mio", failure="solo mio")
    Job.objects.filter(pk=job.pk).update(title="Suo", done=9)
    asked = site.post(f"/lavori/{job.pk}/", sent)
    chosen = site.post(f"/lavori/{job.pk}/", filled(asked, **{"scelta-title": choice}))
    assert chosen.status_code == 302
    assert stored(job) == (title, 9, "solo mio")


def test_choice_not_made_is_asked_again(site: Client, job: Job):
    sent = filled(site.get(f"/lavori/{job.pk}/"), title="Mio")
    Job.objects.filter(pk=job.pk).update(title="Suo")
    asked = site.post(f"/lavori/{job.pk}/", sent)
    again = site.post(f"/lavori/{job.pk}/", filled(asked))
    assert len(again.context["edit"].comparison.conflicts) == 1
    assert stored(job)[0] == "Suo"


def test_value_changed_again_while_choosing_is_asked_again(site: Client, job: Job):
    sent = filled(site.get(f"/lavori/{job.pk}/"), title="Mio")
    Job.objects.filter(pk=job.pk).update(title="Suo")
    asked = site.post(f"/lavori/{job.pk}/", sent)
    Job.objects.filter(pk=job.pk).update(title="Ancora suo")
    for choice in ("mio", "altro"):
        again = site.post(f"/lavori/{job.pk}/", filled(asked, **{"scelta-title": choice}))
        assert again.context["edit"].comparison.conflicts[0].theirs == "Ancora suo"
    assert stored(job)[0] == "Ancora suo"


def test_same_change_by_both_is_no_conflict(site: Client, job: Job):
    sent = filled(site.get(f"/lavori/{job.pk}/"), title="Uguale")
    Job.objects.filter(pk=job.pk).update(title="Uguale", done=9)
    assert site.post(f"/lavori/{job.pk}/", sent).status_code == 302
    assert stored(job) == ("Uguale", 9, "una\r\ndue")


@pytest.mark.parametrize("token", [None, "", "inventato:1:x"])
def test_form_without_its_first_values_overwrites_nothing_unseen(site: Client, job: Job, token: str | None):
    sent = filled(site.get(f"/lavori/{job.pk}/"), title="Mio", versione=token)
    response = site.post(f"/lavori/{job.pk}/", sent)
    assert [one.name for one in response.context["edit"].comparison.conflicts] == ["title"]
    assert stored(job)[0] == "Prima"


def test_first_values_of_another_object_are_not_accepted(site: Client, job: Job, make_job: MakeJob):
    other = make_job(title="Altro")
    token = filled(site.get(f"/lavori/{other.pk}/"))["versione"]
    sent = filled(site.get(f"/lavori/{job.pk}/"), title="Mio", versione=token)
    assert site.post(f"/lavori/{job.pk}/", sent).status_code == 200


def test_object_gone_meanwhile_is_not_found(site: Client, job: Job):
    sent = filled(site.get(f"/lavori/{job.pk}/"), title="Mio")
    job.delete()
    assert site.post(f"/lavori/{job.pk or 0}/", sent).status_code == 404


# Drafts


def keep(site: Client, url: str, **changes: str) -> int:
    return site.post("/bozze/", filled(site.get(url), **changes)).status_code


def test_typed_text_is_kept_and_offered_and_resumed(site: Client, job: Job):
    url = f"/lavori/{job.pk}/"
    answer = site.post("/bozze/", filled(site.get(url), title="A metà", done="non un numero"))
    assert answer.json()["message"].startswith("Salvato alle ")
    offered = site.get(url)
    assert offered.context["edit"].is_offered
    assert filled(offered)["title"] == "Prima"
    resumed = site.get(offered.context["edit"].resume_url)
    assert filled(resumed)["title"] == "A metà"
    assert not resumed.context["form"].errors


def test_draft_resumed_and_sent_is_dropped(site: Client, job: Job):
    url = f"/lavori/{job.pk}/"
    keep(site, url, title="A metà")
    resumed = site.get(f"{url}?bozza=riprendi")
    assert site.post(f"{url}?bozza=riprendi", filled(resumed)).status_code == 302
    assert stored(job)[0] == "A metà"
    assert not Draft.objects.exists()


def test_draft_is_compared_with_what_it_was_begun_on(site: Client, job: Job):
    url = f"/lavori/{job.pk}/"
    keep(site, url, title="A metà")
    Job.objects.filter(pk=job.pk).update(title="Suo", done=9)
    resumed = site.get(f"{url}?bozza=riprendi")
    asked = site.post(f"{url}?bozza=riprendi", filled(resumed))
    assert [one.theirs for one in asked.context["edit"].comparison.conflicts] == ["Suo"]


def test_autosave_that_arrives_after_the_form_was_sent_brings_no_draft_back(site: Client, job: Job):
    url = f"/lavori/{job.pk}/"
    sent = filled(site.get(url), title="Nuovo")
    site.post(url, sent)
    assert site.post("/bozze/", sent).status_code == 204
    assert not Draft.objects.exists()


def test_draft_is_thrown_away_without_scripts(site: Client, job: Job):
    url = f"/lavori/{job.pk}/"
    keep(site, url, title="A metà")
    response = site.post("/bozze/scarta/", filled(site.get(url)))
    assert response["Location"] == url
    assert not Draft.objects.exists()


def test_draft_begun_in_another_page_is_not_replaced_unseen(site: Client, job: Job):
    url = f"/lavori/{job.pk}/"
    first, second = filled(site.get(url), title="Prima pagina"), filled(site.get(url), title="Seconda pagina")
    assert site.post("/bozze/", first).status_code == 200
    answer = site.post("/bozze/", second)
    assert (answer.status_code, "c'è già una bozza" in answer.json()["message"]) == (409, True)
    assert Draft.objects.get().data["title"] == ["Prima pagina"]
    resumed = filled(site.get(f"{url}?bozza=riprendi"), title="Ripresa")
    assert site.post("/bozze/", resumed).status_code == 200
    assert Draft.objects.get().data["title"] == ["Ripresa"]


def test_draft_holds_no_token_and_no_name_that_was_not_typed(site: Client, job: Job):
    keep(site, f"/lavori/{job.pk}/", title="A metà")
    assert Draft.objects.get().data.keys() == {
        "title",
        "done",
        "started_at",
        "state",
        "failure",
        "versione",
        "chiave",
    }


def test_draft_of_a_form_never_shown_is_refused(site: Client, job: Job):
    assert keep(site, f"/lavori/{job.pk}/", modulo="/lavori/1/:falso") == 400


def test_draft_is_nobody_elses(site: Client, job: Job, coordinator: User):
    url = f"/lavori/{job.pk}/"
    keep(site, url, title="A metà")
    other = client_of(coordinator)
    assert not other.get(url).context["edit"].is_offered
    assert filled(other.get(f"{url}?bozza=riprendi"))["title"] == "Prima"


def test_draft_too_large_says_so(site: Client, job: Job):
    sent = filled(site.get(f"/lavori/{job.pk}/"), failure="x" * 200_001)
    answer = site.post("/bozze/", sent)
    assert (answer.status_code, answer.json()["message"]) == (
        413,
        "Testo troppo lungo per la bozza: salvare il modulo.",
    )


def test_person_keeps_fifty_drafts_at_most(site: Client, job: Job, finance_officer: User):
    Draft.objects.bulk_create(
        Draft(owner_id=finance_officer.pk, form=f"/m/{n}/", data={}, saved_at=NOON.replace(minute=n)) for n in range(50)
    )
    keep(site, f"/lavori/{job.pk}/", title="A metà")
    assert Draft.objects.count() == 50
    assert not Draft.objects.filter(form="/m/0/").exists()


def test_draft_of_an_address_with_parameters_leads_back_to_it(site: Client):
    keep(site, "/lavori/nuovo/?fattura=12", title="A metà")
    edit = site.get("/lavori/nuovo/?fattura=12").context["edit"]
    assert edit.resume_url == "/lavori/nuovo/?fattura=12&bozza=riprendi"
    assert not site.get("/lavori/nuovo/").context["edit"].is_offered
