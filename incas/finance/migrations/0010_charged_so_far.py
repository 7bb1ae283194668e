# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Documents taken in before are told how far they are charged: the trigger reads it, whatever is asked for."""

from django.db import migrations

READ_AGAIN = """
    UPDATE finance_spendingdocument document SET charge = document.charge
    FROM finance_documentidentity identity WHERE identity.id = document.identity_id AND identity.charged <> 0;
"""


class Migration(migrations.Migration):
    dependencies = [("finance", "0009_documents_know_how_far_charged")]

    operations = [migrations.RunSQL(READ_AGAIN, migrations.RunSQL.noop)]
