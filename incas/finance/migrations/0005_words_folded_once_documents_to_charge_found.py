# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The words one searches by are folded when they are written; documents still to charge have an index."""

import django.contrib.postgres.indexes
import incas.core.searching
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_kept_files_and_lasting_receipts'),
        ('finance', '0004_decisions_whole_and_found_by_word'),
        ('organisations', '0004_territories_by_folded_name'),
        ('projects', '0002_let_drafts_wait_for_cup_and_hold_budget_lines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='expense',
            name='expense_search',
        ),
        migrations.RemoveIndex(
            model_name='spendingdocument',
            name='spending_document_search',
        ),
        migrations.AddField(
            model_name='expense',
            name='search_plain',
            field=models.GeneratedField(db_persist=True, expression=incas.core.searching.Plain('search_text'), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='spendingdocument',
            name='search_plain',
            field=models.GeneratedField(db_persist=True, expression=incas.core.searching.Plain('search_text'), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='documentidentity',
            index=models.Index(condition=models.Q(('charged', 0)), fields=['id'], name='identity_not_charged'),
        ),
        migrations.AddIndex(
            model_name='documentidentity',
            index=models.Index(condition=models.Q(models.Q(('charged', 0), _negated=True), models.Q(('charged', models.F('total')), _negated=True)), fields=['id'], name='identity_charged_in_part'),
        ),
        migrations.AddIndex(
            model_name='expense',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('search_plain', 'gin_trgm_ops'), name='expense_search'),
        ),
        migrations.AddIndex(
            model_name='spendingdocument',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('search_plain', 'gin_trgm_ops'), name='spending_document_search'),
        ),
    ]
