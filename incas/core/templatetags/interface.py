# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The tags of components, and the filters that write amounts, dates and sizes as Italians do.

The filters run hundreds of times a page: they write strings directly (`incas.core.writing`), not through locale files.
"""

from typing import Any

from django import template
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from incas.core import writing
from incas.core.components.registry import Component, draw_component, find

register = template.Library()

register.filter("euro", writing.euro)
register.filter("denaro", writing.money)
register.filter("importo", writing.amount)
register.filter("percentuale", writing.percentage)
register.filter("data", writing.day)
register.filter("data_lunga", writing.long_day)
register.filter("istante", writing.instant)
register.filter("dimensione", writing.size)
register.filter("intero", writing.whole)
register.filter("parole", writing.count)


class ComponentNode(Node):
    """One use of a component."""

    def __init__(
        self, component: Component, given: dict[str, FilterExpression], nodelist: NodeList | None, target: str | None
    ) -> None:
        self.component = component
        self.given = given
        self.nodelist = nodelist or NodeList()
        self.target = target

    def render(self, context: Context) -> SafeString:
        """Draw it, or keep it under the name after `as`."""
        given = {name: value.resolve(context) for name, value in self.given.items()}
        content = self.nodelist.render(context)
        drawn = draw_component(self.component, given, context, content)
        if self.target is None:
            return drawn
        context[self.target] = drawn
        return SafeString()


def _node(parser: Parser, token: Token, *, is_block: bool) -> ComponentNode:
    """Read `{% component "name" key=value … [as variable] %}` and check it against the declaration."""
    tag, *bits = token.split_contents()
    if not bits or bits[0][0] not in "\"'":
        message = f"{{% {tag} %}} needs the name of a component in quotes"
        raise TemplateSyntaxError(message)
    name, bits = bits[0][1:-1], bits[1:]
    target = None
    if len(bits) > 1 and bits[-2] == "as":
        target, bits = bits[-1], bits[:-2]
    given: dict[str, FilterExpression] = token_kwargs(bits, parser)
    if bits:
        message = f"component {name!r}: {bits[0]!r} is not key=value"
        raise TemplateSyntaxError(message)
    component = find(name)
    component.check(given, has_content=is_block)
    for key, value in given.items():
        if isinstance(value.var, str):
            component.check_value(key, value.var)
    nodelist = None
    if is_block:
        nodelist = parser.parse((f"end{tag}",))
        parser.delete_first_token()
    return ComponentNode(component, given, nodelist, target)


@register.tag("component")
def do_component(parser: Parser, token: Token) -> ComponentNode:
    """Draw a component that has no content of its own: `{% component "chip" label="Inviata" kind="info" %}`."""
    return _node(parser, token, is_block=False)


@register.tag("block_component")
def do_block_component(parser: Parser, token: Token) -> ComponentNode:
    """Draw a component around a content: `{% block_component "card" title="…" %}…{% endblock_component %}`."""
    return _node(parser, token, is_block=True)


@register.simple_tag(takes_context=True)
def page_url(context: Context, **changes: Any) -> str:
    """Write this page's address with some of its parameters changed; an empty value takes the parameter away."""
    request = context["request"]
    query = request.GET.copy()
    for key, value in changes.items():
        if value in {None, ""}:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else str(request.path)
