# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_policies_estimated'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(unique=True, verbose_name='situazione al')),
                ('computed_at', models.DateTimeField(verbose_name='calcolate il')),
                ('threshold', models.PositiveSmallIntegerField(verbose_name='soglia')),
                ('content', models.JSONField()),
            ],
            options={
                'verbose_name': 'cifre del progetto pilota',
                'verbose_name_plural': 'cifre del progetto pilota',
                'ordering': ('-until',),
                'constraints': [models.CheckConstraint(condition=models.Q(('threshold__gte', 3)), name='figures_threshold_never_under_three')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedfigures',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8f47aad3514bbb34e6054fbf3e22e4c4eea69fde', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_31eee', table='cases_publishedfigures', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedfigures',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;", hash='22762e928a98daddf925f2cc1739d8c38cf4360a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_2b1dd', table='cases_publishedfigures', when='BEFORE')),
        ),
    ]
