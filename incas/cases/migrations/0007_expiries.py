# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import migrations, models

VIEW = """
CREATE VIEW cases_expiry WITH (security_invoker = true) AS
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
SELECT 'grant-' || code, body_id, case_id, 'grant', (lapses_at AT TIME ZONE 'Europe/Rome')::date, false, user_id
  FROM cases_grant WHERE ended_at IS NULL
"""
NO_VIEW = "DROP VIEW cases_expiry"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_access_and_erasure'),
        ('organisations', '0005_territories_counted_from_their_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Expiry',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('permit', 'Scadenza del permesso'), ('review', 'Verifica da fare'), ('programme_review', 'Verifica del programma'), ('work_check', 'Verifica del lavoro a sei mesi'), ('grant', 'Autorizzazione che decade')], max_length=16, verbose_name='che cosa')),
                ('due_on', models.DateField(verbose_name='giorno')),
                ('has_receipt', models.BooleanField(default=False)),
                ('user_id', models.BigIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'scadenza',
                'verbose_name_plural': 'scadenze',
                'db_table': 'cases_expiry',
                'managed': False,
            },
        ),
        migrations.AddIndex(
            model_name='programme',
            index=models.Index(condition=models.Q(('state__in', ['active', 'in_review'])), fields=['body', 'next_review_on', 'id'], name='programme_to_review'),
        ),
        migrations.RunSQL(VIEW, NO_VIEW),
    ]
