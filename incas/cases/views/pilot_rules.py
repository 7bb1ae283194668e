# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The rules of the pilot by date: read by who works in it, added to by who runs the programme."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.pilot import LawRule
from incas.cases.forms.pilot_rules import RuleVersionForm
from incas.cases.models import PilotRule
from incas.cases.operations.pilot_rules import RuleRefused, add_rule_version, withdraw_rule_version
from incas.cases.pilot import register_pilot_part
from incas.core.editing import Editing
from incas.core.pages import object_page, page

register_pilot_part(
    gettext_lazy("Regole del progetto pilota"),
    gettext_lazy("Durate, gradi, termini, soglie: ogni regola con la sua data e la sua fonte."),
    "cases:pilot_rules",
    rule=rules.see_pilot,
    order=80,
)


@page(allowed=rules.see_pilot)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """List the rules with what they say today."""
    in_force = PilotRule.objects.visible_to(request.user).in_force(timezone.localdate()).order_by("rule")
    context = {"in_force": in_force, "may_write": rules.run_pilot(request.user)}
    return render(request, "cases/pilot_rules.html", context)


@page(allowed=rules.see_pilot)
@require_safe
def versions(request: SignedInRequest, rule: str) -> HttpResponse:
    """List the versions of a rule, newest first."""
    context = {
        "rule": _rule(rule),
        "versions": PilotRule.objects.visible_to(request.user).filter(rule=rule).order_by("-valid_from"),
        "today": timezone.localdate(),
        "may_write": rules.run_pilot(request.user),
    }
    return render(request, "cases/pilot_rule.html", context)


@page(allowed=rules.run_pilot)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, rule: str) -> HttpResponse:
    """Add a version of a rule."""
    found = _rule(rule)
    edit = Editing(request, RuleVersionForm, refusals=(RuleRefused,))
    return edit.save_with(
        lambda form: add_rule_version(rule=found, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse("cases:pilot_rule", args=[found.value]),
        message=_("Versione aggiunta."),
    ) or edit.render("cases/pilot_rule_form.html", {"rule": found})


@object_page(PilotRule, allowed=rules.run_pilot)
@require_POST
def withdraw(request: SignedInRequest, version: PilotRule) -> HttpResponse:
    """Take away a version whose day has not come."""
    try:
        withdraw_rule_version(version=version, by=request.user, at=timezone.now())
        messages.success(request, _("Versione ritirata."))
    except RuleRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("cases:pilot_rule", version.rule)


def _rule(name: str) -> LawRule:
    """Read the rule an address names; 404 for any other word."""
    try:
        return LawRule(name)
    except ValueError:
        raise Http404 from None
