# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What documents taken in before are in euro.

The currency is that of the first file taken in, as the total is. Of a document in euro the total in euro is its total. Of one
in another currency nobody ever said it: where something is charged already, it becomes what is charged, so that nothing certified,
sent or being written changes, and nothing more is charged until somebody who may says the right figure (`euro_source` "charged"
says so, and a check warns of it); where nothing is charged it stays to be told.
"""

from django.db import migrations

CURRENCY = """
    UPDATE finance_documentidentity identity SET currency = stated.currency
    FROM (
        SELECT DISTINCT ON (identity_id) identity_id, currency FROM finance_spendingdocument
        ORDER BY identity_id, imported_at, id
    ) stated
    WHERE stated.identity_id = identity.id AND stated.currency NOT IN ('', 'EUR');
"""
IN_EURO = "UPDATE finance_documentidentity SET euro_total = total WHERE currency = 'EUR';"
CHARGED_ALREADY = """
    UPDATE finance_documentidentity
    SET euro_total = charged, euro_source = 'charged', euro_on = (now() AT TIME ZONE 'Europe/Rome')::date
    WHERE currency <> 'EUR' AND charged <> 0;
"""


class Migration(migrations.Migration):
    dependencies = [("finance", "0015_documents_in_another_currency_have_a_total_in_euro")]

    operations = [migrations.RunSQL([CURRENCY, IN_EURO, CHARGED_ALREADY], migrations.RunSQL.noop)]
