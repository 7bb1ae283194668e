# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_sign_ins"),
    ]

    operations = [
        migrations.AlterField(
            model_name="signin",
            name="method",
            field=models.CharField(
                choices=[
                    ("password", "Password"),
                    ("code", "Password e codice dell'app"),
                    ("security_key", "Password e passkey"),
                    ("recovery_code", "Password e codice di recupero"),
                    ("passkey", "Solo passkey"),
                    ("invitation", "Invito accettato"),
                    ("demo", "Ingresso della demo"),
                ],
                max_length=14,
            ),
        ),
    ]
