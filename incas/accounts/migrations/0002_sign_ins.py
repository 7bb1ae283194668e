# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("succeeded", "Riuscito"),
                            ("failed", "Non riuscito"),
                            ("locked", "Bloccato per troppi tentativi"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("password", "Password"),
                            ("code", "Password e codice dell'app"),
                            ("security_key", "Password e passkey"),
                            ("recovery_code", "Password e codice di recupero"),
                            ("passkey", "Passkey"),
                            ("invitation", "Invito accettato"),
                            ("demo", "Ingresso della demo"),
                        ],
                        max_length=14,
                    ),
                ),
                ("address", models.GenericIPAddressField()),
                ("device", models.CharField(blank=True, max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "accesso",
                "verbose_name_plural": "accessi",
                "indexes": [models.Index(fields=["user", "-at"], name="sign_in_of_user")],
            },
        ),
    ]
