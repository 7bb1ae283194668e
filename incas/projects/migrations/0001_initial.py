# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_initial"),
        ("organisations", "0001_initial"),
        ("programmes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="codice")),
                ("title", models.CharField(max_length=250, verbose_name="titolo")),
                ("summary", models.TextField(blank=True, verbose_name="in breve")),
                ("cup", models.CharField(max_length=15, unique=True, verbose_name="CUP")),
                ("starts_on", models.DateField(verbose_name="inizio")),
                ("ends_on", models.DateField(verbose_name="fine")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "In preparazione"), ("active", "In corso"), ("closed", "Concluso")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("agreement_signed_on", models.DateField(blank=True, null=True, verbose_name="convenzione firmata il")),
                (
                    "agreement_reference",
                    models.CharField(blank=True, max_length=120, verbose_name="estremi della convenzione"),
                ),
                ("agreement_file_name", models.CharField(blank=True, max_length=200)),
                (
                    "advance_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="anticipo ricevuto"
                    ),
                ),
                ("advance_received_on", models.DateField(blank=True, null=True, verbose_name="ricevuto il")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "agreement_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="organisations.body",
                        verbose_name="Comune",
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="programmes.ruleset",
                        verbose_name="regole",
                    ),
                ),
                (
                    "tutor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="referente territoriale",
                    ),
                ),
            ],
            options={
                "verbose_name": "progetto",
                "verbose_name_plural": "progetti",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="WorkPackage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, verbose_name="codice")),
                ("title", models.CharField(max_length=200, verbose_name="titolo")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="work_packages", to="projects.project"
                    ),
                ),
            ],
            options={
                "verbose_name": "pacchetto di lavoro",
                "verbose_name_plural": "pacchetti di lavoro",
                "ordering": ("position", "code"),
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="importo")),
                (
                    "cost_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.costitem",
                        verbose_name="voce di costo",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="budget_lines", to="projects.project"
                    ),
                ),
                (
                    "work_package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="projects.workpackage",
                        verbose_name="pacchetto di lavoro",
                    ),
                ),
            ],
            options={
                "verbose_name": "riga del piano finanziario",
                "verbose_name_plural": "piano finanziario",
                "ordering": ("cost_item__position", "work_package__position", "pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="project_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("cup__regex", "^[A-Z][0-9]{2}[A-Z][0-9]{11}$")), name="project_cup_well_formed"
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("agreement_signed_on__isnull", False), _connector="OR"),
                name="project_running_has_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("advance_amount__isnull", True), ("advance_received_on__isnull", True)),
                    models.Q(("advance_amount__gt", 0), ("advance_received_on__isnull", False)),
                    _connector="OR",
                ),
                name="project_advance_has_day_and_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="workpackage",
            constraint=models.UniqueConstraint(fields=("project", "code"), name="work_package_code_once"),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.UniqueConstraint(
                fields=("project", "work_package", "cost_item"), name="budget_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="budget_line_not_negative"),
        ),
    ]
