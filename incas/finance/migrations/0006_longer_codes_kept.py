# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Words written in place of CUP and CIG are kept whole, and types of later versions too."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0005_words_folded_once_documents_to_charge_found'),
    ]

    operations = [
        migrations.AlterField(
            model_name='spendingdocument',
            name='cigs',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None),
        ),
        migrations.AlterField(
            model_name='spendingdocument',
            name='cups',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None),
        ),
        migrations.AlterField(
            model_name='spendingdocument',
            name='type_code',
            field=models.CharField(blank=True, max_length=20),
        ),
    ]
