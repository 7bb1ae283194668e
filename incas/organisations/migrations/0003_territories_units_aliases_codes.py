# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_membership_notices_and_acceptance")]

    operations = [
        migrations.AddField(
            model_name="territory",
            name="unit_code",
            field=models.CharField(blank=True, default="", max_length=3),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="territory",
            name="unit_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("1", "Provincia"),
                    ("2", "Provincia autonoma"),
                    ("3", "Città metropolitana"),
                    ("4", "Libero consorzio di Comuni"),
                    ("5", "Unità non amministrativa (ex provincia)"),
                ],
                max_length=1,
                default="",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="territory",
            name="aliases",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="territory",
            name="former_codes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=6), blank=True, default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="territory", name="istat_code", field=models.CharField(blank=True, max_length=6)
        ),
        migrations.AlterField(model_name="territory", name="search_name", field=models.TextField()),
        migrations.RemoveConstraint(model_name="territory", name="territory_code_once_a_start"),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.UniqueConstraint(
                condition=models.Q(("istat_code", ""), _negated=True),
                fields=("kind", "istat_code", "valid_from"),
                name="territory_code_once_a_start",
                nulls_distinct=False,
            ),
        ),
        migrations.RemoveIndex(model_name="territory", name="territory_belfiore"),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.UniqueConstraint(
                condition=models.Q(("belfiore_code", ""), _negated=True),
                fields=("belfiore_code",),
                name="territory_belfiore_code_once",
            ),
        ),
        migrations.AddIndex(
            model_name="territory", index=models.Index(fields=["kind", "name", "id"], name="territory_by_name")
        ),
    ]
