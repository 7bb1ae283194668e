# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What was observed, consented and weighed in a case, as its pages tell it."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from incas.cases.choices.cases import (
    CONSENT_LACKING,
    CONSENTS_DUE,
    INDICATOR_GROUPS,
    Answer,
    ConsentKind,
    Indicator,
    IndicatorGroup,
    Moment,
    Need,
    Observation,
    Phase,
)
from incas.cases.models import Case, Consent, NeedScore


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator and what is known of it, since when (None: it was never looked at)."""

    indicator: Indicator
    observation: Observation
    noted_on: date | None


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A kind of consent: the one that holds, the older ones, what lacking it means (empty where it is given)."""

    kind: ConsentKind
    standing: Consent | None
    older: tuple[Consent, ...]
    lacking: str

    @property
    def is_due(self) -> bool:
        """Whether it is lacking and must not: every person is told or asked it, or this one said no."""
        return bool(self.lacking) and (self.kind in CONSENTS_DUE or self.standing is not None)


@dataclass(frozen=True, slots=True)
class Weighing:
    """The needs weighed on one day, at one moment, in the order of the domains."""

    moment: Moment
    weighed_on: date
    scores: dict[Need, NeedScore]

    @property
    def code(self) -> str:
        """What its address calls it: the code of one of its scores."""
        return next(iter(self.scores.values())).code


def observed(case: Case) -> dict[IndicatorGroup, list[IndicatorRow]]:
    """Give every indicator by group, with what is known of it in a case. One query."""
    known = {row.indicator: row for row in case.indicators.all()}
    groups: dict[IndicatorGroup, list[IndicatorRow]] = {}
    for group, indicators in INDICATOR_GROUPS.items():
        groups[group] = [
            IndicatorRow(one, Observation(known[one].observation), known[one].noted_on)
            if one in known
            else IndicatorRow(one, Observation.UNKNOWN, None)
            for one in indicators
        ]
    return groups


def unscored_needs(case: Case, moment: Moment) -> list[Need]:
    """Give the needs never weighed at a moment, in their order. One query."""
    scored = set(case.scores.filter(moment=moment).values_list("need", flat=True))
    return [need for need in Need if need not in scored]


def coming_moment(case: Case) -> Moment:
    """Give the moment at which needs are weighed next: the entry, until it is whole or over. One query."""
    unscored = unscored_needs(case, Moment.ENTRY)
    is_entering = case.phase in {Phase.REPORTED, Phase.IDENTIFIED}
    return Moment.ENTRY if len(unscored) == len(Need) or (is_entering and unscored) else Moment.REVIEW


def standing_consents(case: Case) -> dict[ConsentKind, Consent]:
    """Give, of each kind, the consent that holds: the newest. One query."""
    return {kind: rows[0] for kind, rows in _consents_by_kind(case).items()}


def consent_rows(case: Case) -> list[ConsentRow]:
    """Give every kind of consent, with the one that holds and those before it. One query."""
    by_kind = _consents_by_kind(case)
    rows = []
    for kind in ConsentKind:
        standing, *older = by_kind.get(kind, [None])
        is_given = standing is not None and standing.answer == Answer.GIVEN
        before = tuple(one for one in older if one is not None)
        rows.append(ConsentRow(kind, standing, before, "" if is_given else str(CONSENT_LACKING[kind])))
    return rows


def _consents_by_kind(case: Case) -> dict[ConsentKind, list[Consent]]:
    found: dict[ConsentKind, list[Consent]] = {}
    for consent in case.consents.order_by("-given_on", "-pk"):
        found.setdefault(ConsentKind(consent.kind), []).append(consent)
    return found


def weighings(case: Case) -> list[Weighing]:
    """Give the needs weighed in a case, newest first. One query."""
    found: dict[tuple[date, Moment], dict[Need, NeedScore]] = {}
    for score in case.scores.all():
        found.setdefault((score.weighed_on, Moment(score.moment)), {})[Need(score.need)] = score
    order = list(Moment)
    rows = [Weighing(moment, day, scores) for (day, moment), scores in found.items()]
    return sorted(rows, key=lambda row: (row.weighed_on, order.index(row.moment)), reverse=True)


def before_and_after(found: list[Weighing]) -> tuple[Weighing, Weighing] | None:
    """Choose what a case is compared by: its last entry, and the newest weighing after it; None with one alone."""
    entries = [row for row in found if row.moment == Moment.ENTRY]
    if not entries:
        return None
    entry = max(entries, key=attrgetter("weighed_on"))
    later = [row for row in found if row is not entry and row.weighed_on >= entry.weighed_on]
    return (entry, later[0]) if later else None
