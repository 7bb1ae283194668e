# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What falls due says why, where it is a review: the last column of the view, which takes none away."""

from django.db import migrations

VIEW = """
CREATE OR REPLACE VIEW cases_expiry WITH (security_invoker = true) AS
SELECT 'permit-' || code AS id, body_id, case_id, 'permit' AS kind, due_on,
       renewal_requested_on IS NOT NULL AS has_receipt, NULL::bigint AS user_id{none}
  FROM cases_permit WHERE due_on IS NOT NULL
UNION ALL
SELECT 'review-' || code, body_id, case_id, 'review', due_on, false, NULL{reason}
  FROM cases_casereview WHERE settled_at IS NULL AND due_on IS NOT NULL
UNION ALL
SELECT 'programme-' || code, body_id, case_id, 'programme_review', next_review_on, false, NULL{none}
  FROM cases_programme WHERE state IN ('active', 'in_review') AND next_review_on IS NOT NULL
UNION ALL
SELECT 'work-' || code, body_id, case_id, 'work_check', verify_on, false, NULL{none}
  FROM cases_engagement WHERE verified_on IS NULL AND verify_on IS NOT NULL
UNION ALL
SELECT 'grant-' || code, body_id, case_id, 'grant', last_day, false, user_id{none}
  FROM cases_grant WHERE ended_at IS NULL
"""
WITH_REASON = VIEW.format(none=", '' AS reason", reason=", reason")
WITHOUT = f"DROP VIEW cases_expiry;{VIEW.format(none='', reason='')}"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0020_permits_know_the_day_they_are_due'),
    ]

    operations = [
        migrations.RunSQL(WITH_REASON, WITHOUT),
    ]
