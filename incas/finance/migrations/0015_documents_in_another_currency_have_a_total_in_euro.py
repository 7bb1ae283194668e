# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A document in another currency has a total in euro, told by somebody; how far it is charged is reckoned on that."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0014_claims_hold_expenses_of_their_project'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='documentidentity',
            name='tells_its_documents',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='spendingdocument',
            name='charged_as_its_identity',
        ),
        migrations.AddField(
            model_name='documentidentity',
            name='currency',
            field=models.CharField(default='EUR', max_length=3),
        ),
        migrations.AddField(
            model_name='documentidentity',
            name='euro_on',
            field=models.DateField(null=True, verbose_name='del giorno'),
        ),
        migrations.AddField(
            model_name='documentidentity',
            name='euro_source',
            field=models.CharField(blank=True, choices=[('debit', 'Addebito della banca'), ('rate', 'Cambio ufficiale'), ('charged', 'Quanto era già imputato')], max_length=7, verbose_name='da dove viene'),
        ),
        migrations.AddField(
            model_name='documentidentity',
            name='euro_total',
            field=models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='totale in euro'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentidentity',
            trigger=pgtrigger.compiler.Trigger(name='tells_its_documents', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE finance_spendingdocument SET charge = CASE NEW.charged WHEN 0 THEN 'none' WHEN NEW.euro_total THEN 'all' ELSE 'part' END\n    WHERE identity_id = NEW.id AND charge <> CASE NEW.charged WHEN 0 THEN 'none' WHEN NEW.euro_total THEN 'all' ELSE 'part' END;\n    RETURN NULL;\n", hash='7b94282749722e46266f5c7d0d5aa5490c27754e', operation='UPDATE OF "euro_total", "charged"', pgid='pgtrigger_tells_its_documents_5b00f', table='finance_documentidentity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spendingdocument',
            trigger=pgtrigger.compiler.Trigger(name='charged_as_its_identity', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    SELECT CASE charged WHEN 0 THEN 'none' WHEN euro_total THEN 'all' ELSE 'part' END INTO NEW.charge FROM finance_documentidentity WHERE id = NEW.identity_id FOR SHARE;\n    RETURN NEW;\n", hash='1db821212f68ed2195e612033b78ce4d0d73e8f8', operation='INSERT OR UPDATE OF "identity_id", "charge"', pgid='pgtrigger_charged_as_its_identity_f523d', table='finance_spendingdocument', when='BEFORE')),
        ),
    ]
