# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The day on which a permit in force is due is a column: PostgreSQL took most of those that had ended for due.

From `expires_on` and `state`, which it takes for independent, it expected ten thousand rows where there were none, and
read every open case to join them.
"""

from django.db import migrations, models

VIEW = """
CREATE OR REPLACE VIEW cases_expiry WITH (security_invoker = true) AS
SELECT 'permit-' || code AS id, body_id, case_id, 'permit' AS kind, {day} AS due_on,
       renewal_requested_on IS NOT NULL AS has_receipt, NULL::bigint AS user_id
  FROM cases_permit WHERE {is_due}
UNION ALL
SELECT 'review-' || code, body_id, case_id, 'review', due_on, false, NULL
  FROM cases_casereview WHERE settled_at IS NULL AND due_on IS NOT NULL
UNION ALL
SELECT 'programme-' || code, body_id, case_id, 'programme_review', next_review_on, false, NULL
  FROM cases_programme WHERE state IN ('active', 'in_review') AND next_review_on IS NOT NULL
UNION ALL
SELECT 'work-' || code, body_id, case_id, 'work_check', verify_on, false, NULL
  FROM cases_engagement WHERE verified_on IS NULL AND verify_on IS NOT NULL
UNION ALL
SELECT 'grant-' || code, body_id, case_id, 'grant', last_day, false, user_id
  FROM cases_grant WHERE ended_at IS NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0019_open_cases_from_their_index'),
        ('organisations', '0005_territories_counted_from_their_index'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='permit',
            name='permit_to_expire',
        ),
        migrations.RemoveIndex(
            model_name='permit',
            name='permit_to_expire_anywhere',
        ),
        migrations.AddField(
            model_name='permit',
            name='due_on',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(state='issued', then=models.F('expires_on'))), output_field=models.DateField(null=True)),
        ),
        migrations.AddIndex(
            model_name='permit',
            index=models.Index(condition=models.Q(('due_on__isnull', False)), fields=['body', 'due_on'], include=('case',), name='permit_of_body_due'),
        ),
        migrations.AddIndex(
            model_name='permit',
            index=models.Index(condition=models.Q(('due_on__isnull', False)), fields=['due_on'], include=('case',), name='permit_due'),
        ),
        migrations.RemoveIndex(
            model_name='programme',
            name='programme_to_review',
        ),
        migrations.AddIndex(
            model_name='programme',
            index=models.Index(condition=models.Q(('state__in', ['active', 'in_review'])), fields=['body', 'next_review_on'], include=('case',), name='programme_review_due'),
        ),
        migrations.RunSQL(
            VIEW.format(day="due_on", is_due="due_on IS NOT NULL"),
            VIEW.format(day="expires_on", is_due="state = 'issued'"),
        ),
    ]
