# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""One form of one page, from being shown to the operation it leads to."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incas.core.editing import once, versions
from incas.core.editing.authors import last_author
from incas.core.editing.drafts import IN_CLEAR, Drafts, drafted, key_of, signed_form
from incas.core.models import DraftRow, Submission

FormT = TypeVar("FormT", bound=forms.BaseForm)
ResultT = TypeVar("ResultT")
RESUME = "bozza"


class NotSaved(Exception):
    """Nothing was stored: the page is shown again."""


def form_name(request: HttpRequest, part: str) -> str:
    """Name a form by its address, without what asks for the draft; `part` tells apart two forms of one address."""
    query = request.GET.copy()
    query.pop(RESUME, None)
    address = f"{request.path}?{query.urlencode()}" if query else request.path
    return f"{address}#{part}" if part else address


class Editing(Generic[FormT]):
    """A form shown, kept while typed, compared with what others wrote, sent once.

    `instance` is the object being edited (none: something new). A form that is not of a model gets its values from
    `initial`, a dictionary or a function of the object. `options` are further arguments of the form. `refusals` are
    the exceptions of the operation that are told on the form. `drafts` are kept in clear unless said otherwise;
    `autosave` off: none is (nothing is typed, or a secret). `name` tells apart two forms of one address.
    """

    def __init__(
        self,
        request: HttpRequest,
        form_class: Callable[..., FormT],
        instance: models.Model | None = None,
        *,
        initial: dict[str, Any] | Callable[[Any], dict[str, Any]] | None = None,
        options: dict[str, Any] | None = None,
        refusals: tuple[type[Exception], ...] = (),
        autosave: bool = True,
        drafts: Drafts = IN_CLEAR,
        name: str = "",
    ) -> None:
        self.request = request
        self.form_class = form_class
        self.instance = instance
        self.initial = initial
        self.options = options or {}
        self.refusals = refusals
        self.autosave = autosave
        self.drafts = drafts
        self.name = form_name(request, name)
        self.owner_id = once.owner_of(request)
        self.key: UUID = once.key_of(request) if request.method == "POST" else uuid4()
        self.comparison: versions.Comparison | None = None
        self.base_values: dict[str, Any] = {}
        self.form: FormT = self.opening_form()

    # Showing

    def opening_form(self) -> FormT:
        """The form as it is first shown: empty, with the object's values, or with those of the draft being resumed."""
        form = self.build(self.instance)
        self.base_values = versions.values_of(form)
        if self.is_resumed and self.draft is not None:
            form = self.build(self.instance, drafted(self.draft))
            self.key = key_of(self.draft) or self.key
            vars(form).update(
                _errors=ErrorDict(renderer=form.renderer), cleaned_data={}
            )  # a draft is unfinished, not wrong
        return form

    def build(self, instance: models.Model | None, *sent: Any) -> FormT:
        """Make the form around an object as it is now."""
        options = dict(self.options)
        if isinstance(self.form_class, type) and issubclass(self.form_class, forms.BaseModelForm):
            options["instance"] = instance
        if self.initial is not None:
            options["initial"] = self.initial(instance) if callable(self.initial) else self.initial
        return self.form_class(*sent, **options)

    @cached_property
    def draft(self) -> DraftRow | None:
        """The draft this person has of this form."""
        return self.drafts.find(self.name, owner_id=self.owner_id) if self.autosave else None

    @property
    def is_resumed(self) -> bool:
        """Whether the draft was asked for."""
        return self.request.method == "GET" and self.request.GET.get(RESUME) == "riprendi" and self.draft is not None

    @property
    def is_offered(self) -> bool:
        """Whether there is a draft to offer."""
        return self.request.method == "GET" and self.draft is not None and not self.is_resumed

    @property
    def resume_url(self) -> str:
        """The address of the form with its draft."""
        address, _mark, _part = self.name.partition("#")
        return f"{address}{'&' if '?' in address else '?'}{RESUME}=riprendi"

    @property
    def signed_name(self) -> str:
        """The name of the form, signed, as the autosave sends it back."""
        return signed_form(self.name, owner_id=self.owner_id, drafts=self.drafts)

    @property
    def attributes(self) -> SafeString:
        """Attributes of the `<form>` element: they switch the autosave on."""
        return format_html(' data-autosave="{}"', self.signed_name) if self.autosave else SafeString()

    @property
    def base(self) -> str:
        """The values the form is shown with, sealed; of a resumed draft, those it was begun with."""
        if self.is_resumed and self.draft is not None and (kept := self.draft.data.get(versions.BASE)):
            return str(kept[0])
        asked = [conflict.name for conflict in self.comparison.conflicts] if self.comparison else []
        return versions.sealed_base(self.base_values, asked, place=self.place)

    @property
    def place(self) -> str:
        """What the sealed values are bound to."""
        return f"{self.owner_id}:{self.name}"

    def __html__(self) -> str:
        """What goes inside the `<form>` element before the fields: hidden values, draft on offer, live region."""
        return render_to_string("core/draft.html", {"edit": self}, request=self.request)

    __str__ = __html__

    def render(self, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the page of the form (`form` and `edit` are in its context), or the page that asks about conflicts."""
        shown = {**(context or {}), "form": self.form, "edit": self}
        if self.comparison and self.comparison.conflicts:
            shown["author"] = last_author(self.instance) if self.instance is not None else ""
            return render(self.request, "core/conflict.html", shown)
        return render(self.request, template, shown)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the page that asks about conflicts carries along: everything that was written, by name and text."""
        if self.comparison is None:
            return []
        sent = once.content_of(self.comparison.data)
        return [(name, text) for name, texts in sent.items() if not name.startswith(versions.CHOICE) for text in texts]

    @property
    def files_again(self) -> list[forms.BoundField]:
        """Files that were chosen: a page cannot choose them in a person's place."""
        return [self.form[name] for name in self.form.fields if self.form[name].html_name in self.request.FILES]

    # Saving

    def save_with(
        self,
        operation: Callable[[FormT], ResultT],
        *,
        outcome: str | Callable[[ResultT], str],
        message: str = "",
    ) -> HttpResponseRedirect | None:
        """Do the work of a form that was sent, once, and lead to its outcome. None: show the page (`render`).

        The operation gets the valid form, the other's changes put in, inside a transaction that holds the object's
        row. The outcome is an address, or a function of what the operation gave. The draft goes in the same
        transaction.
        """
        if self.request.method != "POST":
            return None
        try:
            with transaction.atomic():
                url = self.save(operation, outcome)
        except once.AlreadySent as sent:
            return redirect(sent.url)
        except once.KeySpent:
            self.key = uuid4()
            self.form.add_error(
                None, _("Il modulo era già stato inviato con altri dati: controllare e inviare di nuovo.")
            )
            return None
        except NotSaved:
            return None
        if message:
            messages.success(self.request, message)
        return redirect(url)

    def save(self, operation: Callable[[FormT], ResultT], outcome: str | Callable[[ResultT], str]) -> str:
        """Do the work, inside the transaction."""
        self.form = self.build(self.instance, self.request.POST, self.request.FILES)
        submission = self.spend()
        self.merge()
        if not self.form.is_valid():
            raise NotSaved
        try:
            with transaction.atomic():
                result = operation(self.form)
        except self.refusals as refusal:
            self.tell(refusal)
            raise NotSaved from refusal
        submission.outcome_url = outcome(result) if callable(outcome) else resolve_url(outcome)
        submission.save(update_fields=["outcome_url"])
        self.drafts.drop(self.name, owner_id=self.owner_id)
        return submission.outcome_url

    def tell(self, refusal: Exception) -> None:
        """Say why the operation refused: beside the field that it names (`refusal.field`), else above the form."""
        field = getattr(refusal, "field", "")
        if isinstance(refusal, ValidationError):
            self.form.add_error(None, refusal)
        else:
            self.form.add_error(field if field in self.form.fields else None, str(refusal))

    def spend(self) -> Submission:
        """Store the key of the form. Other content under a spent key is new where an object is compared."""
        fingerprint = once.fingerprint_of(self.request)
        try:
            return once.spend(self.key, owner_id=self.owner_id, fingerprint=fingerprint)
        except once.KeySpent:
            if self.instance is None:
                raise
            self.key = uuid4()
            return once.spend(self.key, owner_id=self.owner_id, fingerprint=fingerprint)

    def merge(self) -> None:
        """Put in what others changed meanwhile, on the row locked and read again; stop where a person must choose."""
        if self.instance is None:
            return
        fresh = get_object_or_404(type(self.instance)._base_manager.select_for_update(no_key=True), pk=self.instance.pk)
        current = self.build(fresh)
        base = versions.opened_base(self.request.POST.get(versions.BASE, ""), place=self.place)
        self.base_values = versions.values_of(current)
        self.comparison = versions.compare(self.form, base, current)
        if self.comparison.conflicts:
            raise NotSaved
        self.form = self.build(fresh, self.comparison.data, self.comparison.files)
