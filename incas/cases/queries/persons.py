# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Finding a person again within one Comune, by fingerprints alone: nothing is opened unless who asks may open it."""

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.identities import Fingerprints, IdentityContent, name_fingerprint, tax_code_fingerprint
from incas.cases.models import Case, Identity, Person

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_SHOWN: Final = 12
SAME_TAX_CODE: "Final[StrOrPromise]" = _("stesso codice fiscale")
SAME_NAME: "Final[StrOrPromise]" = _("stesso nome")
LIKE_NAME: "Final[StrOrPromise]" = _("nome simile")


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody known to the Comune who may be the person at hand.

    `code` is the person's own; `case` the one that leads to them, their own or that of their family (None: none is
    left). `name` is there only for who may open that case.
    """

    code: str
    why: "StrOrPromise"
    case: Case | None
    is_relative_only: bool
    may_open: bool
    name: str = ""


def probable_matches(
    fingerprints: Fingerprints, *, body_id: int, by: User, besides: Person | None = None
) -> list[Match]:
    """Find who in a Comune may be the same person: fiscal code, whole name, two words of it, or one and the year.

    Two queries, three where something is found.
    """
    pairs = list(combinations(fingerprints.tokens, 2))
    if fingerprints.year is not None:
        pairs += [(token, fingerprints.year) for token in fingerprints.tokens]
    alike = Q(name_index=fingerprints.name)
    for pair in pairs:
        alike |= Q(token_index__contains=list(pair))
    if fingerprints.tax_code is not None:
        alike |= Q(tax_code_index=fingerprints.tax_code)
    found = _of_body(body_id).filter(alike)
    if besides is not None:
        found = found.exclude(person=besides)
    return _told(found, fingerprints, by=by)


def find_person(*, name: str, tax_code: str, body_ids: tuple[int, ...], by: User) -> list[Match]:
    """Find who in these Comuni has exactly this name or this fiscal code. Three queries a Comune at most."""
    found: list[Match] = []
    for body_id in body_ids:
        asked = Fingerprints(
            name=name_fingerprint(name, body_id=body_id) if name else b"",
            tokens=(),
            year=None,
            tax_code=tax_code_fingerprint(tax_code, body_id=body_id) if tax_code else None,
        )
        same = Q(name_index=asked.name) if name else Q(tax_code_index=asked.tax_code)
        found += _told(_of_body(body_id).filter(same), asked, by=by)
    return found


def _of_body(body_id: int) -> QuerySet[Identity]:
    """The identities of one Comune: those of colleagues too, which are compared and not opened."""
    same_body = Identity.objects.unscoped(reason="a person is looked for in the whole Comune, without being opened")
    return same_body.filter(body_id=body_id)


def _told(found: QuerySet[Identity], asked: Fingerprints, *, by: User) -> list[Match]:
    """Say what each is alike in, surest first, with what may be shown of them to a person."""
    identities = list(found.select_related("person").order_by("pk")[:MOST_SHOWN])
    if not identities:
        return []
    families = {identity.person.family_id for identity in identities}
    persons = list(Person.objects.scoped().filter(family__in=families, case__isnull=False).order_by("-is_holder", "pk"))
    cases = Case.objects.scoped().filter(pk__in=[person.case_id for person in persons]).select_related("service")
    by_key = {case.pk: case for case in cases}
    opened = set(Case.objects.opened_by(by).filter(pk__in=by_key).values_list("pk", flat=True))
    leading: dict[int, Case] = {}
    for person in persons:
        if person.case_id is not None:
            leading.setdefault(person.family_id, by_key[person.case_id])
    matches = []
    for identity in identities:
        own = by_key.get(identity.person.case_id or 0)
        case = own or leading.get(identity.person.family_id)
        may_open = case is not None and case.pk in opened
        matches.append(
            Match(
                code=identity.person.code,
                why=_alike(identity, asked),
                case=case,
                is_relative_only=own is None,
                may_open=may_open,
                name=IdentityContent.opened(identity.sealed).full_name if may_open else "",
            )
        )
    order = (SAME_TAX_CODE, SAME_NAME, LIKE_NAME)
    return sorted(matches, key=lambda match: order.index(match.why))


def _alike(identity: Identity, asked: Fingerprints) -> "StrOrPromise":
    if asked.tax_code is not None and identity.tax_code_index == asked.tax_code:
        return SAME_TAX_CODE
    return SAME_NAME if identity.name_index == asked.name else LIKE_NAME
