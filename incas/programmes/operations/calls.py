# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Funds and calls."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.core.transitions import require_transition
from incas.programmes.choices import CALL_TRANSITIONS, CallState, RuleSetState
from incas.programmes.models import Call, Fund
from incas.programmes.operations.changes import apply_changes, plain


class CallRefused(Exception):
    """The call is not ready for this, or it is too late; the message says what to do, in Italian."""


@transaction.atomic
def create_fund(*, code: str, name: str, description: str, by: User, at: datetime) -> Fund:
    """Make a fund under which calls can be opened."""
    fund = Fund.objects.create(code=code, name=name, description=description)
    record(fund, "created", by=by, at=at)
    return fund


@transaction.atomic
def change_fund(*, fund: Fund, code: str, name: str, description: str, by: User, at: datetime) -> Fund:
    """Correct what is said of a fund. The same values again change nothing."""
    fund = Fund.objects.select_for_update().get(pk=fund.pk)
    before, after = apply_changes(fund, {"code": code, "name": name, "description": description})
    if before:
        record(fund, "changed", by=by, at=at, before=before, after=after)
    return fund


@transaction.atomic
def create_call(
    *,
    fund: Fund,
    code: str,
    title: str,
    summary: str,
    opens_on: date,
    closes_on: date,
    amount: Decimal,
    is_example: bool = False,
    by: User,
    at: datetime,
) -> Call:
    """Make a call in preparation. Only who runs the programme sees it until it is published."""
    values = {"code": code, "title": title, "opens_on": opens_on, "closes_on": closes_on, "amount": amount}
    call = Call.objects.create(fund=fund, summary=summary, is_example=is_example, **values)
    record(call, "created", by=by, at=at, after=plain(values | {"fund": fund}))
    return call


@transaction.atomic
def change_call(
    *,
    call: Call,
    fund: Fund,
    code: str,
    title: str,
    summary: str,
    opens_on: date,
    closes_on: date,
    amount: Decimal,
    by: User,
    at: datetime,
) -> Call:
    """Correct what is said of a call.

    Its code and its fund stay once it is published: projects and papers bear them. Raises CallRefused.
    """
    call = Call.objects.select_for_update().select_related("fund").get(pk=call.pk)
    if call.state != CallState.DRAFT and (call.code != code or call.fund != fund):
        raise CallRefused(_("Il codice e il fondo di un avviso pubblicato non cambiano."))
    values = {
        "fund": fund,
        "code": code,
        "title": title,
        "summary": summary,
        "opens_on": opens_on,
        "closes_on": closes_on,
        "amount": amount,
    }
    before, after = apply_changes(call, values)
    if before:
        record(call, "changed", by=by, at=at, before=before, after=after)
    return call


@transaction.atomic
def publish_call(*, call: Call, by: User, at: datetime) -> Call:
    """Show a call to every body, so that projects may be made under it.

    Called again it changes nothing. Raises TransitionRefused from a closed call, CallRefused without published rules.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.state == CallState.PUBLISHED:
        return call
    require_transition(CALL_TRANSITIONS, call.state, CallState.PUBLISHED)
    if not call.rule_sets.filter(state=RuleSetState.PUBLISHED).exists():
        raise CallRefused(_("Mancano le regole: prima di pubblicare l'avviso, pubblicare una versione delle regole."))
    return _move(call, CallState.PUBLISHED, "published", by=by, at=at)


@transaction.atomic
def close_call(*, call: Call, by: User, at: datetime) -> Call:
    """Close a call: no new project is made under it, those that exist go on under their rules.

    Called again it changes nothing. Raises TransitionRefused from a call in preparation.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.state == CallState.CLOSED:
        return call
    require_transition(CALL_TRANSITIONS, call.state, CallState.CLOSED)
    return _move(call, CallState.CLOSED, "closed", by=by, at=at)


def _move(call: Call, state: CallState, verb: str, *, by: User, at: datetime) -> Call:
    before = call.state
    call.state = state
    call.save(update_fields=["state", "updated_at"])
    record(call, verb, by=by, at=at, before={"state": before}, after={"state": state.value})
    return call


@transaction.atomic
def delete_call(*, call: Call, by: User, at: datetime) -> None:
    """Delete a call in preparation with its draft of the rules. Called again it changes nothing.

    Raises CallRefused when it was published or has published rules: those last.
    """
    found = Call.objects.select_for_update().filter(pk=call.pk).first()
    if found is None:
        return
    if found.state != CallState.DRAFT or found.rule_sets.filter(state=RuleSetState.PUBLISHED).exists():
        raise CallRefused(_("Un avviso pubblicato, o con regole pubblicate, non si elimina."))
    record(found, "deleted", by=by, at=at)
    found.rule_sets.all().delete()
    found.delete()
