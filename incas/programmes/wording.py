# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The rules in plain Italian, computed from the rule set: what a Comune reads before spending. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incas.core.writing import percentage
from incas.programmes.choices import PhaseKind, Requirement, Section, Silence, TrancheKind, VatRule
from incas.programmes.rulebook import CeilingRule, Item, Rulebook

WITH_APOSTROPHE = "l'"
ELIDED = frozenset({1, 8, 11, *range(80, 90)})
"""Whole parts of percentages that begin with a vowel when read aloud: uno, otto, undici, ottanta…"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """The sentences of one section."""

    section: Section
    sentences: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name of the section."""
        return str(self.section.label)


def plain_rules(book: Rulebook) -> tuple[Chapter, ...]:
    """Tell the rules section by section. The source is told apart: it is the coordinator's own text."""
    return tuple(Chapter(section, tuple(tell(book))) for section, tell in TELLERS.items())


def days(number: int) -> str:
    """Write a number of days with its noun."""
    return ngettext("%(number)d giorno", "%(number)d giorni", number) % {"number": number}


def months(number: int) -> str:
    """Write a number of months with its noun."""
    return ngettext("%(number)d mese", "%(number)d mesi", number) % {"number": number}


def the_share(percent: Decimal | None) -> str:
    """Write a percentage with its article, as it is read aloud: `il 7%`, `l'8%`, `l'11%`, `l'80%`, `lo 0,5%`."""
    whole = int(percent or 0)
    if whole == 0:
        return f"lo {percentage(percent)}"
    return f"{WITH_APOSTROPHE}{percentage(percent)}" if whole in ELIDED else f"il {percentage(percent)}"


def listed(words: Iterable[str], last: str = "") -> str:
    """Join words as one reads them: commas, and a conjunction before the last."""
    found = list(words)
    if len(found) < 2:  # noqa: PLR2004 (one word needs no conjunction)
        return "".join(found)
    return f"{', '.join(found[:-1])} {last or _('e')} {found[-1]}"


def item_names(book: Rulebook, codes: Iterable[str]) -> str:
    """Name items by code and name; one that does not exist by its code alone."""
    return listed(f"«{book.find(code) or code}»" for code in codes)


def tell_items(book: Rulebook) -> Iterable[str]:
    """Tell how many items there are and how each kind is shown."""
    real = [leaf for leaf in book.leaves if not leaf.is_flat_rate]
    yield ngettext(
        "Si può spendere su %(number)d voce a costi reali.",
        "Si può spendere su %(number)d voci a costi reali.",
        len(real),
    ) % {"number": len(real)}
    if len(real) < len(book.leaves):
        yield _("Le voci a tasso forfettario non si documentano: l'importo si calcola sulle altre.")
    if any(not item.is_leaf for item in book.items):
        yield _("Il piano finanziario si scrive sulle voci che non ne contengono altre.")


def tell_ceilings(book: Rulebook) -> Iterable[str]:
    """Tell each ceiling, with its source."""
    if not book.ceilings:
        yield _("Non ci sono massimali: ogni voce può prendere qualunque parte del piano finanziario.")
    for rule in book.ceilings:
        yield _with_note(ceiling_sentence(book, rule), rule.note)


def ceiling_sentence(book: Rulebook, rule: CeilingRule) -> str:
    """Tell one ceiling."""
    words = {"item": item_names(book, [rule.item]), "percent": the_share(rule.percent)}
    if not rule.base:
        return _("La voce %(item)s non può superare %(percent)s del totale.") % words
    return _("La voce %(item)s non può superare %(percent)s di %(base)s.") % (
        words | {"base": item_names(book, rule.base)}
    )


def tell_flat_rates(book: Rulebook) -> Iterable[str]:
    """Tell each flat rate and what it is a share of."""
    rates = [item for item in book.items if item.is_flat_rate]
    if not rates:
        yield _("Non ci sono tassi forfettari: tutte le voci si rendicontano a costi reali.")
    for item in rates:
        yield flat_rate_sentence(book, item)


def flat_rate_sentence(book: Rulebook, item: Item) -> str:
    """Tell one flat rate."""
    words = {"item": item_names(book, [item.code]), "percent": the_share(item.percent)}
    if not item.base:
        return _("La voce %(item)s è %(percent)s di tutti i costi reali.") % words
    words["base"] = item_names(book, item.base)
    return _("La voce %(item)s è %(percent)s di %(base)s.") % words


def tell_period(book: Rulebook) -> Iterable[str]:
    """Tell when a document must be dated and when it must be paid."""
    since = (
        _("da %(days)s prima dell'inizio del progetto") % {"days": days(book.document_days_before_start)}
        if book.document_days_before_start
        else _("dal giorno di inizio del progetto")
    )
    yield _("Un documento è ammesso se datato %(since)s %(until)s.") % {
        "since": since,
        "until": _until(book.document_days_after_end),
    }
    yield _("Una spesa è ammessa se pagata %(since)s %(until)s.") % {
        "since": since,
        "until": _until(book.payment_days_after_end),
    }
    yield _("I giorni si contano sul calendario, festivi compresi; il primo e l'ultimo giorno sono ammessi.")


def _until(after_end: int) -> str:
    if not after_end:
        return _("al giorno in cui finisce")
    return _("a %(days)s dopo la sua fine") % {"days": days(after_end)}


