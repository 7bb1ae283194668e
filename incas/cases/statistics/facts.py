# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is read of every case to count it: a handful of grouped queries for each stretch of cases.

A stretch is forgotten once it was counted, so that what is held does not grow with the cases. Facts are of the last day
of the period where the platform knows the day, and as they stand otherwise (how the case was reported, how it was
closed). Who refused or withdrew the consent to statistics is in no figure: the newest answer holds, and where none was
asked the case counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from incas.cases import kinship
from incas.cases.choices.cases import Answer, ConsentKind, Need, Observation, Outcome, Phase
from incas.cases.choices.permits import PERMIT_PENDING, PermitKind, PermitState
from incas.cases.choices.pilot import LawRule
from incas.cases.choices.programmes import CONTRACTS, DwellingKind, MeasureState, ServiceArea
from incas.cases.law import pilot_rules
from incas.cases.models import (
    Admission,
    Case,
    Consent,
    Dwelling,
    Engagement,
    ItalianAssessment,
    Measure,
    NeedScore,
    ObservedIndicator,
    ParentLink,
    Permit,
    Person,
    Union,
)

Rows = TypeVar("Rows", bound=QuerySet[Any])

REASON = "figures of the pilot"
STRETCH: Final = 2_000
"""How many cases are read at a time."""
OUTCOMES = {
    Outcome.AUTONOMY: "autonomy",
    Outcome.CONTRACT: "contract",
    Outcome.CONVERSION: "conversion",
    Outcome.TRANSFER: "transfer",
    Outcome.ABANDONED: "abandoned",
    Outcome.REVOKED: "revoked",
}
DWELLINGS = {
    DwellingKind.AUTONOMOUS: "autonomous",
    DwellingKind.SUPPORTED: "supported",
    DwellingKind.RECEPTION: "reception",
    DwellingKind.SHELTER: "reception",
}
DEGREES = {1: "first", 2: "second"}


@dataclass(slots=True)
class Facts:
    """One case, classified. Never printed, never stored, never given out of this package."""

    body_id: int
    categories: dict[str, str] = field(repr=False)
    values: dict[str, tuple[Decimal, ...]] = field(repr=False, default_factory=dict)
    kinds: frozenset[int] = field(repr=False, default=frozenset())
    """Kinds of the measures begun, by their key."""


def read_facts(until: date) -> Iterator[Facts]:
    """Read and classify the cases opened by a day. Fifteen queries a stretch; inside the whole platform's scope."""
    last = 0
    while cases := _cases(until, after=last):
        last = cases[-1]["pk"]
        yield from _classified(cases, until)


def _classified(cases: list[Mapping[str, Any]], until: date) -> Iterator[Facts]:
    """Read what hangs from a stretch of cases, and classify them."""
    reader = _Reader(until, frozenset(row["pk"] for row in cases))
    permits, admissions = reader.permits(), reader.admissions()
    observed, kinds = reader.observed(), reader.kinships()
    measures, italian, work = reader.measures(), reader.italian(), reader.work()
    dwellings, scores = reader.dwellings(), reader.scores()
    for row in cases:
        key = row["pk"]
        facts = Facts(row["body_id"], {"sector": row["sector"], "age": row["age_band"], "sex": row["sex"]})
        admitted_on = admissions.get(key)
        facts.categories |= _path(row, permits.get(key, []), admitted_on, is_observed=key in observed)
        facts.categories["kinship"] = kinds.get(key, "other") if row["is_relative"] else "holder"
        facts.categories |= _results(row, italian.get(key, []), work.get(key, []), dwellings.get(key, ""), until)
        _add_measures(facts, measures.get(key, []))
        _add_needs(facts, scores.get(key, {}))
        _add_days(facts, row["opened_on"], permits.get(key, []), admitted_on)
        yield facts


def _cases(until: date, *, after: int) -> list[Mapping[str, Any]]:
    answers = Consent.objects.scoped().filter(case=OuterRef("pk"), kind=ConsentKind.STATISTICS)
    newest = Coalesce(Subquery(answers.order_by("-given_on", "-pk").values("answer")[:1]), Value(""))
    found = Case.objects.unscoped(reason=REASON).filter(opened_on__lte=until, pk__gt=after).annotate(consent=newest)
    found = found.exclude(consent__in=[Answer.REFUSED, Answer.WITHDRAWN])
    fields = ("pk", "body_id", "opened_on", "closed_on", "phase", "outcome", "is_relative", "sector", "age_band", "sex")
    return list(found.order_by("pk").values(*fields)[:STRETCH])


