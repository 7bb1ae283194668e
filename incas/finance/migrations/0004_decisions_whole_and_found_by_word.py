# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A decision without its amount is refused; expenses are found by word and by payment, documents by number."""

import django.contrib.postgres.indexes
import incas.core.searching
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_kept_files_and_lasting_receipts'),
        ('finance', '0003_find_documents_by_word'),
        ('organisations', '0004_territories_by_folded_name'),
        ('programmes', '0002_hold_parts_in_their_rule_set'),
        ('projects', '0002_let_drafts_wait_for_cup_and_hold_budget_lines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='claimline',
            name='claim_line_decided_whole',
        ),
        migrations.RemoveConstraint(
            model_name='flatrateshare',
            name='flat_rate_share_admitted_within_claimed',
        ),
        migrations.RemoveIndex(
            model_name='expense',
            name='expense_by_payment',
        ),
        migrations.AddIndex(
            model_name='expense',
            index=models.Index(models.F('body'), models.OrderBy(models.F('paid_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='expense_by_payment'),
        ),
        migrations.AddIndex(
            model_name='expense',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(incas.core.searching.Plain('search_text'), 'gin_trgm_ops'), name='expense_search'),
        ),
        migrations.AddIndex(
            model_name='spendingdocument',
            index=models.Index(fields=['body', 'number', 'id'], name='spending_document_by_number'),
        ),
        migrations.AddConstraint(
            model_name='claimline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('admitted__isnull', True), ('decided_at__isnull', True), ('decision', 'pending')), models.Q(('admitted', models.F('claimed')), ('admitted__isnull', False), ('decided_at__isnull', False), ('decision', 'admitted')), models.Q(('admitted', 0), ('admitted__isnull', False), ('decided_at__isnull', False), ('decision', 'excluded'), models.Q(('reason', ''), _negated=True)), models.Q(('admitted__isnull', False), ('decided_at__isnull', False), ('decision', 'reduced'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='claim_line_decided_whole'),
        ),
        migrations.AddConstraint(
            model_name='flatrateshare',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('admitted__isnull', True), ('admitted_base__isnull', True)), models.Q(('admitted__isnull', False), ('admitted__lte', models.F('claimed')), ('admitted_base__isnull', False)), _connector='OR'), name='flat_rate_share_admitted_within_claimed'),
        ),
    ]
