# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Sendings counted, flat-rate shares, every decision kept; what is frozen waits for whoever is sending just now."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
        ('finance', '0001_initial'),
        ('programmes', '0001_initial'),
        ('projects', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FlatRateShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='tasso (%)')),
                ('base', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='base richiesta')),
                ('claimed', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='richiesto')),
                ('admitted_base', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='base ammessa')),
                ('admitted', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='ammesso')),
            ],
            options={
                'verbose_name': 'quota forfettaria della domanda',
                'verbose_name_plural': 'quote forfettarie della domanda',
                'ordering': ('cost_item__position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='LineDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='invio n.')),
                ('claimed', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='richiesto')),
                ('decision', models.CharField(choices=[('pending', 'Da controllare'), ('admitted', 'Ammessa'), ('reduced', 'Ridotta'), ('excluded', 'Esclusa')], max_length=8, verbose_name='esito')),
                ('admitted', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='ammesso')),
                ('reason', models.TextField(blank=True, verbose_name='motivo')),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'decisione su una spesa',
                'verbose_name_plural': 'decisioni sulle spese',
                'ordering': ('-decided_at', '-pk'),
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evidence',
            name='frozen_with_its_claim',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='expense',
            name='frozen_with_its_claim',
        ),
        migrations.RemoveConstraint(
            model_name='claim',
            name='claim_returned_says_why',
        ),
        migrations.AddField(
            model_name='claim',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='entro il'),
        ),
        migrations.AddField(
            model_name='claim',
            name='reopening',
            field=models.CharField(blank=True, choices=[('limited', 'Solo le spese non ammesse'), ('full', 'Tutta la domanda')], max_length=7, verbose_name='si riapre'),
        ),
        migrations.AddField(
            model_name='claim',
            name='returned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claim',
            name='round',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='invio n.'),
        ),
        migrations.AddField(
            model_name='claim',
            name='taken_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='claim',
            name='taken_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claimline',
            name='is_kept',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='expense',
            name='is_vat_unrecoverable',
            field=models.BooleanField(default=False, verbose_name="IVA non recuperabile dall'ente"),
        ),
        migrations.AddField(
            model_name='expense',
            name='worst_finding',
            field=models.CharField(blank=True, choices=[('blocking', 'Da risolvere'), ('warning', 'Da verificare'), ('info', 'Da sapere')], max_length=8),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='certified_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'certified\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='78f72db472d5c430763253c453c8ab589318cff0', operation='UPDATE OR DELETE', pgid='pgtrigger_certified_never_changes_359a5', table='finance_claim', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='sent_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."round" > 0)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2dd16b5caf15c496213e060099420c821d5cf127', operation='DELETE', pgid='pgtrigger_sent_is_never_deleted_dcf3f', table='finance_claim', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimline',
            trigger=pgtrigger.compiler.Trigger(name='held_by_its_claim', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE holder record;', func="\n    SELECT claim.state AS state INTO holder FROM finance_claim claim\n    WHERE claim.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END\n    FOR SHARE;\n    IF TG_OP <> 'UPDATE' THEN\n        IF FOUND AND holder.state NOT IN ('draft', 'returned') THEN\n            RAISE EXCEPTION 'the lines of a claim that was sent do not change' USING ERRCODE = 'check_violation';\n        END IF;\n    ELSE\n        IF NEW.claim_id <> OLD.claim_id OR NEW.expense_id <> OLD.expense_id\n            OR NEW.claimed <> OLD.claimed AND holder.state NOT IN ('draft', 'returned') THEN\n            RAISE EXCEPTION 'the lines of a claim that was sent do not change' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.admitted IS DISTINCT FROM OLD.admitted AND holder.state NOT IN ('draft', 'returned', 'under_check') THEN\n            RAISE EXCEPTION 'amounts are decided while the claim is under check' USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n\n                IF TG_OP = 'DELETE' AND OLD.is_kept THEN\n                    RAISE EXCEPTION 'a line kept as admitted stays' USING ERRCODE = 'check_violation';\n                END IF;\n                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                RETURN NEW;\n                ", hash='f3fd1c0b04fbc32f6b6220745f8de86d24638e8b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_held_by_its_claim_74866', table='finance_claimline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_claim', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE holder record;', func="IF TG_OP <> 'DELETE' THEN\n    SELECT claim.state AS state, line.is_kept AS is_kept INTO holder\n    FROM finance_claimline line JOIN finance_claim claim ON claim.id = line.claim_id\n    WHERE line.expense_id = NEW.expense_id AND line.is_live\n    FOR SHARE OF claim;\n    IF FOUND AND (holder.state NOT IN ('draft', 'returned') OR holder.is_kept) THEN\n        RAISE EXCEPTION 'an expense of a claim that was sent does not change' USING ERRCODE = 'check_violation';\n    END IF;\nRETURN NEW; END IF;\n    SELECT claim.state AS state, line.is_kept AS is_kept INTO holder\n    FROM finance_claimline line JOIN finance_claim claim ON claim.id = line.claim_id\n    WHERE line.expense_id = OLD.expense_id AND line.is_live\n    FOR SHARE OF claim;\n    IF FOUND AND (holder.state NOT IN ('draft', 'returned') OR holder.is_kept) THEN\n        RAISE EXCEPTION 'an expense of a claim that was sent does not change' USING ERRCODE = 'check_violation';\n    END IF;\nRETURN OLD;", hash='41c24b88bd8e3b9586e0c41104b50d77ccd46888', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_claim_c8268', table='finance_evidence', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expense',
            trigger=pgtrigger.compiler.Trigger(name='of_one_body', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT 1 FROM projects_budgetline line\n        JOIN projects_project project ON project.id = line.project_id\n        JOIN finance_spendingdocument document ON document.id = NEW.document_id\n        WHERE line.id = NEW.budget_line_id AND line.project_id = NEW.project_id\n            AND project.body_id = NEW.body_id AND document.body_id = NEW.body_id\n    ) THEN\n        RAISE EXCEPTION 'document, budget line, project and body of an expense agree' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='7f275c70217394ed34625c34cfa5f0a28e668bb0', operation='INSERT OR UPDATE OF "body_id", "project_id", "budget_line_id", "document_id"', pgid='pgtrigger_of_one_body_4b581', table='finance_expense', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expense',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_claim', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE holder record;', func="\n    SELECT claim.state AS state, line.is_kept AS is_kept INTO holder\n    FROM finance_claimline line JOIN finance_claim claim ON claim.id = line.claim_id\n    WHERE line.expense_id = OLD.id AND line.is_live\n    FOR SHARE OF claim;\n    IF FOUND AND (holder.state NOT IN ('draft', 'returned') OR holder.is_kept) THEN\n        RAISE EXCEPTION 'an expense of a claim that was sent does not change' USING ERRCODE = 'check_violation';\n    END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='fe88ea172c0b6f1232dd4524205b0957fca37dc3', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_claim_777f7', table='finance_expense', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('round', 0), ('submitted_at__isnull', True)), models.Q(('round__gte', 1), ('submitted_at__isnull', False)), _connector='OR'), name='claim_round_counts_sendings'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['under_check', 'checked', 'certified']), _negated=True), models.Q(('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='claim_taken_has_instant'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('reopening__in', ['limited', 'full']), ('returned_at__isnull', False), ('returned_by__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='claim_returned_says_why_and_how_far'),
        ),
        migrations.AddConstraint(
            model_name='claimline',
            constraint=models.CheckConstraint(condition=models.Q(('is_kept', False), ('decision', 'admitted'), _connector='OR'), name='claim_line_kept_is_admitted'),
        ),
        migrations.AddConstraint(
            model_name='claimline',
            constraint=models.CheckConstraint(condition=models.Q(('is_live', True), ('decision', 'excluded'), _connector='OR'), name='claim_line_let_go_is_excluded'),
        ),
        migrations.AddField(
            model_name='flatrateshare',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flat_rates', to='finance.claim'),
        ),
        migrations.AddField(
            model_name='flatrateshare',
            name='cost_item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.costitem', verbose_name='voce di costo'),
        ),
        migrations.AddField(
            model_name='linedecision',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='finance.claim'),
        ),
        migrations.AddField(
            model_name='linedecision',
            name='decided_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='linedecision',
            name='expense',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='finance.expense'),
        ),
        migrations.AddConstraint(
            model_name='flatrateshare',
            constraint=models.UniqueConstraint(fields=('claim', 'cost_item'), name='flat_rate_share_once'),
        ),
        migrations.AddConstraint(
            model_name='flatrateshare',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('admitted__isnull', True), ('admitted_base__isnull', True)), models.Q(('admitted__lte', models.F('claimed')), ('admitted_base__isnull', False)), _connector='OR'), name='flat_rate_share_admitted_within_claimed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='flatrateshare',
            trigger=pgtrigger.compiler.Trigger(name='held_by_its_claim', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE holder record;', func="\n    SELECT claim.state AS state INTO holder FROM finance_claim claim\n    WHERE claim.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END\n    FOR SHARE;\n    IF TG_OP <> 'UPDATE' THEN\n        IF FOUND AND holder.state NOT IN ('draft', 'returned') THEN\n            RAISE EXCEPTION 'the lines of a claim that was sent do not change' USING ERRCODE = 'check_violation';\n        END IF;\n    ELSE\n        IF NEW.claim_id <> OLD.claim_id OR NEW.cost_item_id <> OLD.cost_item_id\n            OR NEW.claimed <> OLD.claimed AND holder.state NOT IN ('draft', 'returned') THEN\n            RAISE EXCEPTION 'the lines of a claim that was sent do not change' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.admitted IS DISTINCT FROM OLD.admitted AND holder.state NOT IN ('draft', 'returned', 'under_check') THEN\n            RAISE EXCEPTION 'amounts are decided while the claim is under check' USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='0e57ef5f302e3d86e50ce0a5085851bdf3dc87f6', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_held_by_its_claim_b006c', table='finance_flatrateshare', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='linedecision',
            index=models.Index(fields=['claim', 'expense', '-decided_at'], name='line_decision_of_claim'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='linedecision',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='144c86556a3c611f74b7bdccb0ce438b2ef19cf6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_73d51', table='finance_linedecision', when='BEFORE')),
        ),
    ]
