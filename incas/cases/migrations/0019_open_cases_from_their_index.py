# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Whether a case is open is read from an index: the calendar asks it of everything that falls due."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0018_grants_know_their_last_day'),
        ('organisations', '0005_territories_counted_from_their_index'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('phase', 'closed'), _negated=True), fields=['id'], include=('body',), name='case_open'),
        ),
    ]
