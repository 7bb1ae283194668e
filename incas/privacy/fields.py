# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Fields whose content the database never sees: sealed when written, opened when first read.

Under the field's name a row gives and takes the plain value; what Django reads and writes is the sealed one, under
`<name>_sealed`. So whatever passes by Django's own ways (`values`, dumps, serialisers, pickles) carries sealed bytes.

class Identity(models.Model):
    body = models.ForeignKey(Body, …)
    code = models.CharField(unique=True, default=new_code)
    surname = SealedTextField(max_length=100)
    surname_index = BlindIndexField()

A model with sealed fields has `body_id` and `code`, both there from the start and never changed afterwards: what is
sealed is bound to them. With `.only("surname")` name them too, or each row asks for them.
"""

import json
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Protocol, TypeVar, cast

from django.core import checks
from django.core.exceptions import FieldError, ImproperlyConfigured, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from incas.privacy import sealing
from incas.privacy.keyfiles import KeyDestroyed

# As the stubs write their own fields: what an attribute takes and gives, which the plugin of mypy fills in.
SetT = TypeVar("SetT", contravariant=True)  # noqa: PLC0105 (the shape of the stubs)
GetT = TypeVar("GetT", covariant=True)  # noqa: PLC0105 (the shape of the stubs)
if TYPE_CHECKING:

    class _Binary(models.Field[SetT, GetT]):
        """A column of bytes; what the attribute takes and gives is said by each kind of field."""
else:

    class _Binary(models.BinaryField, Generic[SetT, GetT]):
        """A column of bytes."""


class SealedFieldMisused(FieldError):
    """A sealed field was asked for what it cannot give: a comparison, or to store what is not sealed."""


class Bound(Protocol):
    """A row with sealed fields: of a body, with a code of its own."""

    body_id: int
    code: object


class Sealed(bytes):
    """What is stored in place of a text. Nothing else is ever written to a sealed column."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<sealed>"


_EMPTY = Sealed()


class _Opened:
    """The plain value a row holds in memory, with what it was sealed as, if it was: never shown, never pickled."""

    __slots__ = ("row", "sealed", "text", "value")

    def __init__(self, value: Any, sealed: Sealed | None = None, text: str = "", row: object = None) -> None:
        self.value = value
        self.sealed = sealed
        self.text = text
        self.row = row

    def __repr__(self) -> str:
        return "<opened>"

    def __deepcopy__(self, _memo: dict[int, Any]) -> "_Opened":
        return _Opened(self.value)

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise SealedFieldMisused("A row whose sealed fields were opened is not pickled.")


class _SealedAttribute(DeferredAttribute):
    """`<name>_sealed`: what Django writes and reads. Asked of a row with a plain value, it seals it for that row."""

    field: "SealedField[Any, Any]"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        return self.field.closed(instance, self.field.held(instance))

    def __set__(self, instance: models.Model, value: bytes | memoryview | None) -> None:
        instance.__dict__[self.field.attname] = value if value is None or type(value) is Sealed else Sealed(value)


class _PlainAttribute:
    """`<name>`: the plain value, opened when first read and kept by the row."""

    def __init__(self, field: "SealedField[Any, Any]") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        return self.field.opened(instance)

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, (bytes, memoryview)):  # a fixture being loaded: it carries sealed bytes
            instance.__dict__[self.field.attname] = Sealed(value)
        else:
            instance.__dict__[self.field.attname] = None if value is None else _Opened(self.field.checked(value))


