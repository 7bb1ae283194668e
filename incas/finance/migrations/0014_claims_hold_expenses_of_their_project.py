# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A claim stays in its project, and its lines are expenses of that project alone, whoever writes them."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0013_expenses_of_a_claim_stay_in_its_project'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='stays_in_its_project', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."project_id" IS DISTINCT FROM (NEW."project_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b7221905fc0d9882e6914d8d0c423ffb7c200212', operation='UPDATE', pgid='pgtrigger_stays_in_its_project_33e4f', table='finance_claim', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimline',
            trigger=pgtrigger.compiler.Trigger(name='of_its_project', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM finance_expense expense JOIN finance_claim claim ON claim.project_id = expense.project_id\n    WHERE expense.id = NEW.expense_id AND claim.id = NEW.claim_id\n    FOR SHARE OF expense;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'a claim is of expenses of its project' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='19ded9fb86e88938c53ca47bdc11d1d2d9635de9', operation='INSERT OR UPDATE OF "claim_id", "expense_id", "is_live"', pgid='pgtrigger_of_its_project_b4784', table='finance_claimline', when='BEFORE')),
        ),
    ]
