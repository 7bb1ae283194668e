# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pilot: services, cases without names, who the persons are, permits, programmes, access, coordination."""

from incas.cases.models.access import Grant, HandedPackage, LedgerReview, PastRow, PersonRequest, Reading, Transfer
from incas.cases.models.base import CaseRecord, Unscoped, new_code
from incas.cases.models.cases import Case, Closure, Consent, NeedScore, ObservedIndicator, Report
from incas.cases.models.coordination import Criticality, EvaluationAnswer, EvaluationQuestion, Post, Thread
from incas.cases.models.expiries import Expiry
from incas.cases.models.figures import DifferenceNote, PublishedFigures
from incas.cases.models.permits import Admission, CaseReview, ExpiryAlert, Permit, PermitEvent
from incas.cases.models.persons import Family, Identity, ParentLink, Person, Union
from incas.cases.models.programmes import (
    CaseTask,
    DiaryEntry,
    Dwelling,
    Engagement,
    Entitlement,
    ItalianAssessment,
    Measure,
    Objective,
    Programme,
    ProgrammeReview,
)
from incas.cases.models.services import LocalMeasure, MeasureKind, PilotRule, PilotService, served_by

__all__ = [
    "Admission",
    "Case",
    "CaseRecord",
    "CaseReview",
    "CaseTask",
    "Closure",
    "Consent",
    "Criticality",
    "DiaryEntry",
    "DifferenceNote",
    "Dwelling",
    "Engagement",
    "Entitlement",
    "EvaluationAnswer",
    "EvaluationQuestion",
    "Expiry",
    "ExpiryAlert",
    "Family",
    "Grant",
    "HandedPackage",
    "Identity",
    "ItalianAssessment",
    "LedgerReview",
    "LocalMeasure",
    "Measure",
    "MeasureKind",
    "NeedScore",
    "Objective",
    "ObservedIndicator",
    "ParentLink",
    "PastRow",
    "Permit",
    "PermitEvent",
    "Person",
    "PersonRequest",
    "PilotRule",
    "PilotService",
    "Post",
    "Programme",
    "ProgrammeReview",
    "PublishedFigures",
    "Reading",
    "Report",
    "Thread",
    "Transfer",
    "Union",
    "Unscoped",
    "new_code",
    "served_by",
]