class SealedField(_Binary[SetT, GetT]):
    """What sealed fields share. `place` is said only by a copy of another table's rows, such as a history."""

    def __init__(self, *args: Any, place: str = "", **kwargs: Any) -> None:
        if "default" in kwargs or "db_default" in kwargs or "choices" in kwargs:
            raise ImproperlyConfigured("A sealed field has no default and no choices: the database would hold them.")
        self.said_place = place
        self.longest: int | None = kwargs.pop("max_length", None)
        super().__init__(*args, **kwargs)

    # Each kind of value writes itself as text, and reads itself from it.

    def checked(self, value: Any) -> Any:
        """Give the value back if it is of this field's kind. Raises TypeError."""
        raise NotImplementedError

    def as_text(self, value: Any) -> str:
        """Write the value as text; an empty one as an empty text, which is stored as nothing."""
        raise NotImplementedError

    def from_text(self, text: str) -> Any:
        """Read it back."""
        raise NotImplementedError

    # Opening and closing, for one row.

    @property
    def place(self) -> str:
        """Where this field's content belongs: `table.column`."""
        return self.said_place or f"{self.model._meta.db_table}.{self.column}"

    def opened(self, instance: models.Model) -> Any:
        """Open what a row holds, and let it keep it. Raises SealBroken, KeyDestroyed, KeysMissing."""
        sealed = self.held(instance)
        if isinstance(sealed, _Opened):
            return sealed.value
        if sealed is None:
            return None
        text = self._unsealed(instance, sealed)
        value = self.from_text(text)
        instance.__dict__[self.attname] = _Opened(value, sealed, text, _row_of(instance))
        return value

    def held(self, instance: models.Model) -> "Sealed | _Opened | None":
        """What a row holds, loaded if it was deferred; by itself, since nothing else is needed to keep it closed."""
        if self.attname not in instance.__dict__:
            rows: models.QuerySet[models.Model] = models.QuerySet(type(instance), using=instance._state.db)
            instance.__dict__[self.attname] = rows.values_list(self.name, flat=True).get(pk=instance.pk)
        return cast("Sealed | _Opened | None", instance.__dict__[self.attname])

    def closed(self, instance: models.Model, held: "Sealed | _Opened | None") -> Sealed | None:
        """Give what is stored for a row, sealed under the current key; what did not change stays as it is.

        What was sealed for another body or another code is refused rather than stored, since it would never open again.
        What can no longer be opened since its keys were destroyed stays as it is.
        """
        if isinstance(held, _Opened):
            return self._resealed(instance, held)
        if not held:
            return held
        try:
            text = self._unsealed(instance, held)
            is_current = sealing.is_current(held, body_id=_row_of(instance)[0])
        except KeyDestroyed:
            return held
        return held if is_current else self._sealed(instance, text)

    def _resealed(self, instance: models.Model, held: "_Opened") -> Sealed:
        """Seal an open value unless it is as it was sealed, for this row, under the current key."""
        text, row = self.as_text(held.value), _row_of(instance)
        is_as_it_was = held.sealed is not None and (held.text, held.row) == (text, row)
        if held.sealed is None or not is_as_it_was or (text and not sealing.is_current(held.sealed, body_id=row[0])):
            held.sealed = self._sealed(instance, text)
            held.text, held.row = text, row
        return held.sealed

    def _sealed(self, instance: models.Model, text: str) -> Sealed:
        if not text:
            return _EMPTY
        body_id, row = _row_of(instance)
        return Sealed(sealing.seal(text, body_id=body_id, place=self.place, row=row))

    def _unsealed(self, instance: models.Model, sealed: Sealed) -> str:
        if not sealed:
            return ""
        body_id, row = _row_of(instance)
        return sealing.unseal(sealed, body_id=body_id, place=self.place, row=row)

    # What Django asks of a field.

    def get_attname(self) -> str:
        """Name the attribute with the sealed bytes."""
        return f"{self.name}_sealed"

    def get_attname_column(self) -> tuple[str, str]:
        """The column bears the field's own name."""
        return self.get_attname(), self.db_column or self.name

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:  # noqa: FBT001, FBT002 (Django's signature)
        """Put both attributes on the model."""
        super().contribute_to_class(cls, name, private_only=private_only)
        setattr(cls, self.name, _PlainAttribute(self))

    descriptor_class = _SealedAttribute

    def get_default(self) -> Any:
        """Nothing, sealed or not."""
        return None if self.null else _EMPTY

    def from_db_value(self, value: bytes | None, _expression: object, _connection: object) -> Sealed | None:
        """Tell what was read from the database from anything else."""
        return None if value is None else Sealed(value)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """Let sealed bytes through and nothing else. Raises SealedFieldMisused."""
        if value is not None and value != b"" and not isinstance(value, Sealed):
            raise SealedFieldMisused(f"{self.name}: only a row stores a sealed field; update() and comparisons cannot.")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only ask whether there is a value. Raises SealedFieldMisused."""
        if lookup_name != "isnull":
            raise SealedFieldMisused(f"{self.name} is sealed: rows are found by a blind index, not by it.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> NoReturn:
        """Nothing is computed from sealed bytes. Raises SealedFieldMisused."""
        raise SealedFieldMisused(f"{self.name} is sealed: {lookup_name} cannot be computed from it.")

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """Have the database refuse what is not sealed, whoever writes it."""
        column = connection.ops.quote_name(str(self.column))
        return (
            f"octet_length({column}) = 0 OR (octet_length({column}) >= {sealing.SHORTEST} "
            f"AND substr({column}, 1, 1) = '\\x{sealing.VERSION.hex()}'::bytea)"
        )

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Validate the plain value a row holds. Raises ValidationError."""
        plain = value if model_instance is None else getattr(model_instance, self.name)
        if plain is None and not self.null:
            raise ValidationError(self.error_messages["null"], code="null")
        if not self.blank and not plain:
            raise ValidationError(self.error_messages["blank"], code="blank")
        if self.longest is not None and plain:
            MaxLengthValidator(self.longest)(plain)
        self.run_validators(plain)
        return value

    def deconstruct(self) -> Any:
        """Tell migrations what was declared."""
        name, path, args, kwargs = super().deconstruct()
        if self.said_place:
            kwargs["place"] = self.said_place
        if self.longest is not None:
            kwargs["max_length"] = self.longest
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Ask the model for what its rows are bound to, and the column for no index."""
        said = super().check(**kwargs)
        attributes = {field.attname for field in self.model._meta.concrete_fields}
        if not {"body_id", "code"} <= attributes:
            said.append(checks.Error("A model with sealed fields has body_id and code.", obj=self, id="privacy.E001"))
        if self.unique or getattr(self, "db_index", False):
            said.append(checks.Error("A sealed field is neither unique nor indexed.", obj=self, id="privacy.E002"))
        return said


class SealedTextField(SealedField[SetT, GetT]):
    """A text sealed with the key of the row's body; `max_length` counts characters. Empty, it is stored as nothing."""

    if TYPE_CHECKING:
        _pyi_private_set_type: str
        _pyi_private_get_type: str

    def checked(self, value: Any) -> str:
        """Take texts alone, as plain ones: a safe or lazy text would not come back as it was."""
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes a text, not {type(value).__name__}")
        return str(value)

    def as_text(self, value: str) -> str:
        """Write it as it is."""
        return value

    def from_text(self, text: str) -> str:
        """Read it as it is."""
        return text


