# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Triggers of rows do not see TRUNCATE: tables whose rows some trigger keeps refuse it too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0007_refuse_truncate'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='e61db5c4d2aa03dccd0e18a83c8ba61b6bec6298', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_ebcbd', table='finance_claim', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimline',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='fc24d9ec2b027d4bbff683788546982d69f24394', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_1402a', table='finance_claimline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='5ab18eb75b827930cc2dd566d3cd1579eb595e01', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_945b0', table='finance_evidence', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expense',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='33516437a6fa7f8dd26c222fbd18a0be120176bb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_ccb3e', table='finance_expense', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='flatrateshare',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='7d005f3efb6e7932dcc847ddc1a86b5040ec2779', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_93566', table='finance_flatrateshare', when='BEFORE')),
        ),
    ]
