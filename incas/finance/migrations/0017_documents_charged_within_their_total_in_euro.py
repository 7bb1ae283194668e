# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""No document is charged beyond its total in euro, and none in another currency before that is told."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0016_totals_in_euro_of_documents_taken_in_before'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='documentidentity',
            name='document_never_charged_beyond_its_total',
        ),
        migrations.AddConstraint(
            model_name='documentidentity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('charged', 0), ('euro_total__isnull', True)), models.Q(('charged__gte', 0), ('charged__lte', models.F('euro_total')), ('euro_total__gte', 0), ('euro_total__isnull', False)), models.Q(('charged__gte', models.F('euro_total')), ('charged__lte', 0), ('euro_total__isnull', False), ('euro_total__lt', 0)), _connector='OR'), name='document_never_charged_beyond_its_total'),
        ),
        migrations.AddConstraint(
            model_name='documentidentity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('currency', 'EUR'), ('euro_on__isnull', True), ('euro_source', ''), ('euro_total', models.F('total')), ('euro_total__isnull', False)), models.Q(models.Q(('currency', 'EUR'), _negated=True), models.Q(models.Q(('euro_on__isnull', True), ('euro_source', ''), ('euro_total__isnull', True)), models.Q(('euro_on__isnull', False), ('euro_source__in', ['debit', 'rate', 'charged']), ('euro_total__isnull', False), models.Q(models.Q(('euro_total__gt', 0), ('total__gt', 0)), models.Q(('euro_total__lt', 0), ('total__lt', 0)), _connector='OR')), _connector='OR')), _connector='OR'), name='document_total_in_euro_is_its_own_or_told_whole'),
        ),
    ]
