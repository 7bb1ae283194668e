# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""E-mails about belonging to a body: plain text, nothing personal beyond the greeting. Sent after the transaction."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incas.core.addresses import whole_url
from incas.organisations.models import Body, Membership
from incas.organisations.queries.memberships import confirmers_of


def send_invitation(membership_id: int, secret: str) -> None:
    """Send the secret to the person invited. Nothing else ever holds it."""
    membership = _membership(membership_id)
    link = whole_url("organisations:open_invitation", secret)
    subject = _("Invito a InCaS plus per %(body)s") % {"body": membership.body.name}
    _send_about(membership, subject, "invitation", link=link, until=membership.invitation_ends_at)


def send_membership_suspended(membership_id: int) -> None:
    """Tell a person that a role of theirs is suspended."""
    _send_about(_membership(membership_id), _("Ruolo sospeso"), "membership_suspended")


def send_membership_reactivated(membership_id: int) -> None:
    """Tell a person that a role of theirs holds again."""
    link = whole_url("account_login")
    _send_about(_membership(membership_id), _("Ruolo riattivato"), "membership_reactivated", link=link)


def send_membership_ended(membership_id: int) -> None:
    """Tell a person that a role of theirs is over."""
    _send_about(_membership(membership_id), _("Ruolo cessato"), "membership_ended")


def send_about_to_lapse(membership_id: int) -> None:
    """Tell a person, a week before, that a role of theirs lapses unless it is confirmed."""
    _send_about(_membership(membership_id), _("Ruolo da confermare"), "membership_about_to_lapse")


def send_confirmation_due(body_id: int, keys: Iterable[int]) -> None:
    """Tell whoever may confirm these memberships of a body that they are to be; each is told their own number."""
    body = Body.objects.get(pk=body_id)
    link = whole_url("organisations:confirm_people")
    for address, count in sorted(confirmers_of(body_id, keys, on=timezone.localdate()).items()):
        subject = ngettext("%(count)s persona da confermare", "%(count)s persone da confermare", count)
        text = render_to_string(
            "organisations/email/confirmation_due.txt", {"body": body, "count": count, "link": link}
        )
        EmailMessage(subject % {"count": count}, text, settings.DEFAULT_FROM_EMAIL, [address]).send()


def _membership(membership_id: int) -> Membership:
    return Membership.objects.select_related("user", "body").get(pk=membership_id)


def _send_about(membership: Membership, subject: str, template: str, **context: object) -> None:
    text = render_to_string(f"organisations/email/{template}.txt", {"membership": membership, **context})
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [membership.user.email])
