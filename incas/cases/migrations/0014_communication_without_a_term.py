# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_work_check_named'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='pilotrule',
            name='pilot_rule_has_a_value',
        ),
        migrations.AddConstraint(
            model_name='pilotrule',
            constraint=models.CheckConstraint(condition=models.Q(('values__len__gt', 0), ('rule__in', ['communication_days']), _connector='OR'), name='pilot_rule_has_a_value'),
        ),
    ]
