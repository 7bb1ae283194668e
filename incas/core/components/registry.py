# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a component is: a name, declared attributes, a way to draw it, and examples for the gallery.

An attribute that is not declared, or a needed one that is missing, is a TemplateSyntaxError when the template is
compiled, not a surprise on somebody's screen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.template import Context, TemplateSyntaxError
from django.template.loader import get_template
from django.utils.safestring import SafeString

NEEDED: Final = object()
"""The default of an attribute that has none: it must be given."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: what it means, its default (`NEEDED`: none), the values it may take (empty: any)."""

    meaning: str
    default: Any = NEEDED
    choices: tuple[str, ...] = ()

    @property
    def is_needed(self) -> bool:
        """Tell whether every use must give it."""
        return self.default is NEEDED


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of template shown in the gallery, with the values it names (or a function that makes them)."""

    caption: str
    source: str
    context: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Make the values the piece of template names."""
        return dict(self.context() if callable(self.context) else self.context)


@dataclass(frozen=True, slots=True)
class Component:
    """A component. `draw` (attributes to markup) replaces the template where speed matters; `prepare` adds values."""

    name: str
    description: str
    attributes: Mapping[str, Attribute]
    examples: tuple[Example, ...]
    template: str = ""
    takes_content: bool = False
    draw: Callable[..., SafeString] | None = None
    prepare: Callable[[dict[str, Any]], Mapping[str, Any]] | None = None

    def check(self, given: Mapping[str, Any], *, has_content: bool) -> None:
        """Raise TemplateSyntaxError unless `given` names only declared attributes and every needed one."""
        unknown = given.keys() - self.attributes.keys()
        missing = {name for name, attribute in self.attributes.items() if attribute.is_needed} - given.keys()
        if unknown or missing:
            problems = [f"{name!r} is not declared" for name in sorted(unknown)]
            problems += [f"{name!r} is missing" for name in sorted(missing)]
            message = f"component {self.name!r}: {', '.join(problems)}"
            raise TemplateSyntaxError(message)
        if has_content and not self.takes_content:
            message = f"component {self.name!r} takes no content: use {{% component %}}"
            raise TemplateSyntaxError(message)

    def check_value(self, name: str, value: Any) -> None:
        """Raise TemplateSyntaxError when an attribute with a closed list of values gets another one."""
        choices = self.attributes[name].choices
        if choices and value not in choices:
            message = f"component {self.name!r}: {name}={value!r} is not one of {', '.join(choices)}"
            raise TemplateSyntaxError(message)


REGISTRY: dict[str, Component] = {}


def register(
    name: str,
    description: str,
    *,
    attributes: Mapping[str, Attribute],
    examples: tuple[Example, ...],
    template: str = "",
    takes_content: bool = False,
    draw: Callable[..., SafeString] | None = None,
    prepare: Callable[[dict[str, Any]], Mapping[str, Any]] | None = None,
) -> Component:
    """Declare a component. Without `template` it is `components/<name>.html`. A second one of a name is refused."""
    if name in REGISTRY:
        message = f"component {name!r} is declared twice"
        raise ValueError(message)
    component = Component(
        name=name,
        description=description,
        attributes=attributes,
        examples=examples,
        template=template or f"components/{name}.html",
        takes_content=takes_content,
        draw=draw,
        prepare=prepare,
    )
    REGISTRY[name] = component
    return component


def find(name: str) -> Component:
    """Find a component by name; raise TemplateSyntaxError when there is none."""
    try:
        return REGISTRY[name]
    except KeyError:
        message = f"there is no component {name!r}; there are: {', '.join(sorted(REGISTRY))}"
        raise TemplateSyntaxError(message) from None


def draw_component(component: Component, given: Mapping[str, Any], context: Context, content: str = "") -> SafeString:
    """Draw a component whose attribute names were checked. It sees them, `request` and `csrf_token`, no more."""
    values: dict[str, Any] = {}
    for name, attribute in component.attributes.items():
        values[name] = given.get(name, attribute.default)
        if attribute.choices:
            component.check_value(name, values[name])
    if component.draw:
        return component.draw(**values)
    if component.prepare:
        values.update(component.prepare(values))
    values |= {"content": content, "request": context.get("request"), "csrf_token": context.get("csrf_token", "")}
    return get_template(component.template).template.render(context.new(values))  # type: ignore[attr-defined,no-any-return]


def render(name: str, *, content: str = "", **given: Any) -> SafeString:
    """Draw a component from Python, checked as the tag does."""
    component = find(name)
    component.check(given, has_content=bool(content))
    return draw_component(component, given, Context(), content)
