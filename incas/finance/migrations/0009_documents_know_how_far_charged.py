# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Each document repeats how far its identity is charged: lists of a body find theirs from one index."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_refuse_truncate'),
        ('finance', '0008_never_emptied'),
        ('organisations', '0005_territories_counted_from_their_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='documentidentity',
            name='identity_not_charged',
        ),
        migrations.RemoveIndex(
            model_name='documentidentity',
            name='identity_charged_in_part',
        ),
        migrations.AddField(
            model_name='spendingdocument',
            name='charge',
            field=models.CharField(choices=[('none', 'Da imputare'), ('part', 'Imputati in parte'), ('all', 'Imputati del tutto')], default='none', max_length=4),
        ),
        migrations.AddIndex(
            model_name='spendingdocument',
            index=models.Index(fields=['body', 'charge', '-issued_on', '-id'], name='spending_document_by_charge'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentidentity',
            trigger=pgtrigger.compiler.Trigger(name='tells_its_documents', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE finance_spendingdocument SET charge = CASE NEW.charged WHEN 0 THEN 'none' WHEN NEW.total THEN 'all' ELSE 'part' END\n    WHERE identity_id = NEW.id AND charge <> CASE NEW.charged WHEN 0 THEN 'none' WHEN NEW.total THEN 'all' ELSE 'part' END;\n    RETURN NULL;\n", hash='93446a4a410bd96faf1e817edfd80c3625700111', operation='UPDATE OF "total", "charged"', pgid='pgtrigger_tells_its_documents_5b00f', table='finance_documentidentity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spendingdocument',
            trigger=pgtrigger.compiler.Trigger(name='charged_as_its_identity', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    SELECT CASE charged WHEN 0 THEN 'none' WHEN total THEN 'all' ELSE 'part' END INTO NEW.charge FROM finance_documentidentity WHERE id = NEW.identity_id FOR SHARE;\n    RETURN NEW;\n", hash='c83785f8634a8c66980838e137a63a8bb4c5562f', operation='INSERT OR UPDATE OF "identity_id", "charge"', pgid='pgtrigger_charged_as_its_identity_f523d', table='finance_spendingdocument', when='BEFORE')),
        ),
    ]
