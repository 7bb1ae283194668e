# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The sums of a project, however many its expenses, are read from indexes alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0010_charged_so_far'),
        ('organisations', '0005_territories_counted_from_their_index'),
        ('projects', '0002_let_drafts_wait_for_cup_and_hold_budget_lines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='claimline',
            index=models.Index(condition=models.Q(('is_live', True)), fields=['claim'], include=('expense', 'claimed', 'admitted'), name='claim_line_held'),
        ),
        migrations.AddIndex(
            model_name='claimline',
            index=models.Index(condition=models.Q(('is_live', False)), fields=['claim'], name='claim_line_let_go'),
        ),
        migrations.AddIndex(
            model_name='expense',
            index=models.Index(fields=['project'], include=('id', 'budget_line', 'amount', 'paid_on'), name='expense_money_of_project'),
        ),
    ]
