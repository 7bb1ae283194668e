# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="indirizzo e-mail")),
                ("first_name", models.CharField(max_length=100, verbose_name="nome")),
                ("last_name", models.CharField(max_length=100, verbose_name="cognome")),
                ("is_active", models.BooleanField(default=True, verbose_name="attivo")),
                ("is_demo", models.BooleanField(default=False, verbose_name="persona inventata per la demo")),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                ("last_seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "persona",
                "verbose_name_plural": "persone",
                "ordering": ("last_name", "first_name"),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="user_email_once_whatever_case"
                    )
                ],
            },
        ),
    ]
