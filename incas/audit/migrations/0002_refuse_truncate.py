# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Triggers of rows do not see TRUNCATE: tables that are only added to refuse it too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='3d69c142bbfcb92009d34224a48509027c0cdcd3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_6c9ae', table='audit_entry', when='BEFORE')),
        ),
    ]
