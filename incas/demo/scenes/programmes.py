# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Two example calls with complete rules, one with a second version in preparation. Everything says it is an example."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from importlib.resources import files

from incas.demo.cast import Cast
from incas.programmes.choices import Section
from incas.programmes.exchange import from_json
from incas.programmes.models import Call, Fund
from incas.programmes.operations.calls import create_call, create_fund, publish_call
from incas.programmes.operations.rule_sets import copy_rule_set, load_rule_set, publish_rule_set
from incas.programmes.operations.sections import write_section

PREPARED = timedelta(days=400)
PUBLISHED = timedelta(days=380)


@dataclass(frozen=True, slots=True)
class Example:
    """An example call: its fund, its words, its money, the file of its rules."""

    fund_code: str
    fund_name: str
    fund_description: str
    code: str
    title: str
    summary: str
    amount: Decimal
    file: str


EXAMPLES = (
    Example(
        fund_code="ESEMPIO-FNPM",
        fund_name="Fondo nazionale per le politiche migratorie (esempio)",
        fund_description="Art. 45 del testo unico sull'immigrazione. Dati di esempio.",
        code="ESEMPIO-FNPM",
        title="Esempio – Inclusione dei lavoratori stranieri nei Comuni",
        summary="Presa in carico, orientamento e inserimento lavorativo di cittadini di Paesi terzi. Avviso inventato.",
        amount=Decimal("2000000.00"),
        file="fnpm.json",
    ),
    Example(
        fund_code="ESEMPIO-FAMI",
        fund_name="Fondo asilo, migrazione e integrazione 2021-2027 (esempio)",
        fund_description="Regolamento (UE) 2021/1147. Dati di esempio.",
        code="ESEMPIO-FAMI",
        title="Esempio – Contrasto dello sfruttamento lavorativo",
        summary="Servizi territoriali per l'emersione e la tutela delle vittime. Avviso inventato.",
        amount=Decimal("5000000.00"),
        file="fami.json",
    ),
)


def stage(cast: Cast) -> None:
    """Stage the calls; a second time nothing changes."""
    if Call.objects.filter(code=EXAMPLES[0].code).exists():
        return
    calls = [stage_call(example, cast) for example in EXAMPLES]
    stage_new_version(calls[0], cast)


def stage_call(example: Example, cast: Cast) -> Call:
    """Make a fund, a call and its rules, and publish them, a year ago; the call is still open."""
    who = cast.coordinator
    fund = create_fund(
        code=example.fund_code,
        name=example.fund_name,
        description=example.fund_description,
        by=who,
        at=cast.at - PREPARED,
    )
    call = create_call(
        fund=Fund.objects.get(pk=fund.pk),
        code=example.code,
        title=example.title,
        summary=example.summary,
        opens_on=cast.today - PUBLISHED,
        closes_on=cast.today + timedelta(days=120),
        amount=example.amount,
        is_example=True,
        by=who,
        at=cast.at - PREPARED,
    )
    book = from_json(files("incas.demo").joinpath("rule_sets", example.file).read_bytes())
    rules = load_rule_set(call=call, book=book, file_name=example.file, by=who, at=cast.at - PREPARED)
    publish_rule_set(rule_set=rules, by=who, at=cast.at - PUBLISHED)
    return publish_call(call=call, by=who, at=cast.at - PUBLISHED)


def stage_new_version(call: Call, cast: Cast) -> None:
    """Begin a second version, in which payments have more time: something for the coordinator to go on with."""
    at = cast.at - timedelta(days=3)
    draft = copy_rule_set(source=call.rule_sets.get(version=1), call=call, by=cast.coordinator, at=at)
    values = {"document_days_before_start": 0, "document_days_after_end": 0, "payment_days_after_end": 90}
    write_section(rule_set=draft, section=Section.PERIOD, values=values, by=cast.coordinator, at=at)
