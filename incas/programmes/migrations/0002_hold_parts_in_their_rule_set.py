# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='ceiling',
            name='frozen_once_published',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='costitem',
            name='frozen_once_published',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evidencerule',
            name='frozen_once_published',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='phase',
            name='frozen_once_published',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='tranche',
            name='frozen_once_published',
        ),
        migrations.RemoveConstraint(
            model_name='costitem',
            name='cost_item_flat_rate_has_percent',
        ),
        migrations.AddField(
            model_name='ruleset',
            name='final_claim_days',
            field=models.PositiveSmallIntegerField(default=60, verbose_name="giorni per inviare l'ultima dopo la fine del progetto"),
        ),
        migrations.AddField(
            model_name='ruleset',
            name='written_sections',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('source', 'Fonte e note'), ('items', 'Voci di costo'), ('ceilings', 'Massimali'), ('flat_rates', 'Tassi forfettari'), ('period', 'Periodo ammissibile'), ('tranches', 'Quote di pagamento'), ('cadence', 'Cadenza e termini'), ('evidence', 'Documenti richiesti per voce'), ('codes', 'CUP, CIG e IVA'), ('moves', 'Spostamenti tra voci'), ('phases', 'Controlli: fasi, durata, silenzio')], max_length=12), blank=True, default=list, size=None),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ceiling',
            trigger=pgtrigger.compiler.Trigger(name='frozen_once_published', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parent_state text;', func="\n            SELECT state INTO parent_state FROM programmes_ruleset\n            WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.rule_set_id ELSE OLD.rule_set_id END FOR SHARE;\n            IF parent_state = 'published' THEN\n                RAISE EXCEPTION 'a published rule set never changes' USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            IF TG_OP = 'UPDATE' AND NEW.rule_set_id <> OLD.rule_set_id THEN\n                RAISE EXCEPTION 'a part stays in its rule set' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='ebb1c055d745c656199c578baaab79e3e8cbc514', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_once_published_237de', table='programmes_ceiling', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ceiling',
            trigger=pgtrigger.compiler.Trigger(name='item_of_its_rule_set', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.item_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM programmes_costitem WHERE id = NEW.item_id AND rule_set_id = NEW.rule_set_id\n            ) THEN\n                RAISE EXCEPTION 'the item belongs to another rule set' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='3258a8a5caf3d1af8f33f93637b31006c0a0830c', operation='INSERT OR UPDATE', pgid='pgtrigger_item_of_its_rule_set_91dab', table='programmes_ceiling', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='costitem',
            trigger=pgtrigger.compiler.Trigger(name='frozen_once_published', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parent_state text;', func="\n            SELECT state INTO parent_state FROM programmes_ruleset\n            WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.rule_set_id ELSE OLD.rule_set_id END FOR SHARE;\n            IF parent_state = 'published' THEN\n                RAISE EXCEPTION 'a published rule set never changes' USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            IF TG_OP = 'UPDATE' AND NEW.rule_set_id <> OLD.rule_set_id THEN\n                RAISE EXCEPTION 'a part stays in its rule set' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='ecf8dcc02ffab14ff81d3a95a4fafafcc287929f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_once_published_d4183', table='programmes_costitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='costitem',
            trigger=pgtrigger.compiler.Trigger(name='item_of_its_rule_set', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.parent_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM programmes_costitem WHERE id = NEW.parent_id AND rule_set_id = NEW.rule_set_id\n            ) THEN\n                RAISE EXCEPTION 'the item belongs to another rule set' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='c227351cc4c17a6ebf3c816bdbcc2928d7a5ccee', operation='INSERT OR UPDATE', pgid='pgtrigger_item_of_its_rule_set_d2487', table='programmes_costitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='costitem',
            trigger=pgtrigger.compiler.Trigger(name='stays_a_tree', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."parent_id" IS DISTINCT FROM (NEW."parent_id"))', func="\n            IF EXISTS (\n                WITH RECURSIVE above AS (\n                    SELECT id, parent_id FROM programmes_costitem WHERE id = NEW.parent_id\n                    UNION\n                    SELECT item.id, item.parent_id FROM programmes_costitem item JOIN above ON item.id = above.parent_id\n                )\n                SELECT 1 FROM above WHERE id = NEW.id\n            ) THEN\n                RAISE EXCEPTION 'a cost item does not stand under itself' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='79b1c96d1c28cf27d67ae1eaa264bc6c558b6cc7', operation='UPDATE', pgid='pgtrigger_stays_a_tree_d813b', table='programmes_costitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidencerule',
            trigger=pgtrigger.compiler.Trigger(name='frozen_once_published', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parent_state text;', func="\n            SELECT state INTO parent_state FROM programmes_ruleset\n            WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.rule_set_id ELSE OLD.rule_set_id END FOR SHARE;\n            IF parent_state = 'published' THEN\n                RAISE EXCEPTION 'a published rule set never changes' USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            IF TG_OP = 'UPDATE' AND NEW.rule_set_id <> OLD.rule_set_id THEN\n                RAISE EXCEPTION 'a part stays in its rule set' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='de83602922eaaf7dab50d11f071329dc4e4cf7af', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_once_published_f1b56', table='programmes_evidencerule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidencerule',
            trigger=pgtrigger.compiler.Trigger(name='item_of_its_rule_set', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.item_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM programmes_costitem WHERE id = NEW.item_id AND rule_set_id = NEW.rule_set_id\n            ) THEN\n                RAISE EXCEPTION 'the item belongs to another rule set' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='0518679bb4464e9a4673523862919ab009f8b60d', operation='INSERT OR UPDATE', pgid='pgtrigger_item_of_its_rule_set_4262f', table='programmes_evidencerule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phase',
            trigger=pgtrigger.compiler.Trigger(name='frozen_once_published', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parent_state text;', func="\n            SELECT state INTO parent_state FROM programmes_ruleset\n            WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.rule_set_id ELSE OLD.rule_set_id END FOR SHARE;\n            IF parent_state = 'published' THEN\n                RAISE EXCEPTION 'a published rule set never changes' USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            IF TG_OP = 'UPDATE' AND NEW.rule_set_id <> OLD.rule_set_id THEN\n                RAISE EXCEPTION 'a part stays in its rule set' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='1ffb412a439362fcc09327c75ae697b18fef7f4b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_once_published_fcee2', table='programmes_phase', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tranche',
            trigger=pgtrigger.compiler.Trigger(name='frozen_once_published', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parent_state text;', func="\n            SELECT state INTO parent_state FROM programmes_ruleset\n            WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.rule_set_id ELSE OLD.rule_set_id END FOR SHARE;\n            IF parent_state = 'published' THEN\n                RAISE EXCEPTION 'a published rule set never changes' USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            IF TG_OP = 'UPDATE' AND NEW.rule_set_id <> OLD.rule_set_id THEN\n                RAISE EXCEPTION 'a part stays in its rule set' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='eb550c14ceb5f7a0b47e03f13fa0ef3ab12edbfb', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_once_published_6ce68', table='programmes_tranche', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='costitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('flat_rate_percent__isnull', True), ('kind', 'real')), models.Q(('flat_rate_percent__gt', 0), ('flat_rate_percent__isnull', False), ('flat_rate_percent__lte', 100), ('kind', 'flat_rate')), _connector='OR'), name='cost_item_flat_rate_has_percent'),
        ),
    ]
