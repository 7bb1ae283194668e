# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A version of the rules taken away as a file."""

from django.http import FileResponse, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from incas.accounts.requests import SignedInRequest
from incas.core.exports import xlsx_response
from incas.core.pages import object_page
from incas.programmes import rules
from incas.programmes.exchange import to_json, to_sheets
from incas.programmes.models import RuleSet
from incas.programmes.queries import rulebook_of


def name_of(rule_set: RuleSet) -> str:
    """Name the file of a version."""
    return f"regole-{slugify(rule_set.call.code)}-v{rule_set.version}"


@object_page(RuleSet, allowed=rules.read_calls, related=("call",))
@require_safe
def as_json(_request: SignedInRequest, rule_set: RuleSet) -> HttpResponse:
    """Give the rules as JSON, which another call can begin from."""
    response = HttpResponse(to_json(rulebook_of(rule_set)), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name_of(rule_set)}.json"'
    return response


@object_page(RuleSet, allowed=rules.read_calls, related=("call",))
@require_safe
def as_xlsx(_request: SignedInRequest, rule_set: RuleSet) -> FileResponse:
    """Give the rules as a spreadsheet, a sheet for each subject."""
    return xlsx_response(name_of(rule_set), to_sheets(rulebook_of(rule_set)))
