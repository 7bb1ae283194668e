# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""An expense that a claim holds is not moved to another project."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0012_content_beside_the_rows'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='evidence',
            name='frozen_with_its_claim',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='expense',
            name='frozen_with_its_claim',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_claim', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE holder record;', func="IF TG_OP <> 'DELETE' THEN\n    SELECT claim.state AS state, claim.project_id AS project_id, line.is_kept AS is_kept INTO holder\n    FROM finance_claimline line JOIN finance_claim claim ON claim.id = line.claim_id\n    WHERE line.expense_id = NEW.expense_id AND line.is_live\n    FOR SHARE OF claim;\n    IF FOUND AND (holder.state NOT IN ('draft', 'returned') OR holder.is_kept) THEN\n        RAISE EXCEPTION 'an expense of a claim that was sent does not change' USING ERRCODE = 'check_violation';\n    END IF;\nRETURN NEW; END IF;\n    SELECT claim.state AS state, claim.project_id AS project_id, line.is_kept AS is_kept INTO holder\n    FROM finance_claimline line JOIN finance_claim claim ON claim.id = line.claim_id\n    WHERE line.expense_id = OLD.expense_id AND line.is_live\n    FOR SHARE OF claim;\n    IF FOUND AND (holder.state NOT IN ('draft', 'returned') OR holder.is_kept) THEN\n        RAISE EXCEPTION 'an expense of a claim that was sent does not change' USING ERRCODE = 'check_violation';\n    END IF;\nRETURN OLD;", hash='35b0a965748dd1a20045ea9490ee47233b123c0c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_claim_c8268', table='finance_evidence', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expense',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_claim', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE holder record;', func="\n    SELECT claim.state AS state, claim.project_id AS project_id, line.is_kept AS is_kept INTO holder\n    FROM finance_claimline line JOIN finance_claim claim ON claim.id = line.claim_id\n    WHERE line.expense_id = OLD.id AND line.is_live\n    FOR SHARE OF claim;\n    IF FOUND AND (holder.state NOT IN ('draft', 'returned') OR holder.is_kept) THEN\n        RAISE EXCEPTION 'an expense of a claim that was sent does not change' USING ERRCODE = 'check_violation';\n    END IF;\n\n    IF TG_OP = 'DELETE' THEN\n        RETURN OLD;\n    END IF;\n    IF FOUND AND NEW.project_id <> holder.project_id THEN\n        RAISE EXCEPTION 'an expense of a claim stays in its project' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='c9fb8a87d8588d5516ced8ee63512d4cae63ecc2', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_claim_777f7', table='finance_expense', when='BEFORE')),
        ),
    ]
