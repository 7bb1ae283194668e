# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A line that lets its expense go waits for nobody who holds the expense, and who waits for the claim in turn."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0017_documents_charged_within_their_total_in_euro'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='claimline',
            name='of_its_project',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimline',
            trigger=pgtrigger.compiler.Trigger(name='of_its_project', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."is_live")', func="\n    PERFORM 1 FROM finance_expense expense JOIN finance_claim claim ON claim.project_id = expense.project_id\n    WHERE expense.id = NEW.expense_id AND claim.id = NEW.claim_id\n    FOR SHARE OF expense;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'a claim is of expenses of its project' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='24ccf806d04a3229c1ddcea502015d58e599b341', operation='INSERT OR UPDATE OF "claim_id", "expense_id", "is_live"', pgid='pgtrigger_of_its_project_b4784', table='finance_claimline', when='BEFORE')),
        ),
    ]