class _Reader:
    """Reads the rows of the cases that count, by the key of their case."""

    def __init__(self, until: date, cases: frozenset[int]) -> None:
        self.until = until
        self.cases = cases
        self.stretch = (min(cases), max(cases))

    def permits(self) -> dict[int, list[Mapping[str, Any]]]:
        """Permits of art. 18-ter known by the day, the oldest first."""
        fields = ("case_id", "state", "previous_id", "reported_on", "proposed_on", "opinion_on", "issued_on")
        found = self._hanging(Permit.objects.unscoped(reason=REASON)).filter(kind=PermitKind.ART_18_TER)
        found = found.filter(Q(reported_on__isnull=True) | Q(reported_on__lte=self.until)).order_by("case_id", "pk")
        return self._grouped(found.values(*fields).iterator())

    def admissions(self) -> dict[int, date]:
        """The first day of each case's admission."""
        found = self._hanging(Admission.objects.unscoped(reason=REASON)).filter(admitted_on__lte=self.until)
        rows = found.order_by("case_id", "-admitted_on").values_list("case_id", "admitted_on")
        return {case: on for case, on in rows.iterator() if on is not None}

    def observed(self) -> set[int]:
        """Cases in which some indicator of exploitation was observed."""
        found = self._hanging(ObservedIndicator.objects.unscoped(reason=REASON)).filter(
            observation=Observation.OBSERVED
        )
        return set(found.filter(noted_on__lte=self.until).values_list("case_id", flat=True).distinct().iterator())

    def measures(self) -> dict[int, list[Mapping[str, Any]]]:
        """Kinds of the measures begun and their areas, with what they cost."""
        found = self._hanging(Measure.objects.unscoped(reason=REASON)).exclude(state=MeasureState.PLANNED)
        rows = found.filter(starts_on__lte=self.until).values("case_id", "kind_id", "kind__area")
        return self._grouped(rows.annotate(cost=Sum("cost")).order_by().iterator())

    def italian(self) -> dict[int, list[Mapping[str, Any]]]:
        """Levels of Italian, the first assessed first."""
        found = self._hanging(ItalianAssessment.objects.unscoped(reason=REASON)).filter(assessed_on__lte=self.until)
        return self._grouped(found.order_by("case_id", "assessed_on").values("case_id", "level").iterator())

    def work(self) -> dict[int, list[Mapping[str, Any]]]:
        """Contracts begun, the first begun first."""
        found = self._hanging(Engagement.objects.unscoped(reason=REASON)).filter(
            kind__in=sorted(CONTRACTS), starts_on__lte=self.until
        )
        fields = ("case_id", "starts_on", "ends_on", "verified_on", "still_working")
        return self._grouped(found.order_by("case_id", "starts_on", "pk").values(*fields).iterator())

    def dwellings(self) -> dict[int, str]:
        """The last dwelling of each case."""
        found = self._hanging(Dwelling.objects.unscoped(reason=REASON)).filter(starts_on__lte=self.until)
        return dict(found.order_by("case_id", "starts_on", "pk").values_list("case_id", "kind").iterator())

    def scores(self) -> dict[int, dict[str, list[int]]]:
        """Scores of each need, the first weighed first."""
        found = self._hanging(NeedScore.objects.unscoped(reason=REASON)).filter(weighed_on__lte=self.until)
        rows = found.order_by("case_id", "weighed_on", "pk").values_list("case_id", "need", "score")
        by_case: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for case, need, score in rows.iterator():
            by_case[case][need].append(score)
        return by_case

    def kinships(self) -> dict[int, str]:
        """What each relative taken charge of is to the holder of their family."""
        relatives = self._hanging(Person.objects.unscoped(reason=REASON)).filter(case__is_relative=True)
        families = relatives.values("family")
        persons = Person.objects.unscoped(reason=REASON).filter(family__in=families).order_by("pk")
        links = ParentLink.objects.unscoped(reason=REASON).filter(family__in=families).order_by("pk")
        unions = Union.objects.unscoped(reason=REASON).filter(family__in=families).order_by("pk")
        limit = pilot_rules(self.until).one(LawRule.KINSHIP_LIMIT)
        found: dict[int, str] = {}
        by_family = _by(persons.values("family_id", "pk", "case_id", "is_holder"), "family_id")
        parents = _by(links.values("family_id", "parent_id", "child_id", "kind"), "family_id")
        couples = _by(unions.values("family_id", "one_id", "other_id", "kind", "ended"), "family_id")
        for family, members in by_family.items():
            found |= _degrees(members, parents.get(family, []), couples.get(family, []), limit)
        return found

    def _hanging(self, rows: Rows) -> Rows:
        """Keep what hangs from the cases of the stretch, and from those between them that do not count."""
        first, last = self.stretch
        return rows.filter(case__gte=first, case__lte=last)

    def _grouped(self, rows: Iterable[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
        return _by((row for row in rows if row["case_id"] in self.cases), "case_id")


def _by(rows: Iterable[Mapping[str, Any]], key: str) -> dict[int, list[Mapping[str, Any]]]:
    grouped: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row[key]].append(row)
    return grouped


def _degrees(
    members: list[Mapping[str, Any]], parents: list[Mapping[str, Any]], couples: list[Mapping[str, Any]], limit: int
) -> dict[int, str]:
    """Compute the category of each relative of a family; a family that contradicts itself is to be verified."""
    holder = next((row["pk"] for row in members if row["is_holder"]), None)
    if holder is None:
        return {}
    try:
        family = kinship.Family(
            [kinship.Person(str(row["pk"]), None) for row in members],
            [
                kinship.ParentLink(str(row["parent_id"]), str(row["child_id"]), kinship.ParentKind(row["kind"]))
                for row in parents
            ],
            [
                kinship.Union(
                    str(row["one_id"]),
                    str(row["other_id"]),
                    kinship.UnionKind(row["kind"]),
                    kinship.UnionEnd(row["ended"]) if row["ended"] else None,
                )
                for row in couples
            ],
        )
        bonds = kinship.kinship_of(family, str(holder), limit)
    except kinship.FamilyRefused:
        return {}
    return {row["case_id"]: _degree(bonds[str(row["pk"])]) for row in members if row["case_id"] and row["pk"] != holder}


def _degree(bond: kinship.Kinship) -> str:
    if bond.outcome is kinship.Outcome.SPOUSE:
        return "spouse"
    return DEGREES.get(bond.degree or 0, "other") if bond.outcome is kinship.Outcome.WITHIN else "other"


def _path(
    row: Mapping[str, Any], permits: list[Mapping[str, Any]], admitted_on: date | None, *, is_observed: bool
) -> dict[str, str]:
    """Say how far a case went, and where its permit is."""
    is_recognised = any(each["proposed_on"] or each["opinion_on"] or each["issued_on"] for each in permits)
    if admitted_on is not None:
        stage = "admitted"
    elif is_recognised:
        stage = "recognised"
    else:
        stage = "identified" if is_observed or row["phase"] == Phase.IDENTIFIED else "reported"
    return {"stage": stage, "permit": _permit(permits[-1]) if permits else "none"}


def _permit(last: Mapping[str, Any]) -> str:
    """Say where the last permit of a case is."""
    state = PermitState(last["state"])
    if state in PERMIT_PENDING:
        return "proposed" if last["proposed_on"] or last["opinion_on"] else "pending"
    if state == PermitState.ISSUED:
        return "renewed" if last["previous_id"] else "issued"
    known = {PermitState.RENEWED: "renewed", PermitState.CONVERTED: "converted", PermitState.REVOKED: "revoked"}
    return known.get(state, "ended")


def _results(
    row: Mapping[str, Any], italian: list[Mapping[str, Any]], work: list[Mapping[str, Any]], dwelling: str, until: date
) -> dict[str, str]:
    """Say how a case ended, what was learnt, whether there is work and where the person lives."""
    closed_on = row["closed_on"] if row["closed_on"] is not None and row["closed_on"] <= until else None
    gained = italian[-1]["level"] - italian[0]["level"] if len(italian) > 1 else None
    return {
        "outcome": "open" if closed_on is None else OUTCOMES.get(row["outcome"], "other"),
        "italian": "unmeasured" if gained is None else "gained" if gained > 0 else "same",
        "exit_work": "open" if closed_on is None else "with" if _works_on(work, closed_on) else "without",
        "work": _checked(work, until),
        "housing": DWELLINGS.get(DwellingKind(dwelling), "precarious") if dwelling else "unknown",
    }


def _works_on(work: list[Mapping[str, Any]], day: date) -> bool:
    return any(each["starts_on"] <= day and (each["ends_on"] is None or each["ends_on"] >= day) for each in work)


def _checked(work: list[Mapping[str, Any]], until: date) -> str:
    checked = [each for each in work if each["verified_on"] is not None and each["verified_on"] <= until]
    if not checked:
        return "started" if work else "none"
    return "kept" if checked[-1]["still_working"] else "lost"


def _add_measures(facts: Facts, measures: list[Mapping[str, Any]]) -> None:
    areas = {each["kind__area"] for each in measures}
    for area in ServiceArea:
        facts.categories[f"area_{area.value}"] = "yes" if area in areas else "no"
    facts.kinds = frozenset(each["kind_id"] for each in measures)
    cost = sum((each["cost"] or Decimal(0) for each in measures), Decimal(0))
    facts.categories["cost"] = "with" if cost else "without"
    facts.values["cost"] = (cost,)


def _add_needs(facts: Facts, scores: dict[str, list[int]]) -> None:
    for need in Need:
        weighed = scores.get(need, [])
        slug = f"need_{need.value}"
        facts.categories[slug] = "measured" if len(weighed) > 1 else "unmeasured"
        if len(weighed) > 1:
            facts.values[slug] = (Decimal(weighed[0]), Decimal(weighed[-1]))


def _add_days(facts: Facts, opened_on: date, permits: list[Mapping[str, Any]], admitted_on: date | None) -> None:
    first = next((each for each in permits if each["issued_on"] is not None), None)
    issued_on = first["issued_on"] if first else None
    spans = {
        "days_report_issue": (first["reported_on"] if first else None, issued_on),
        "days_issue_admission": (issued_on, admitted_on),
        "days_report_admission": (opened_on, admitted_on),
    }
    for slug, (start, end) in spans.items():
        is_known = start is not None and end is not None
        facts.categories[slug] = "known" if is_known else "unknown"
        if start is not None and end is not None:
            facts.values[slug] = (Decimal((end - start).days),)
