# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_rules_in_force_stay'),
    ]

    operations = [
        migrations.AlterField(
            model_name='casereview',
            name='reason',
            field=models.CharField(choices=[('permit_revoked', 'Il permesso è stato revocato'), ('permit_denied', 'Il permesso è stato negato'), ('permit_expired', 'Il permesso è scaduto'), ('holder_ended', "L'ammissione del titolare è cessata"), ('kinship_to_verify', 'Il legame di parentela va verificato'), ('kinship_changed', 'Il legame di parentela è cambiato'), ('measures_beyond_permit', 'Misure oltre la scadenza del permesso'), ('work_check', 'Verifica del contratto di lavoro')], max_length=24, verbose_name='motivo'),
        ),
    ]
