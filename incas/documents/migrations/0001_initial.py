# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.PositiveBigIntegerField()),
                ("media_type", models.CharField(default="application/octet-stream", max_length=100)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "file",
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("issued_at", models.DateTimeField()),
                ("what", models.CharField(max_length=200)),
                ("subject_type", models.CharField(max_length=100)),
                ("subject_id", models.BigIntegerField()),
                ("subject_label", models.CharField(max_length=200)),
                ("body_id", models.BigIntegerField(null=True)),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "ricevuta",
                "verbose_name_plural": "ricevute",
                "indexes": [models.Index(fields=["subject_type", "subject_id"], name="receipt_of_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "serial"), name="receipt_number_once"),
                    models.CheckConstraint(condition=models.Q(("serial__gte", 1)), name="receipt_serial_from_one"),
                ],
            },
        ),
    ]
