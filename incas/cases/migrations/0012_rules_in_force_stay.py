# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_grants_by_last_day'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='pilotrule',
            trigger=pgtrigger.compiler.Trigger(name='in_force_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF OLD.valid_from <= CURRENT_DATE AND (\n    TG_OP = 'DELETE'\n    OR (OLD.rule, OLD.values, OLD.valid_from, OLD.source, OLD.is_verified, OLD.note)\n        IS DISTINCT FROM (NEW.rule, NEW.values, NEW.valid_from, NEW.source, NEW.is_verified, NEW.note)\n    OR (OLD.valid_until <= CURRENT_DATE AND NEW.valid_until IS DISTINCT FROM OLD.valid_until)\n) THEN\n    RAISE EXCEPTION 'a rule that was in force stays as it was' USING ERRCODE = 'check_violation';\nEND IF;\nIF TG_OP = 'DELETE' THEN\n    RETURN OLD;\nEND IF;\nRETURN NEW;\n", hash='b0eb54d34c77f723f785ab45d1a6bff5c7c5e28d', operation='UPDATE OR DELETE', pgid='pgtrigger_in_force_stays_afde3', table='cases_pilotrule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pilotrule',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='5f263c6e00e655a007c9ae0b491ae5dfabd97cc4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_7669c', table='cases_pilotrule', when='BEFORE')),
        ),
    ]
