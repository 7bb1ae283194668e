# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_kept_files_and_lasting_receipts'),
        ('organisations', '0001_initial'),
        ('programmes', '0002_hold_parts_in_their_rule_set'),
        ('projects', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='project',
            name='project_cup_well_formed',
        ),
        migrations.RemoveConstraint(
            model_name='project',
            name='project_advance_has_day_and_amount',
        ),
        migrations.AlterField(
            model_name='project',
            name='code',
            field=models.CharField(max_length=40, unique=True, verbose_name='codice'),
        ),
        migrations.AlterField(
            model_name='project',
            name='cup',
            field=models.CharField(blank=True, max_length=15, verbose_name='CUP'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['body', 'code'], name='project_of_body'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['tutor', 'code'], name='project_of_tutor'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetline',
            trigger=pgtrigger.compiler.Trigger(name='budgeted_where_it_belongs', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT 1 FROM projects_workpackage WHERE id = NEW.work_package_id AND project_id = NEW.project_id\n    ) THEN\n        RAISE EXCEPTION 'the work package belongs to another project' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NOT EXISTS (\n        SELECT 1 FROM projects_project project\n        JOIN programmes_costitem item ON item.rule_set_id = project.rule_set_id\n        WHERE project.id = NEW.project_id AND item.id = NEW.cost_item_id\n        AND NOT EXISTS (SELECT 1 FROM programmes_costitem child WHERE child.parent_id = item.id)\n    ) THEN\n        RAISE EXCEPTION 'money is budgeted on the leaves of the rules of the project' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='3af0df10830ab5d957bcfb5269bbba983d32c798', operation='INSERT OR UPDATE', pgid='pgtrigger_budgeted_where_it_belongs_5fad8', table='projects_budgetline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='born_under_published_rules', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (SELECT 1 FROM programmes_ruleset WHERE id = NEW.rule_set_id AND state = 'published') THEN\n        RAISE EXCEPTION 'a project is born under published rules' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='32a0c2552b855f11ecac687de472885f788d1837', operation='INSERT', pgid='pgtrigger_born_under_published_rules_e443b', table='projects_project', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='keeps_its_rules_and_its_body', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."rule_set_id" IS DISTINCT FROM (NEW."rule_set_id") OR OLD."body_id" IS DISTINCT FROM (NEW."body_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d65ac49e2d486ecadd07ab11c058983b39d86913', operation='UPDATE', pgid='pgtrigger_keeps_its_rules_and_its_body_aefd0', table='projects_project', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.UniqueConstraint(condition=models.Q(('cup', ''), _negated=True), fields=('cup',), name='project_cup_once'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cup', ''), ('state', 'draft')), ('cup__regex', '^[A-Z][0-9]{2}[A-Z][0-9]{11}$'), _connector='OR'), name='project_cup_well_formed'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('advance_amount__isnull', True), ('advance_received_on__isnull', True)), models.Q(('advance_amount__gt', 0), ('advance_amount__isnull', False), ('advance_received_on__isnull', False)), _connector='OR'), name='project_advance_has_day_and_amount'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreement_file__isnull', True), ('agreement_file_name', '')), models.Q(('agreement_file__isnull', False), models.Q(('agreement_file_name', ''), _negated=True)), _connector='OR'), name='project_agreement_file_has_name'),
        ),
    ]