class SealedJSONField(SealedField[SetT, GetT]):
    """A JSON object sealed with the key of the row's body, written in one way; an empty one is stored as nothing.

    One changed in place is noticed when the row is saved.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: dict[str, Any]
        _pyi_private_get_type: dict[str, Any]

    def checked(self, value: Any) -> dict[str, Any]:
        """Take objects alone."""
        if not isinstance(value, dict):
            raise TypeError(f"{self.name} takes a JSON object, not {type(value).__name__}")
        return value

    def as_text(self, value: dict[str, Any]) -> str:
        """Write it with its keys in order and no blanks."""
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) if value else ""

    def from_text(self, text: str) -> dict[str, Any]:
        """Read it; nothing is an empty object."""
        return cast("dict[str, Any]", json.loads(text)) if text else {}


class BlindIndexField(_Binary[SetT, GetT]):
    """The fingerprint by which a sealed text is found again (`sealing.blind_index`): equality and nothing else.

    Of many at once (the words of a name): `ArrayField(BlindIndexField(db_index=False))` with a GIN index.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: bytes
        _pyi_private_get_type: bytes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def get_lookup(self, lookup_name: str) -> Any:
        """Compare for equality alone. Raises SealedFieldMisused."""
        if lookup_name not in {"exact", "in", "isnull"}:
            raise SealedFieldMisused(f"{self.name} is a blind index: it tells equality alone.")
        return super().get_lookup(lookup_name)

    def from_db_value(self, value: bytes | None, _expression: object, _connection: object) -> bytes | None:
        """Give bytes, whatever the driver gives."""
        return None if value is None else bytes(value)

    def deconstruct(self) -> Any:
        """Tell migrations what was declared: here indexed is what need not be said."""
        name, path, args, kwargs = super().deconstruct()
        if kwargs.pop("db_index", False) is False:
            kwargs["db_index"] = False
        return name, path, args, kwargs


def _row_of(instance: models.Model) -> tuple[int, str]:
    """The body and the code a row's sealed fields are bound to."""
    bound = cast("Bound", instance)
    body_id, code = bound.body_id, bound.code
    if not body_id or not code:
        raise SealedFieldMisused(f"{type(instance).__name__}: body and code come before what is sealed for them.")
    return body_id, str(code)
