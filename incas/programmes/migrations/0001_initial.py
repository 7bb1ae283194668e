# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="sigla")),
                ("name", models.CharField(max_length=200, verbose_name="denominazione")),
                ("description", models.TextField(blank=True, verbose_name="descrizione")),
            ],
            options={
                "verbose_name": "fondo",
                "verbose_name_plural": "fondi",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="CostItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12, verbose_name="codice")),
                ("name", models.CharField(max_length=200, verbose_name="voce")),
                ("description", models.TextField(blank=True, verbose_name="che cosa comprende")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[("real", "Costi reali"), ("flat_rate", "Tasso forfettario")],
                        default="real",
                        max_length=10,
                        verbose_name="come si rendiconta",
                    ),
                ),
                (
                    "flat_rate_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="tasso (%)",
                    ),
                ),
                (
                    "flat_rate_base",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="programmes.costitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "voce di costo",
                "verbose_name_plural": "voci di costo",
                "ordering": ("rule_set", "position", "code"),
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="codice")),
                ("title", models.CharField(max_length=250, verbose_name="titolo")),
                ("summary", models.TextField(blank=True, verbose_name="in breve")),
                ("opens_on", models.DateField(verbose_name="apre il")),
                ("closes_on", models.DateField(verbose_name="chiude il")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="dotazione")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "In preparazione"), ("published", "Pubblicato"), ("closed", "Chiuso")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("is_example", models.BooleanField(default=False, verbose_name="esempio")),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="programmes.fund",
                        verbose_name="fondo",
                    ),
                ),
            ],
            options={
                "verbose_name": "avviso",
                "verbose_name_plural": "avvisi",
                "ordering": ("-opens_on", "code"),
            },
        ),
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="versione")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "In preparazione"), ("published", "Pubblicata")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("published_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True, verbose_name="fonte e note")),
                (
                    "document_days_before_start",
                    models.PositiveSmallIntegerField(default=0, verbose_name="documenti: giorni prima dell'inizio"),
                ),
                (
                    "document_days_after_end",
                    models.PositiveSmallIntegerField(default=0, verbose_name="documenti: giorni dopo la fine"),
                ),
                (
                    "payment_days_after_end",
                    models.PositiveSmallIntegerField(default=60, verbose_name="pagamenti: giorni dopo la fine"),
                ),
                (
                    "cadence_months",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(24),
                        ],
                        verbose_name="una domanda ogni (mesi)",
                    ),
                ),
                (
                    "claim_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="giorni per inviarla dopo la fine del periodo"
                    ),
                ),
                (
                    "cup_rule",
                    models.CharField(
                        choices=[
                            ("not_asked", "Non richiesto"),
                            ("remediable", "Richiesto, sanabile"),
                            ("required", "Richiesto, senza eccezioni"),
                        ],
                        default="remediable",
                        max_length=12,
                        verbose_name="CUP sulla fattura",
                    ),
                ),
                (
                    "cig_rule",
                    models.CharField(
                        choices=[
                            ("not_asked", "Non richiesto"),
                            ("remediable", "Richiesto, sanabile"),
                            ("required", "Richiesto, senza eccezioni"),
                        ],
                        default="remediable",
                        max_length=12,
                        verbose_name="CIG sulla fattura",
                    ),
                ),
                (
                    "vat_rule",
                    models.CharField(
                        choices=[
                            ("if_unrecoverable", "Ammessa se non recuperabile"),
                            ("always", "Sempre ammessa"),
                            ("never", "Mai ammessa"),
                        ],
                        default="if_unrecoverable",
                        max_length=16,
                        verbose_name="IVA",
                    ),
                ),
                (
                    "move_tolerance_percent",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="spostamenti liberi tra voci (%)",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rule_sets",
                        to="programmes.call",
                        verbose_name="avviso",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "serie di regole",
                "verbose_name_plural": "serie di regole",
                "ordering": ("call", "-version"),
            },
        ),
        migrations.CreateModel(
            name="Phase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_check", "Controllo di primo livello"),
                            ("certification", "Certificazione"),
                            ("payment", "Pagamento"),
                        ],
                        max_length=14,
                        verbose_name="fase",
                    ),
                ),
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
                        verbose_name="a cura di",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="giorni"
                    ),
                ),
                (
                    "silence",
                    models.CharField(
                        choices=[
                            ("nothing", "Nessun effetto: si sollecita"),
                            ("accepted", "Vale come accoglimento"),
                            ("refused", "Vale come rigetto"),
                        ],
                        default="nothing",
                        max_length=8,
                        verbose_name="se il termine passa",
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="programmes.ruleset"
                    ),
                ),
            ],
            options={
                "verbose_name": "fase",
                "verbose_name_plural": "fasi",
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="EvidenceRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contract", "Contratto o lettera d'incarico"),
                            ("procedure_act", "Atto di affidamento"),
                            ("invoice", "Fattura o documento di spesa"),
                            ("payment_order", "Mandato di pagamento"),
                            ("payment_receipt", "Quietanza"),
                            ("payslip", "Cedolino"),
                            ("timesheet", "Foglio presenze"),
                            ("f24", "Modello F24"),
                            ("durc", "DURC (regolarità contributiva)"),
                            ("register", "Registro firmato dai destinatari"),
                            ("report", "Relazione sull'attività"),
                            ("other", "Altro documento"),
                        ],
                        max_length=16,
                        verbose_name="documento",
                    ),
                ),
                ("is_required", models.BooleanField(default=True, verbose_name="obbligatorio")),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="precisazioni")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence_rules",
                        to="programmes.costitem",
                        verbose_name="voce",
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence_rules",
                        to="programmes.ruleset",
                    ),
                ),
            ],
            options={
                "verbose_name": "documento richiesto",
                "verbose_name_plural": "documenti richiesti",
                "ordering": ("item__position", "kind"),
            },
        ),
        migrations.AddField(
            model_name="costitem",
            name="rule_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="cost_items", to="programmes.ruleset"
            ),
        ),
        migrations.CreateModel(
            name="Ceiling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="al massimo (%)",
                    ),
                ),
                (
                    "base",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="fonte")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ceilings",
                        to="programmes.costitem",
                        verbose_name="voce",
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ceilings", to="programmes.ruleset"
                    ),
                ),
            ],
            options={
                "verbose_name": "massimale",
                "verbose_name_plural": "massimali",
                "ordering": ("item__position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Tranche",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[("advance", "Anticipo"), ("interim", "Pagamento intermedio"), ("balance", "Saldo")],
                        max_length=8,
                        verbose_name="tipo",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="quota del finanziamento (%)",
                    ),
                ),
                (
                    "spent_percent",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="spesa richiesta sul già ricevuto (%)",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="condizioni")),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tranches", to="programmes.ruleset"
                    ),
                ),
            ],
            options={
                "verbose_name": "quota",
                "verbose_name_plural": "quote",
                "ordering": ("position",),
            },
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="call_closes_after_it_opens"
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="call_amount_positive"),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.UniqueConstraint(fields=("call", "version"), name="rule_set_version_once"),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("call",), name="rule_set_one_draft_a_call"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("published_at__isnull", False), _connector="OR"),
                name="rule_set_published_has_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(("move_tolerance_percent__gte", 0), ("move_tolerance_percent__lte", 100)),
                name="rule_set_tolerance_is_a_share",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ruleset",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_once_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" = 'published')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2a3bc7de295cf6cf3f85379c6f07e7837c412ad8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_once_published_a25a2",
                    table="programmes_ruleset",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.UniqueConstraint(fields=("rule_set", "kind"), name="phase_once"),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(condition=models.Q(("days__gte", 1)), name="phase_lasts_a_day"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phase",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_once_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE parent bigint;",
                    func="\n            parent := CASE WHEN TG_OP = 'DELETE' THEN OLD.rule_set_id ELSE NEW.rule_set_id END;\n            IF EXISTS (SELECT 1 FROM programmes_ruleset WHERE id = parent AND state = 'published') THEN\n                RAISE EXCEPTION 'a published rule set never changes' USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="e1a021dc8c03fc62344e369dd731f3f30a0b8f06",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_once_published_fcee2",
                    table="programmes_phase",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencerule",
            constraint=models.UniqueConstraint(fields=("item", "kind"), name="evidence_rule_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidencerule",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_once_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE parent bigint;",
                    func="\n            parent := CASE WHEN TG_OP = 'DELETE' THEN OLD.rule_set_id ELSE NEW.rule_set_id END;\n            IF EXISTS (SELECT 1 FROM programmes_ruleset WHERE id = parent AND state = 'published') THEN\n                RAISE EXCEPTION 'a published rule set never changes' USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="c49df67b567d485452d702a75f9087e5273770ac",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_once_published_f1b56",
                    table="programmes_evidencerule",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="costitem",
            constraint=models.UniqueConstraint(fields=("rule_set", "code"), name="cost_item_code_once"),
        ),
        migrations.AddConstraint(
            model_name="costitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("flat_rate_percent__isnull", True), ("kind", "real")),
                    models.Q(("flat_rate_percent__gt", 0), ("flat_rate_percent__lte", 100), ("kind", "flat_rate")),
                    _connector="OR",
                ),
                name="cost_item_flat_rate_has_percent",
            ),
        ),
        migrations.AddConstraint(
            model_name="costitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True), name="cost_item_not_its_own_parent"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="costitem",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_once_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE parent bigint;",
                    func="\n            parent := CASE WHEN TG_OP = 'DELETE' THEN OLD.rule_set_id ELSE NEW.rule_set_id END;\n            IF EXISTS (SELECT 1 FROM programmes_ruleset WHERE id = parent AND state = 'published') THEN\n                RAISE EXCEPTION 'a published rule set never changes' USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="56e675adeb7a624d20b04057ba898f7bc3ac7cbe",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_once_published_d4183",
                    table="programmes_costitem",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ceiling",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gt", 0), ("percent__lte", 100)), name="ceiling_is_a_share"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ceiling",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_once_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE parent bigint;",
                    func="\n            parent := CASE WHEN TG_OP = 'DELETE' THEN OLD.rule_set_id ELSE NEW.rule_set_id END;\n            IF EXISTS (SELECT 1 FROM programmes_ruleset WHERE id = parent AND state = 'published') THEN\n                RAISE EXCEPTION 'a published rule set never changes' USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="bf341dac3e51776a0147f7559c8e025259390b59",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_once_published_237de",
                    table="programmes_ceiling",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gt", 0), ("percent__lte", 100)), name="tranche_is_a_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(("spent_percent__gte", 0), ("spent_percent__lte", 100)),
                name="tranche_spent_is_a_share",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tranche",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_once_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE parent bigint;",
                    func="\n            parent := CASE WHEN TG_OP = 'DELETE' THEN OLD.rule_set_id ELSE NEW.rule_set_id END;\n            IF EXISTS (SELECT 1 FROM programmes_ruleset WHERE id = parent AND state = 'published') THEN\n                RAISE EXCEPTION 'a published rule set never changes' USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="e84cccdbaa5f4ef04b7b5a82764c207e6daf1ba6",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_once_published_6ce68",
                    table="programmes_tranche",
                    when="BEFORE",
                ),
            ),
        ),
    ]
