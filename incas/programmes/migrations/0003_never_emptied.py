# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Triggers of rows do not see TRUNCATE: tables whose rows some trigger keeps refuse it too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0002_hold_parts_in_their_rule_set'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='ceiling',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='4399e3b070c4ea7adbb0b7b4a28a9fdced27956a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_b555c', table='programmes_ceiling', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='costitem',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='bb20ec312f826324a4ea4d2b4d3dacfb13861573', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_29067', table='programmes_costitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidencerule',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='a875d5cb547c82c49a81f614b6ec279b1efb20cb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_a576e', table='programmes_evidencerule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phase',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='b348ad968ddc88703290116f7eb4ef38e268b83b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_cad5b', table='programmes_phase', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ruleset',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='96aa7c97cea146ce05a5ba1681d56d978da6524a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_7dfcd', table='programmes_ruleset', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tranche',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='201c39cbf4f63de4bbaa188e4f0a1ab0a4154573', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_59075', table='programmes_tranche', when='BEFORE')),
        ),
    ]
