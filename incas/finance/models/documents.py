# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Documents of spending: what a supplier invoiced, as it came, and how much of it is charged in the whole platform."""

from decimal import Decimal
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.models import Job
from incas.core.privacy import Retention, classified
from incas.core.searching import Plain
from incas.core.writing import EURO, day
from incas.documents.models import StoredFile
from incas.finance.choices import DocumentCharge, DocumentKind, EuroSource, ImportOutcome, SignatureState
from incas.finance.fatturapa import MAX_CODE
from incas.organisations.choices import Role
from incas.organisations.models import Body
from incas.programmes.rulebook import to_cents

HANDLES_DOCUMENTS = frozenset({Role.FINANCE_OFFICER, Role.PROJECT_MANAGER})

EURO_CODE = "EUR"

HOW_FAR = "CASE {0}charged WHEN 0 THEN 'none' WHEN {0}euro_total THEN 'all' ELSE 'part' END"

TELL_ITS_DOCUMENTS = """
    UPDATE finance_spendingdocument SET charge = {how_far}
    WHERE identity_id = NEW.id AND charge <> {how_far};
    RETURN NULL;
"""

READ_HOW_FAR = """
    SELECT {how_far} INTO NEW.charge FROM finance_documentidentity WHERE id = NEW.identity_id FOR SHARE;
    RETURN NEW;
"""
"""Waits for whoever is charging the same document just now, who cannot see this one yet."""

ON_TOTALS = pgtrigger.UpdateOf("euro_total", "charged")  # type: ignore[no-untyped-call]  # pgtrigger leaves it untyped
ON_IDENTITY = pgtrigger.UpdateOf("identity_id", "charge")  # type: ignore[no-untyped-call]  # pgtrigger leaves it untyped


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Uploads of invoices."""

    def visible_to(self, user: User) -> Self:
        """Show those of one's own body to who keeps its accounts."""
        return self.filter(body_id=user.acting_body_id) if user.acting_roles & HANDLES_DOCUMENTS else self.none()


