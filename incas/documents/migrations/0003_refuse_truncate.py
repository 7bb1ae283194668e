# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Triggers of rows do not see TRUNCATE: tables that are only added to refuse it too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_kept_files_and_lasting_receipts'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='receipt',
            name='receipt_for_good',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8633dd40f92ab6e9c61ca8b8987e5b784a4ecfae', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d23c0', table='documents_receipt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='916aecc7f16ec11b3558c2e6d3469502efc1ea22', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_43351', table='documents_receipt', when='BEFORE')),
        ),
    ]
