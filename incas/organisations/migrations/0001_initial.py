# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Territory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("region", "Regione"),
                            ("province", "Provincia o unità equivalente"),
                            ("comune", "Comune"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("other_name", models.CharField(blank=True, max_length=120)),
                ("istat_code", models.CharField(max_length=6)),
                ("belfiore_code", models.CharField(blank=True, max_length=4)),
                ("plate", models.CharField(blank=True, max_length=2)),
                ("nuts_code", models.CharField(blank=True, max_length=5)),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("ITC", "Nord-ovest"),
                            ("ITH", "Nord-est"),
                            ("ITI", "Centro"),
                            ("ITF", "Sud"),
                            ("ITG", "Isole"),
                        ],
                        max_length=3,
                    ),
                ),
                ("is_capital", models.BooleanField(default=False)),
                ("population", models.PositiveIntegerField(null=True)),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("search_name", models.CharField(max_length=250)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organisations.territory",
                    ),
                ),
                ("successors", models.ManyToManyField(related_name="predecessors", to="organisations.territory")),
            ],
            options={
                "verbose_name": "territorio",
                "verbose_name_plural": "territori",
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("comune", "Comune"),
                            ("regione", "Regione"),
                            ("ministry", "Ministero"),
                            ("anci", "ANCI"),
                            ("cittalia", "Cittalia"),
                            ("implementing", "Ente attuatore"),
                            ("other", "Altro ente"),
                        ],
                        max_length=12,
                        verbose_name="tipo",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="denominazione")),
                ("tax_code", models.CharField(blank=True, max_length=16, verbose_name="codice fiscale")),
                ("certified_email", models.EmailField(blank=True, max_length=254, verbose_name="PEC")),
                ("is_demo", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="organisations.territory",
                    ),
                ),
            ],
            options={
                "verbose_name": "ente",
                "verbose_name_plural": "enti",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "Amministratore dell'ente"),
                            ("coordinator", "Coordinamento di progetto"),
                            ("tutor", "Referente territoriale"),
                            ("specialist", "Coordinamento specialistico"),
                            ("ministry_officer", "Funzionario del Ministero del Lavoro"),
                            ("project_manager", "Responsabile di progetto"),
                            ("finance_officer", "Rendicontatore"),
                            ("case_worker", "Operatore della presa in carico"),
                            ("case_supervisor", "Coordinatore del servizio"),
                            ("regional_officer", "Funzionario regionale"),
                            ("editor", "Redazione"),
                            ("auditor", "Revisore"),
                        ],
                        max_length=20,
                        verbose_name="ruolo",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "Invitata"),
                            ("active", "Attiva"),
                            ("suspended", "Sospesa"),
                            ("lapsed", "Decaduta"),
                            ("ended", "Cessata"),
                        ],
                        default="invited",
                        max_length=10,
                        verbose_name="stato",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="dal")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="fino al")),
                ("confirmed_on", models.DateField(verbose_name="confermata il")),
                ("invited_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("invitation_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="organisations.body"
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "appartenenza",
                "verbose_name_plural": "appartenenze",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ended"), _negated=True),
                        fields=("user", "body", "role"),
                        name="membership_once_while_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="membership_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "invited"), _negated=True),
                            models.Q(models.Q(("invitation_hash", ""), _negated=True), ("invited_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="membership_invited_has_secret",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="territory",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("search_name", "gin_trgm_ops"), name="territory_search"
            ),
        ),
        migrations.AddIndex(
            model_name="territory",
            index=models.Index(fields=["belfiore_code"], name="territory_belfiore"),
        ),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.UniqueConstraint(
                fields=("kind", "istat_code", "valid_from"), name="territory_code_once_a_start", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "region"), ("parent__isnull", True)),
                    models.Q(models.Q(("kind", "region"), _negated=True), ("parent__isnull", False)),
                    _connector="OR",
                ),
                name="territory_region_alone_has_no_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_from__isnull", True),
                    ("valid_until__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="territory_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.UniqueConstraint(
                condition=models.Q(("tax_code", ""), _negated=True), fields=("tax_code",), name="body_tax_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["comune", "regione"]), _negated=True),
                    ("territory__isnull", False),
                    _connector="OR",
                ),
                name="body_of_a_place_has_territory",
            ),
        ),
    ]
