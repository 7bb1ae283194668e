# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("write", "Modifica"), ("read", "Lettura")], default="write", max_length=8
                    ),
                ),
                ("verb", models.CharField(max_length=60)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("body_id", models.BigIntegerField(null=True)),
                ("subject_type", models.CharField(max_length=100)),
                ("subject_id", models.BigIntegerField()),
                ("subject_label", models.CharField(blank=True, max_length=200)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "voce della storia",
                "verbose_name_plural": "storia",
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id", "-at", "-id"], name="entry_of_subject"),
                    models.Index(fields=["body_id", "-at", "-id"], name="entry_of_body"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1b389f8260e22d0fbf38b4ff1e20214212b176ee",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a6b88",
                    table="audit_entry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
