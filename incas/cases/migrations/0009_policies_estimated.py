# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations

from incas.cases.policies import HANDED_OVER, LEDGER, PACKAGE, PAST, PRIVATE, PSEUDONYMOUS, SHARED, restate

SEEN_BY_SPECIALISTS = (
    "case", "observedindicator", "consent", "needscore", "permit", "permitevent", "admission", "casereview",
    "programme", "objective", "measure", "italianassessment", "engagement", "dwelling", "entitlement",
    "programmereview", "family", "person", "parentlink", "union",
)
OF_THE_SERVICE_ALONE = (
    "closure", "report", "diaryentry", "casetask", "grant", "expiryalert", "personrequest", "identity", "ledgerreview",
)


class Migration(migrations.Migration):
    """The same rules, written so that the planner does not take the rows they show for one in two hundred."""

    dependencies = [("cases", "0008_closures")]

    operations = [
        *(restate(f"cases_{table}", PSEUDONYMOUS) for table in SEEN_BY_SPECIALISTS),
        *(restate(f"cases_{table}", PRIVATE) for table in OF_THE_SERVICE_ALONE),
        restate("cases_thread", SHARED),
        restate("cases_post", SHARED),
        restate("cases_transfer", HANDED_OVER),
        restate("cases_handedpackage", PACKAGE),
        restate("cases_reading", LEDGER),
        restate("cases_pastrow", PAST),
    ]
