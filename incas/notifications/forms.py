# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The kinds of messages a person wants by e-mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incas.notifications.kinds import KINDS


def by_label() -> list[tuple[str, str]]:
    """The kinds that apps send, in the order of their words."""
    return sorted(((kind, str(label)) for kind, label in KINDS.items()), key=lambda pair: pair[1])


class KindsForm(forms.Form):
    """Tick what should come by e-mail too."""

    wanted = forms.MultipleChoiceField(
        label=_("Avvisi per e-mail"),
        help_text=_("Tutti i messaggi restano comunque nella pagina Messaggi."),
        choices=by_label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def muted(self) -> set[str]:
        """What was left unticked."""
        return set(KINDS) - set(self.cleaned_data["wanted"])
