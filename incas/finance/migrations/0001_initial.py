# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("documents", "0001_initial"),
        ("organisations", "0001_initial"),
        ("projects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="numero")),
                ("period_from", models.DateField(verbose_name="dal")),
                ("period_until", models.DateField(verbose_name="al")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "In preparazione"),
                            ("submitted", "Inviata"),
                            ("under_check", "In controllo"),
                            ("checked", "Controllata"),
                            ("certified", "Certificata"),
                            ("returned", "Restituita"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="stato",
                    ),
                ),
                (
                    "claimed_total",
                    models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name="importo richiesto"),
                ),
                (
                    "admitted_total",
                    models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name="importo ammesso"),
                ),
                ("submitted_at", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("certified_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("return_reason", models.TextField(blank=True, verbose_name="motivo della restituzione")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "certified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="projects.project",
                        verbose_name="progetto",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.receipt"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "domanda di rimborso",
                "verbose_name_plural": "domande di rimborso",
                "ordering": ("-created_at",),
            },
        ),
        migrations.CreateModel(
            name="DocumentIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("total", models.DecimalField(decimal_places=2, max_digits=14)),
                ("charged", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
            ],
            options={
                "verbose_name": "identità del documento",
                "verbose_name_plural": "identità dei documenti",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("charged__gte", 0), ("charged__lte", models.F("total")), ("total__gte", 0)),
                            models.Q(("charged__gte", models.F("total")), ("charged__lte", 0), ("total__lt", 0)),
                            _connector="OR",
                        ),
                        name="document_never_charged_beyond_its_total",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Expense",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("description", models.CharField(max_length=250, verbose_name="descrizione")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="importo imputato")),
                ("payment_order", models.CharField(blank=True, max_length=40, verbose_name="numero del mandato")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="pagato il")),
                (
                    "paid_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="importo pagato"
                    ),
                ),
                ("search_text", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.body"
                    ),
                ),
                (
                    "budget_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to="projects.budgetline",
                        verbose_name="voce di costo",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to="projects.project",
                        verbose_name="progetto",
                    ),
                ),
            ],
            options={
                "verbose_name": "spesa",
                "verbose_name_plural": "spese",
            },
        ),
        migrations.CreateModel(
            name="Evidence",
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
                        verbose_name="tipo di documento",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "expense",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="finance.expense"
                    ),
                ),
            ],
            options={
                "verbose_name": "documento allegato",
                "verbose_name_plural": "documenti allegati",
                "ordering": ("kind", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ClaimLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claimed", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="richiesto")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("pending", "Da controllare"),
                            ("admitted", "Ammessa"),
                            ("reduced", "Ridotta"),
                            ("excluded", "Esclusa"),
                        ],
                        default="pending",
                        max_length=8,
                        verbose_name="esito",
                    ),
                ),
                (
                    "admitted",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="ammesso"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="motivo")),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_live", models.BooleanField(default=True)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="finance.claim"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "expense",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="finance.expense"
                    ),
                ),
            ],
            options={
                "verbose_name": "spesa della domanda",
                "verbose_name_plural": "spese della domanda",
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.body"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.job"
                    ),
                ),
            ],
            options={
                "verbose_name": "caricamento di fatture",
                "verbose_name_plural": "caricamenti di fatture",
            },
        ),
        migrations.CreateModel(
            name="ImportedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=400)),
                ("is_archive", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "In attesa"),
                            ("accepted", "Acquisito"),
                            ("known", "Già presente"),
                            ("rejected", "Rifiutato"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="finance.importbatch"
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "file caricato",
                "verbose_name_plural": "file caricati",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SpendingDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("einvoice", "Fattura elettronica"),
                            ("payslip", "Cedolino"),
                            ("other", "Altro documento di spesa"),
                        ],
                        default="einvoice",
                        max_length=8,
                    ),
                ),
                ("type_code", models.CharField(blank=True, max_length=4)),
                ("number", models.CharField(max_length=40, verbose_name="numero")),
                ("issued_on", models.DateField(verbose_name="data")),
                ("currency", models.CharField(default="EUR", max_length=3)),
                ("supplier_name", models.CharField(max_length=250, verbose_name="fornitore")),
                ("supplier_vat", models.CharField(blank=True, max_length=30, verbose_name="partita IVA")),
                ("supplier_tax_code", models.CharField(blank=True, max_length=28, verbose_name="codice fiscale")),
                ("customer_vat", models.CharField(blank=True, max_length=30)),
                ("customer_tax_code", models.CharField(blank=True, max_length=28)),
                ("total", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="totale")),
                ("vat", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="IVA")),
                ("withheld", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="ritenute")),
                (
                    "payable",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="da pagare al fornitore"),
                ),
                ("split_payment", models.BooleanField(default=False, verbose_name="scissione dei pagamenti")),
                (
                    "cups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                (
                    "cigs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                ("file_name", models.CharField(blank=True, max_length=400)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "signature",
                    models.CharField(
                        choices=[
                            ("none", "Non firmata"),
                            ("intact", "Firma integra"),
                            ("unknown", "Firma non verificabile"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("signer", models.CharField(blank=True, max_length=200)),
                ("imported_at", models.DateTimeField()),
                ("search_text", models.TextField(blank=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="documents",
                        to="finance.importbatch",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.body"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "identity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="finance.documentidentity",
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "documento di spesa",
                "verbose_name_plural": "documenti di spesa",
            },
        ),
        migrations.AddField(
            model_name="expense",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="expenses",
                to="finance.spendingdocument",
                verbose_name="documento di spesa",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["state", "-submitted_at", "-id"], name="claim_by_state"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["-submitted_at", "-id"], name="claim_by_submission"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(fields=("project", "number"), name="claim_number_once"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "returned"])),
                fields=("project",),
                name="claim_one_being_written_a_project",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_until__gte", models.F("period_from"))), name="claim_period_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["submitted", "under_check", "checked", "certified"]), _negated=True),
                    models.Q(
                        ("claimed_total__isnull", False),
                        ("receipt__isnull", False),
                        ("submitted_at__isnull", False),
                        ("submitted_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="claim_sent_has_instant_total_and_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["checked", "certified"]), _negated=True),
                    models.Q(
                        ("admitted_total__isnull", False), ("checked_at__isnull", False), ("checked_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="claim_checked_has_instant_and_total",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("certified_at__isnull", False), ("certified_by__isnull", False), ("state", "certified")),
                    models.Q(
                        models.Q(("state", "certified"), _negated=True),
                        ("certified_at__isnull", True),
                        ("certified_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="claim_certified_has_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("return_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="claim_returned_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("certified_by__isnull", True),
                    models.Q(
                        models.Q(("certified_by", models.F("submitted_by")), _negated=True),
                        models.Q(("certified_by", models.F("checked_by")), _negated=True),
                        models.Q(("certified_by", models.F("created_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="claim_nobody_certifies_what_they_prepared",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_by__isnull", True),
                    models.Q(
                        models.Q(("checked_by", models.F("submitted_by")), _negated=True),
                        models.Q(("checked_by", models.F("created_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="claim_nobody_checks_what_they_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(fields=("expense", "kind", "file"), name="evidence_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_its_claim",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP <> 'DELETE' THEN\n    IF EXISTS (\n        SELECT 1 FROM finance_claimline line JOIN finance_claim claim ON claim.id = line.claim_id\n        WHERE line.expense_id = NEW.expense_id AND line.is_live AND claim.state NOT IN ('draft', 'returned')\n    ) THEN\n        RAISE EXCEPTION 'an expense of a claim that was sent does not change' USING ERRCODE = 'check_violation';\n    END IF;\nRETURN NEW; END IF;\n    IF EXISTS (\n        SELECT 1 FROM finance_claimline line JOIN finance_claim claim ON claim.id = line.claim_id\n        WHERE line.expense_id = OLD.expense_id AND line.is_live AND claim.state NOT IN ('draft', 'returned')\n    ) THEN\n        RAISE EXCEPTION 'an expense of a claim that was sent does not change' USING ERRCODE = 'check_violation';\n    END IF;\nRETURN OLD;",
                    hash="82d12ce0c193cac7de18f2e5b198827ddfaa4771",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_its_claim_c8268",
                    table="finance_evidence",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="claimline",
            constraint=models.UniqueConstraint(fields=("claim", "expense"), name="claim_line_once"),
        ),
        migrations.AddConstraint(
            model_name="claimline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_live", True)), fields=("expense",), name="claim_line_expense_in_one_claim"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("admitted__isnull", True), ("decided_at__isnull", True), ("decision", "pending")),
                    models.Q(
                        ("admitted", models.F("claimed")), ("decided_at__isnull", False), ("decision", "admitted")
                    ),
                    models.Q(
                        ("admitted", 0),
                        ("decided_at__isnull", False),
                        ("decision", "excluded"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(
                        ("admitted__isnull", False),
                        ("decided_at__isnull", False),
                        ("decision", "reduced"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="claim_line_decided_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "reduced"), _negated=True),
                    models.Q(("admitted__gt", 0), ("admitted__lt", models.F("claimed")), ("claimed__gt", 0)),
                    models.Q(("admitted__gt", models.F("claimed")), ("admitted__lt", 0), ("claimed__lt", 0)),
                    _connector="OR",
                ),
                name="claim_line_reduced_within_claimed",
            ),
        ),
        migrations.AddIndex(
            model_name="importbatch",
            index=models.Index(fields=["body", "-created_at"], name="import_batch_of_body"),
        ),
        migrations.AddConstraint(
            model_name="importedfile",
            constraint=models.UniqueConstraint(fields=("batch", "position", "name"), name="imported_file_once"),
        ),
        migrations.AddConstraint(
            model_name="importedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "rejected"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="imported_file_rejected_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="spendingdocument",
            index=models.Index(fields=["body", "-issued_on", "-id"], name="spending_document_of_body"),
        ),
        migrations.AddIndex(
            model_name="spendingdocument",
            index=models.Index(fields=["body", "supplier_name", "id"], name="spending_document_supplier"),
        ),
        migrations.AddIndex(
            model_name="spendingdocument",
            index=models.Index(fields=["identity"], name="spending_document_identity"),
        ),
        migrations.AddConstraint(
            model_name="spendingdocument",
            constraint=models.UniqueConstraint(fields=("body", "file", "position"), name="spending_document_file_once"),
        ),
        migrations.AddIndex(
            model_name="expense",
            index=models.Index(fields=["body", "-created_at", "-id"], name="expense_of_body"),
        ),
        migrations.AddIndex(
            model_name="expense",
            index=models.Index(fields=["body", "-amount", "-id"], name="expense_by_amount"),
        ),
        migrations.AddIndex(
            model_name="expense",
            index=models.Index(fields=["body", "-paid_on", "-id"], name="expense_by_payment"),
        ),
        migrations.AddIndex(
            model_name="expense",
            index=models.Index(fields=["project", "-created_at", "-id"], name="expense_of_project"),
        ),
        migrations.AddConstraint(
            model_name="expense",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="expense_is_of_some_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="expense",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paid_amount__isnull", True), ("paid_on__isnull", True), ("payment_order", "")),
                    models.Q(
                        models.Q(("payment_order", ""), _negated=True),
                        ("paid_amount__isnull", False),
                        ("paid_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="expense_payment_is_whole_or_absent",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expense",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_on_the_document",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP <> 'INSERT' THEN\n        UPDATE finance_documentidentity SET charged = charged - OLD.amount\n        WHERE id = (SELECT identity_id FROM finance_spendingdocument WHERE id = OLD.document_id);\n    END IF;\n    IF TG_OP <> 'DELETE' THEN\n        UPDATE finance_documentidentity SET charged = charged + NEW.amount\n        WHERE id = (SELECT identity_id FROM finance_spendingdocument WHERE id = NEW.document_id);\n    END IF;\n    RETURN NULL;\n",
                    hash="0c07d434f86c2bf65b667abff0baa039194511c1",
                    operation='INSERT OR UPDATE OF "amount", "document_id" OR DELETE',
                    pgid="pgtrigger_counts_on_the_document_d4c39",
                    table="finance_expense",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expense",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_its_claim",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM finance_claimline line JOIN finance_claim claim ON claim.id = line.claim_id\n        WHERE line.expense_id = OLD.id AND line.is_live AND claim.state NOT IN ('draft', 'returned')\n    ) THEN\n        RAISE EXCEPTION 'an expense of a claim that was sent does not change' USING ERRCODE = 'check_violation';\n    END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="af7ca6113d5e524e524e81f0dbabd7511a7a7052",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_its_claim_777f7",
                    table="finance_expense",
                    when="BEFORE",
                ),
            ),
        ),
    ]