@classified(retention=Retention.PROJECT, open="body job created_at", identifying="created_by")
class ImportBatch(models.Model):
    """One upload of invoices: files and ZIPs together, and file by file what became of them."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("caricamento di fatture")
        verbose_name_plural = _("caricamenti di fatture")
        indexes = [models.Index(fields=["body", "-created_at"], name="import_batch_of_body")]

    def __str__(self) -> str:
        return _("Caricamento n. %(number)s") % {"number": self.pk}


@classified(retention=Retention.PROJECT, open="batch position stored outcome reason is_archive", identifying="name")
class ImportedFile(models.Model):
    """One file of a batch, in its place. Its bytes are kept while it waits, then by the documents taken from it.

    The files found in an archive follow it, in the places left free after its own.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=400)
    is_archive = models.BooleanField(default=False)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=ImportOutcome, default=ImportOutcome.WAITING)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("file caricato")
        verbose_name_plural = _("file caricati")
        ordering = ("position", "pk")
        constraints = [
            UniqueConstraint(fields=["batch", "position"], name="imported_file_once"),
            CheckConstraint(
                name="imported_file_rejected_says_why", condition=~Q(outcome=ImportOutcome.REJECTED) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DocumentIdentityQuerySet(models.QuerySet["DocumentIdentity"]):
    """Documents of the whole platform, whoever holds them."""

    def visible_to(self, user: User) -> Self:
        """Show to the coordination, and to nobody else, those whose totals may be wrong.

        They are those whose files state another total than the one that counts, and those in another currency whose
        total in euro was told. A Comune sees its own documents, never that another holds one of them.
        """
        if Role.COORDINATOR not in user.acting_roles:
            return self.none()
        return self.filter(Exists(_stating().exclude(total=OuterRef("total"))) | Q(pk__in=self.told_in_euro()))

    def told_in_euro(self) -> Self:
        """Keep those in another currency whose total in euro somebody has told."""
        return self.exclude(currency=EURO_CODE).filter(euro_total__isnull=False)

    def stated_higher(self) -> Self:
        """Keep those of which a file states a higher total than the one that counts; of a credit note, a lower one."""
        higher, lower = _stating().filter(total__gt=OuterRef("total")), _stating().filter(total__lt=OuterRef("total"))
        return self.filter(Q(Exists(higher), total__gte=0) | Q(Exists(lower), total__lt=0))


def _stating() -> "models.QuerySet[SpendingDocument]":
    """The documents whose file is stored and states the total of the identity at hand."""
    return SpendingDocument.objects.filter(identity=OuterRef("pk"), file__isnull=False)


NOT_TOLD = Q(euro_total__isnull=True, euro_source="", euro_on__isnull=True)
TOLD = Q(euro_total__isnull=False, euro_source__in=EuroSource.values, euro_on__isnull=False) & (
    Q(total__gt=0, euro_total__gt=0) | Q(total__lt=0, euro_total__lt=0)
)


@classified(retention=Retention.PROJECT, open="key currency total euro_total euro_source euro_on charged")
class DocumentIdentity(models.Model):
    """A document of spending, one in the whole platform whoever uploaded it, and how much of it is charged, in euro.

    `key` is a SHA-256 of supplier, type, number and date: nothing can be read back from it. `total` is in `currency`,
    as the first file taken in states them, until the coordination raises it to another's. `euro_total` is the same in
    euro: of a document in another currency it is null until somebody tells it, with the day (`euro_on`) of the debit or
    of the rate it comes from (`euro_source`). `charged` is kept by a trigger on expenses; the constraint holds it
    within the total in euro, and at zero until that is told: no document is ever charged beyond 100 %. Credit notes are
    negative.
    """

    key = models.CharField(max_length=64, unique=True)
    currency = models.CharField(max_length=3, default=EURO_CODE)
    total = models.DecimalField(max_digits=14, decimal_places=2)
    euro_total = models.DecimalField(_("totale in euro"), max_digits=14, decimal_places=2, null=True)
    euro_source = models.CharField(_("da dove viene"), max_length=7, choices=EuroSource, blank=True)
    euro_on = models.DateField(_("del giorno"), null=True)
    charged = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    objects = DocumentIdentityQuerySet.as_manager()

    class Meta:
        verbose_name = _("identità del documento")
        verbose_name_plural = _("identità dei documenti")
        constraints = [
            CheckConstraint(
                name="document_never_charged_beyond_its_total",
                condition=Q(euro_total__isnull=True, charged=0)
                | Q(euro_total__isnull=False, euro_total__gte=0, charged__gte=0, charged__lte=F("euro_total"))
                | Q(euro_total__isnull=False, euro_total__lt=0, charged__lte=0, charged__gte=F("euro_total")),
            ),
            CheckConstraint(
                name="document_total_in_euro_is_its_own_or_told_whole",
                condition=Q(
                    currency=EURO_CODE,
                    euro_total__isnull=False,
                    euro_total=F("total"),
                    euro_source="",
                    euro_on__isnull=True,
                )
                | ~Q(currency=EURO_CODE) & (NOT_TOLD | TOLD),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="tells_its_documents",
                when=pgtrigger.After,
                operation=ON_TOTALS,
                func=TELL_ITS_DOCUMENTS.format(how_far=HOW_FAR.format("NEW.")),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What names it between a Comune and the coordination: tells nothing of the document, nor who holds it."""
        return self.key[:12].upper()

    @property
    def is_in_euro(self) -> bool:
        """Its total needs nobody to tell what it is in euro."""
        return self.currency == EURO_CODE

    @property
    def euro_origin(self) -> str:
        """Where its total in euro comes from, in words: `Addebito della banca del 12/03/2026`. Nothing until told."""
        if self.euro_on is None:
            return ""
        return _("%(source)s del %(day)s") % {"source": self.get_euro_source_display(), "day": day(self.euro_on)}

    @property
    def chargeable(self) -> Decimal:
        """What may be charged of it, by everybody together, in euro: nothing until its total in euro is told."""
        return self.euro_total if self.euro_total is not None else Decimal("0.00")

    @property
    def left(self) -> Decimal:
        """What is left to be charged, in euro."""
        return self.chargeable - self.charged


class SpendingDocumentQuerySet(models.QuerySet["SpendingDocument"]):
    """Documents of spending."""

    def visible_to(self, user: User) -> Self:
        """Show those of one's own body to who keeps its accounts; to a controller, those of the claims they open."""
        if user.acting_roles & HANDLES_DOCUMENTS:
            return self.filter(body_id=user.acting_body_id)
        from incas.finance.models.lines import ClaimLine  # noqa: PLC0415 (claims stand on documents)

        return self.filter(pk__in=ClaimLine.objects.visible_to(user).values("expense__document_id"))


@classified(
    retention=Retention.PROJECT,
    open="body identity charge kind type_code number issued_on currency total vat withheld payable split_payment "
    "customer_vat customer_tax_code cups cigs file file_name position signature imported_at batch updated_at",
    identifying="supplier_name supplier_vat supplier_tax_code content signer imported_by search_text search_plain",
)
class SpendingDocument(models.Model):
    """An invoice or another paper that proves a cost, as a body holds it. Amounts in the document's currency.

    `charge` repeats how far the identity is charged: triggers keep it, whoever writes. `content` is everything read
    from the file, as `fatturapa.to_content` gives it. `total`, `vat`, `withheld` and `payable` are computed exactly on
    import; those of credit notes are negative. Supplier data are those of a person when the supplier is one.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    identity = models.ForeignKey(DocumentIdentity, on_delete=models.PROTECT, related_name="documents")
    charge = models.CharField(max_length=4, choices=DocumentCharge, default=DocumentCharge.NONE)
    kind = models.CharField(max_length=8, choices=DocumentKind, default=DocumentKind.EINVOICE)
    type_code = models.CharField(max_length=20, blank=True)
    number = models.CharField(_("numero"), max_length=40)
    issued_on = models.DateField(_("data"))
    currency = models.CharField(max_length=3, default="EUR")
    supplier_name = models.CharField(_("fornitore"), max_length=250)
    supplier_vat = models.CharField(_("partita IVA"), max_length=30, blank=True)
    supplier_tax_code = models.CharField(_("codice fiscale"), max_length=28, blank=True)
    customer_vat = models.CharField(max_length=30, blank=True)
    customer_tax_code = models.CharField(max_length=28, blank=True)
    total = models.DecimalField(_("totale"), max_digits=14, decimal_places=2)
    vat = models.DecimalField(_("IVA"), max_digits=14, decimal_places=2)
    withheld = models.DecimalField(_("ritenute"), max_digits=14, decimal_places=2, default=0)
    payable = models.DecimalField(_("da pagare al fornitore"), max_digits=14, decimal_places=2)
    split_payment = models.BooleanField(_("scissione dei pagamenti"), default=False)
    cups = ArrayField(models.CharField(max_length=MAX_CODE), default=list)
    cigs = ArrayField(models.CharField(max_length=MAX_CODE), default=list)
    content = models.JSONField(default=dict)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    signature = models.CharField(max_length=8, choices=SignatureState, default=SignatureState.NONE)
    signer = models.CharField(max_length=200, blank=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.SET_NULL, null=True, related_name="documents")
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    search_text = models.TextField(blank=True)
    search_plain = models.GeneratedField(
        expression=Plain("search_text"), output_field=models.TextField(), db_persist=True
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = SpendingDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("documento di spesa")
        verbose_name_plural = _("documenti di spesa")
        constraints = [
            UniqueConstraint(fields=["body", "file", "position"], name="spending_document_file_once"),
        ]
        indexes = [
            models.Index(fields=["body", "-issued_on", "-id"], name="spending_document_of_body"),
            models.Index(fields=["body", "charge", "-issued_on", "-id"], name="spending_document_by_charge"),
            models.Index(fields=["body", "supplier_name", "id"], name="spending_document_supplier"),
            models.Index(fields=["body", "number", "id"], name="spending_document_by_number"),
            models.Index(fields=["identity"], name="spending_document_identity"),
            models.Index(fields=["body", "total", "id"], name="spending_document_by_total"),
            GinIndex(OpClass("search_plain", "gin_trgm_ops"), name="spending_document_search"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="charged_as_its_identity",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | ON_IDENTITY,
                func=READ_HOW_FAR.format(how_far=HOW_FAR.format("")),
            ),
        ]

    def __str__(self) -> str:
        return _("Documento n. %(number)s del %(day)s") % {"number": self.number, "day": f"{self.issued_on:%d/%m/%Y}"}

    @property
    def is_in_euro(self) -> bool:
        """Its amounts compare with what is charged, which is always in euro."""
        return self.currency in EURO and self.identity.is_in_euro

    def in_euro(self, amount: Decimal) -> Decimal:
        """Give an amount of this document in euro, to the cent, as its total is to its total in euro.

        Zero until that is told. Asks for the identity.
        """
        if self.is_in_euro or not self.total:
            return amount
        return to_cents(amount * self.identity.chargeable / self.total)
