# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Triggers of rows do not see TRUNCATE: tables that are only added to refuse it too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0006_longer_codes_kept'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='linedecision',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='3287f664c502ebc392baeb21eddfda31113bcfdf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_aca9d', table='finance_linedecision', when='BEFORE')),
        ),
    ]
