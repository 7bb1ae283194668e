# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_communication_without_a_term'),
        ('organisations', '0005_territories_counted_from_their_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DifferenceNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=40, verbose_name='misura')),
                ('text', models.CharField(max_length=300, verbose_name='perché è diverso')),
                ('written_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body', verbose_name='Comune')),
                ('figures', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='cases.publishedfigures')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'nota del confronto',
                'verbose_name_plural': 'note del confronto',
                'ordering': ('body__name', 'indicator'),
                'constraints': [models.UniqueConstraint(fields=('figures', 'body', 'indicator'), name='difference_explained_once_a_figure'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='difference_note_says_something')],
            },
        ),
    ]