def tell_tranches(book: Rulebook) -> Iterable[str]:
    """Tell in which parts the grant is paid, and after which spending."""
    for tranche in book.tranches:
        words = {
            "kind": str(tranche.kind.label),
            "percent": the_share(tranche.percent),
            "spent": the_share(tranche.spent_percent),
        }
        if tranche.kind == TrancheKind.ADVANCE or not tranche.spent_percent:
            text = _("%(kind)s: %(percent)s del finanziamento.")
        else:
            text = _("%(kind)s: %(percent)s del finanziamento, quando è speso %(spent)s di quanto già ricevuto.")
        yield _with_note(text % words, tranche.note)


def tell_cadence(book: Rulebook) -> Iterable[str]:
    """Tell how often claims are sent and by when."""
    if book.cadence_months == 1:
        yield _("Si invia una domanda di rimborso ogni mese, contando dall'inizio del progetto.")
    else:
        yield _("Si invia una domanda di rimborso ogni %(months)s, contando dall'inizio del progetto.") % {
            "months": months(book.cadence_months)
        }
    yield _("Ogni domanda va inviata entro %(days)s dalla fine del suo periodo.") % {"days": days(book.claim_days)}
    yield _("L'ultima domanda va inviata entro %(days)s dalla fine del progetto.") % {
        "days": days(book.final_claim_days)
    }


def tell_evidence(book: Rulebook) -> Iterable[str]:
    """Tell, for each item of real costs, the papers it always needs and those it needs where due."""
    for leaf in book.leaves:
        papers = book.evidence_for(leaf.code)
        if not papers:
            continue
        needed = [_noted(paper.kind.label, paper.note) for paper in papers if paper.is_required]
        due = [_noted(paper.kind.label, paper.note) for paper in papers if not paper.is_required]
        told = f"{leaf}: {listed(needed)}" if needed else f"{leaf}"
        yield f"{told}; {_('se dovuti: %(papers)s') % {'papers': listed(due)}}." if due else f"{told}."


def tell_codes(book: Rulebook) -> Iterable[str]:
    """Tell whether invoices must bear CUP and CIG, and when VAT is a cost."""
    for code, expansion, rule in (
        ("CUP", _("codice unico di progetto"), book.cup_rule),
        ("CIG", _("codice identificativo di gara"), book.cig_rule),
    ):
        words = {"code": code, "expansion": expansion}
        if rule == Requirement.REQUIRED:
            yield _("La fattura deve riportare il %(code)s (%(expansion)s): senza, la spesa non è ammessa.") % words
        elif rule == Requirement.REMEDIABLE:
            yield _("La fattura deve riportare il %(code)s (%(expansion)s); se manca, si può integrare.") % words
        else:
            yield _("Il %(code)s (%(expansion)s) non è richiesto sulla fattura.") % words
    yield {
        VatRule.IF_UNRECOVERABLE: _("L'IVA è ammessa solo se l'ente non può recuperarla."),
        VatRule.ALWAYS: _("L'IVA è sempre ammessa."),
        VatRule.NEVER: _("L'IVA non è mai ammessa."),
    }[book.vat_rule]


def tell_moves(book: Rulebook) -> Iterable[str]:
    """Tell how much may move between items without asking."""
    if not book.move_tolerance_percent:
        yield _("Ogni spostamento tra voci di costo va autorizzato.")
        return
    yield _("Fino al %(percent)s di una voce si può spostare su un'altra senza autorizzazione.") % {
        "percent": percentage(book.move_tolerance_percent)
    }
    yield _("Oltre questa soglia lo spostamento va autorizzato.")


def tell_phases(book: Rulebook) -> Iterable[str]:
    """Tell who controls, within how long, and what happens when the term passes."""
    for phase in book.phases:
        words = {"phase": str(phase.kind.label), "role": str(phase.role.label), "days": days(phase.days)}
        told = _("%(phase)s: a cura di «%(role)s», entro %(days)s.") % words
        silence = {
            Silence.NOTHING: _("Se il termine passa senza risposta, la domanda resta in attesa e si sollecita."),
            Silence.ACCEPTED: _("Se il termine passa senza risposta, la domanda si considera accolta."),
            Silence.REFUSED: _("Se il termine passa senza risposta, la domanda si considera respinta."),
        }[phase.silence]
        yield f"{told} {silence}"
    if book.phase(PhaseKind.FIRST_CHECK):
        yield _("Il controllo può ammettere, ridurre o escludere ogni singola spesa, dicendo perché.")


def _with_note(text: str, note: str) -> str:
    return f"{text.removesuffix('.')} ({note})." if note else text


def _noted(label: object, note: str) -> str:
    return f"{label} ({note})" if note else str(label)


def share_of(part: Decimal, whole: Decimal) -> str:
    """Write what share of a whole a part is, to one place; nothing of nothing is zero."""
    return percentage(100 * part / whole, 1) if whole else percentage(Decimal(0), 1)


TELLERS: dict[Section, Callable[[Rulebook], Iterable[str]]] = {
    Section.ITEMS: tell_items,
    Section.CEILINGS: tell_ceilings,
    Section.FLAT_RATES: tell_flat_rates,
    Section.PERIOD: tell_period,
    Section.TRANCHES: tell_tranches,
    Section.CADENCE: tell_cadence,
    Section.EVIDENCE: tell_evidence,
    Section.CODES: tell_codes,
    Section.MOVES: tell_moves,
    Section.PHASES: tell_phases,
}
