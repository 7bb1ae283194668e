# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the Scrivania says to who has nothing to do: what will appear there, role by role, and how to begin."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.organisations.choices import Role

WHAT_WILL_COME: dict[Role, Promise] = {
    Role.ADMINISTRATOR: _("Qui compaiono le persone dell'ente da confermare, ogni sei mesi."),
    Role.COORDINATOR: _("Qui compaiono gli avvisi da pubblicare e i passi del programma che aspettano."),
    Role.TUTOR: _("Qui compaiono le domande da controllare, appena un Comune le invia."),
    Role.SPECIALIST: _("Qui compare ciò che il coordinamento specialistico deve vedere dei progetti pilota."),
    Role.MINISTRY_OFFICER: _("Qui compaiono le domande da certificare, appena il controllo è concluso."),
    Role.PROJECT_MANAGER: _("Qui compare ciò che manca al progetto per partire e per essere rendicontato."),
    Role.FINANCE_OFFICER: _("Qui compaiono le fatture da imputare, le domande da inviare e quelle da correggere."),
    Role.CASE_WORKER: _("Qui compare ciò che aspetta l'operatore della presa in carico."),
    Role.CASE_SUPERVISOR: _("Qui compaiono i piani e le chiusure da approvare."),
    Role.REGIONAL_OFFICER: _("Qui compare ciò che riguarda i progetti e i tavoli della Regione."),
    Role.EDITOR: _("Qui compare ciò che aspetta la redazione."),
    Role.AUDITOR: _("Le domande e i controlli si leggono dal menu: qui compare ciò che chiede una risposta."),
}


def what_will_come(user: User) -> list[str]:
    """Tell, for each role under which a person acts, what will appear on their Scrivania."""
    return [str(text) for role, text in WHAT_WILL_COME.items() if role in user.acting_roles]
