# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.indexes
import incas.core.searching
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_kept_files_and_lasting_receipts'),
        ('finance', '0002_rounds_flat_rates_and_decisions'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='importedfile',
            name='imported_file_once',
        ),
        migrations.AlterField(
            model_name='importedfile',
            name='outcome',
            field=models.CharField(choices=[('waiting', 'In attesa'), ('opened', 'Archivio aperto'), ('accepted', 'Acquisito'), ('known', 'Già presente'), ('rejected', 'Rifiutato')], default='waiting', max_length=8),
        ),
        migrations.AddIndex(
            model_name='spendingdocument',
            index=models.Index(fields=['body', 'total', 'id'], name='spending_document_by_total'),
        ),
        migrations.AddIndex(
            model_name='spendingdocument',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(incas.core.searching.Plain('search_text'), 'gin_trgm_ops'), name='spending_document_search'),
        ),
        migrations.AddConstraint(
            model_name='importedfile',
            constraint=models.UniqueConstraint(fields=('batch', 'position'), name='imported_file_once'),
        ),
    ]
