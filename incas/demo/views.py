# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Trying the platform out: come in as anybody with one press, read the e-mails it would have sent."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from incas.accounts.models import User
from incas.accounts.sessions import sign_in_for_demo
from incas.core.pages import public_page
from incas.demo.mailbox import newest_letters
from incas.demo.scenes.people import OFFICES, PARTS, Part

DOES = {
    "finance_officer": _("carica le fatture, imputa le spese, invia la domanda di rimborso"),
    "project_manager": _("prepara il progetto e il piano finanziario"),
    "tutor": _("accompagna i Comuni e controlla la domanda riga per riga"),
    "ministry_officer": _("certifica gli importi"),
    "coordinator": _("apre gli avvisi e ne scrive le regole"),
    "administrator": _("invita le persone dell'ente e ne conferma i ruoli"),
    "auditor": _("legge domande e controlli"),
    "other_finance_officer": _("rendiconta per un altro Comune"),
    "other_project_manager": _("guida il progetto di un altro Comune e ne invita le persone"),
    "case_worker": _("prende in carico le persone: casi, permessi, programmi, misure"),
    "case_supervisor": _("approva programmi e chiusure, autorizza gli accessi, esamina le letture"),
    "specialist": _("segue i casi di tutti i servizi senza sapere di chi sono, risponde alle domande"),
    "other_case_worker": _("prende in carico le persone di un altro Comune"),
    "other_case_supervisor": _("coordina il servizio di un altro Comune: riceve i trasferimenti"),
    "implementing_case_worker": _("prende in carico le persone per conto del Comune di Saluzzo"),
    "regional_officer": _("consulta gli avvisi e le loro regole"),
    "editor": _("consulta gli avvisi; il sito pubblico non c'è ancora"),
}
"""What each part plays, in the order in which the story is told."""


@dataclass(frozen=True, slots=True)
class Door:
    """One way in: who, with which roles, for which body, to do what."""

    name: str
    email: str
    roles: str
    body: str
    does: str


def door_of(key: str, part: Part) -> Door:
    """Tell a part of the cast as a way in."""
    return Door(
        name=f"{part.first_name} {part.last_name}",
        email=part.email,
        roles=", ".join(str(role.label) for role in part.roles),
        body=OFFICES[part.body].name,
        does=str(DOES[key]),
    )


@public_page
def choose(request: HttpRequest) -> HttpResponse:
    """Offer every part of the cast."""
    return render(request, "demo/choose.html", {"doors": [door_of(key, PARTS[key]) for key in DOES]})


@require_POST
@public_page
def enter(request: HttpRequest) -> HttpResponse:
    """Come in as one of them."""
    person = get_object_or_404(User.objects.filter(is_demo=True), email=request.POST.get("person", ""))
    sign_in_for_demo(request, person)
    return redirect("dashboard:home")


@public_page
def mail(request: HttpRequest) -> HttpResponse:
    """Show the e-mails that would have been sent."""
    return render(request, "demo/mail.html", {"letters": newest_letters()})
