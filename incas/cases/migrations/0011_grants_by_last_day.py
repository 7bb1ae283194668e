# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_published_figures'),
        ('organisations', '0005_territories_counted_from_their_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(models.F('body'), django.db.models.functions.comparison.Cast(models.Func('lapses_at', template="(%(expressions)s AT TIME ZONE 'Europe/Rome')"), models.DateField()), condition=models.Q(('ended_at__isnull', True)), name='grant_by_last_day'),
        ),
    ]
