# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models


# unaccent() is STABLE; an index wants an IMMUTABLE function, and naming the dictionary makes it one.
SEARCH = """
CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT lower(public.unaccent('public.unaccent', $1)) $$;
CREATE TEXT SEARCH CONFIGURATION it_plain (COPY = italian);
ALTER TEXT SEARCH CONFIGURATION it_plain
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, italian_stem;
"""
SEARCH_UNDONE = """
DROP TEXT SEARCH CONFIGURATION it_plain;
DROP FUNCTION plain(text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(SEARCH, SEARCH_UNDONE),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("owner_id", models.BigIntegerField()),
                ("outcome_url", models.CharField(max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "invio",
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner_id", models.BigIntegerField()),
                ("form", models.CharField(max_length=300)),
                ("data", models.JSONField()),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "bozza",
                "constraints": [models.UniqueConstraint(fields=("owner_id", "form"), name="draft_once_per_form")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("owner_id", models.BigIntegerField(db_index=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "In attesa"),
                            ("running", "In corso"),
                            ("done", "Conclusa"),
                            ("failed", "Non riuscita"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("arguments", models.JSONField(default=dict)),
                ("result", models.JSONField(default=dict)),
                ("failure", models.TextField(blank=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("return_url", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "elaborazione",
                "indexes": [models.Index(fields=["owner_id", "-created_at"], name="job_of_owner")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "running"]), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="job_ended_has_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("failure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="job_failed_says_why",
                    ),
                ],
            },
        ),
    ]
