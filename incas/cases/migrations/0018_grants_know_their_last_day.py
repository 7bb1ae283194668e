# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The day on which a grant lapses is a column: no index answered for the expression, under row-level security."""

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


VIEW = """
CREATE OR REPLACE VIEW cases_expiry WITH (security_invoker = true) AS
SELECT 'permit-' || code AS id, body_id, case_id, 'permit' AS kind, expires_on AS due_on,
       renewal_requested_on IS NOT NULL AS has_receipt, NULL::bigint AS user_id
  FROM cases_permit WHERE state = 'issued'
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
SELECT 'grant-' || code, body_id, case_id, 'grant', {last_day}, false, user_id
  FROM cases_grant WHERE ended_at IS NULL
"""
COMPUTED = "(lapses_at AT TIME ZONE 'Europe/Rome')::date"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0017_programme_says_who_shared_it'),
        ('organisations', '0005_territories_counted_from_their_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='grant',
            name='grant_by_last_day',
        ),
        migrations.AddField(
            model_name='grant',
            name='last_day',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Cast(models.Func('lapses_at', template="(%(expressions)s AT TIME ZONE 'Europe/Rome')"), models.DateField()), output_field=models.DateField()),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['body', 'last_day'], name='grant_by_last_day'),
        ),
        migrations.RunSQL(VIEW.format(last_day="last_day"), VIEW.format(last_day=COMPUTED)),
    ]
