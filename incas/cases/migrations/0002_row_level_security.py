# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations

from incas.cases.policies import (
    FUNCTIONS,
    HANDED_OVER,
    LEDGER,
    NO_FUNCTIONS,
    OF_ITS_CASE,
    OF_ITS_FAMILY,
    PACKAGE,
    PAST,
    PRIVATE,
    PSEUDONYMOUS,
    SHARED,
    STAYS,
    WITHIN_FAMILY,
    protect,
)

SEEN_BY_SPECIALISTS = (
    "observedindicator", "consent", "needscore", "permit", "permitevent", "admission", "casereview", "programme",
    "objective", "measure", "italianassessment", "engagement", "dwelling", "entitlement", "programmereview",
)
OF_THE_SERVICE_ALONE = ("report", "diaryentry", "casetask", "grant", "expiryalert", "personrequest")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        protect("cases_case", PSEUDONYMOUS),
        *(protect(f"cases_{table}", PSEUDONYMOUS, OF_ITS_CASE) for table in SEEN_BY_SPECIALISTS),
        *(protect(f"cases_{table}", PRIVATE, OF_ITS_CASE) for table in OF_THE_SERVICE_ALONE),
        protect("cases_family", PSEUDONYMOUS),
        protect("cases_person", PSEUDONYMOUS, OF_ITS_CASE, OF_ITS_FAMILY),
        protect("cases_parentlink", PSEUDONYMOUS, OF_ITS_FAMILY, WITHIN_FAMILY),
        protect("cases_union", PSEUDONYMOUS, OF_ITS_FAMILY, WITHIN_FAMILY),
        protect("cases_identity", PRIVATE),
        protect("cases_ledgerreview", PRIVATE),
        protect("cases_thread", SHARED, OF_ITS_CASE),
        protect("cases_post", SHARED, OF_ITS_CASE),
        protect("cases_transfer", HANDED_OVER, OF_ITS_CASE),
        protect("cases_handedpackage", PACKAGE),
        protect("cases_reading", LEDGER, keeps_past=False),
        protect("cases_pastrow", PAST, STAYS, keeps_past=False),
    ]
