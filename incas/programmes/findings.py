# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is missing or does not hold together in a rule set, as sentences; and how each section stands. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from incas.core.writing import percentage
from incas.programmes.choices import (
    CONTROL_ROLES,
    DEEPEST,
    PhaseKind,
    Section,
    SectionState,
    Severity,
    Silence,
    TrancheKind,
)
from incas.programmes.periods import MONTHS_A_YEAR
from incas.programmes.rulebook import HUNDRED, Item, Rulebook

DAYS_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is missing or wrong in a section: what, why it matters, what to do."""

    section: Section
    severity: Severity
    what: str
    why: str = ""
    todo: str = ""

    @property
    def stops(self) -> bool:
        """Whether it stops publication."""
        return self.severity != Severity.DOUBT


def findings_of(book: Rulebook) -> tuple[Finding, ...]:
    """Find everything that is missing or inconsistent, in the order of the sections."""
    found = [finding for check in CHECKS for finding in check(book)]
    order = list(Section)
    return tuple(sorted(found, key=lambda finding: order.index(finding.section)))


def is_publishable(book: Rulebook) -> bool:
    """Tell whether every section is complete. What is only doubtful does not stop publication."""
    return all(state == SectionState.DONE for state in section_states(book).values())


def section_states(book: Rulebook, findings: Iterable[Finding] | None = None) -> dict[Section, SectionState]:
    """Tell how each section stands.

    Begun: saved at least once, or holding something. Then what is wrong weighs more than what is missing.
    """
    worst: dict[Section, set[Severity]] = {}
    for finding in findings_of(book) if findings is None else findings:
        worst.setdefault(finding.section, set()).add(finding.severity)
    return {section: _state(book, section, worst.get(section, set())) for section in Section}


def _state(book: Rulebook, section: Section, found: set[Severity]) -> SectionState:
    if section not in book.written_sections and not _holds_something(book, section):
        return SectionState.TODO
    if Severity.WRONG in found:
        return SectionState.FIX
    if Severity.MISSING in found or section not in book.written_sections:
        return SectionState.DOING
    return SectionState.DONE


def _holds_something(book: Rulebook, section: Section) -> bool:
    rows: dict[Section, Iterable[object]] = {
        Section.SOURCE: book.note,
        Section.ITEMS: book.items,
        Section.CEILINGS: book.ceilings,
        Section.FLAT_RATES: [item for item in book.items if item.is_flat_rate],
        Section.TRANCHES: book.tranches,
        Section.EVIDENCE: book.papers,
        Section.PHASES: book.phases,
    }
    return bool(rows.get(section))


# Checks, one a section


def check_source(book: Rulebook) -> Iterator[Finding]:
    """The source of the rules should be named."""
    if not book.note:
        yield Finding(
            Section.SOURCE,
            Severity.DOUBT,
            _("Non è indicata la fonte delle regole."),
            _("Chi legge deve poter risalire all'avviso o alla convenzione."),
            _("Scrivere gli estremi dell'avviso, della convenzione o delle linee guida."),
        )


def check_items(book: Rulebook) -> Iterator[Finding]:
    """There are real costs; what is computed as a share has nothing under it; the tree is not too deep to read."""
    if not book.items:
        yield Finding(
            Section.ITEMS,
            Severity.MISSING,
            _("Non c'è nessuna voce di costo."),
            _("Il piano finanziario dei progetti si scrive sulle voci di costo."),
            _("Aggiungere almeno una voce."),
        )
    elif all(leaf.is_flat_rate for leaf in book.leaves):
        yield Finding(
            Section.ITEMS,
            Severity.WRONG,
            _("Tutte le voci sono a tasso forfettario."),
            _("Un tasso forfettario si calcola su costi reali, e qui non ce ne sono."),
            _("Aggiungere almeno una voce a costi reali."),
        )
    for item in book.items:
        if item.is_flat_rate and not item.is_leaf:
            yield Finding(
                Section.ITEMS,
                Severity.WRONG,
                _("La voce %(item)s è un tasso forfettario ma contiene altre voci.") % {"item": item},
                _("Un tasso forfettario dà un solo importo, che non si divide in voci."),
                _("Togliere le voci che contiene, oppure il tasso."),
            )
        if item.depth >= DEEPEST:
            yield Finding(
                Section.ITEMS,
                Severity.WRONG,
                _("La voce %(item)s è oltre il quarto livello.") % {"item": item},
                _("Un albero così profondo non si legge."),
                _("Spostare la voce più in alto."),
            )


def check_ceilings(book: Rulebook) -> Iterator[Finding]:
    """A ceiling names items that exist, once, and a base that is not the item itself."""
    seen = set()
    for rule in book.ceilings:
        item = book.item(rule.item)
        subject = _("Il massimale sulla voce %(item)s") % {"item": item}
        yield from _unknown_codes(book, Section.CEILINGS, subject, rule.base)
        if (rule.item, frozenset(rule.base)) in seen:
            yield Finding(
                Section.CEILINGS,
                Severity.WRONG,
                _("La voce %(item)s ha due massimali sulla stessa base.") % {"item": item},
                _("Vale il più basso, e l'altro confonde."),
                _("Tenerne uno solo."),
            )
        seen.add((rule.item, frozenset(rule.base)))
        if rule.base and book.leaves_under(rule.base) <= book.leaves_under([rule.item]):
            yield Finding(
                Section.CEILINGS,
                Severity.WRONG,
                _("Il massimale sulla voce %(item)s si calcola sulla voce stessa.") % {"item": item},
                _("Una parte di sé stessi non limita nulla."),
                _("Scegliere come base il totale o altre voci."),
            )
        elif rule.percent == HUNDRED and not rule.base:
            yield Finding(
                Section.CEILINGS,
                Severity.DOUBT,
                _("Il massimale sulla voce %(item)s è il 100%% del totale.") % {"item": item},
                _("Un massimale così non limita nulla."),
                _("Abbassarlo o toglierlo."),
            )


def check_flat_rates(book: Rulebook) -> Iterator[Finding]:
    """A flat rate is a share of items that exist, and never, not even in a roundabout way, of itself."""
    for item in (leaf for leaf in book.items if leaf.is_flat_rate):
        subject = _("Il tasso forfettario della voce %(item)s") % {"item": item}
        yield from _unknown_codes(book, Section.FLAT_RATES, subject, item.base)
        if _stands_on(book, item, item.code):
            yield Finding(
                Section.FLAT_RATES,
                Severity.WRONG,
                _("Il tasso forfettario della voce %(item)s si calcola su una base che comprende la voce stessa.")
                % {"item": item},
                _("L'importo dipenderebbe da sé stesso e non si potrebbe calcolare."),
                _("Togliere dalla base la voce, o quella che la contiene."),
            )
        elif not book.flat_rate_base(item):
            yield Finding(
                Section.FLAT_RATES,
                Severity.WRONG,
                _("Il tasso forfettario della voce %(item)s non ha nessuna voce su cui calcolarsi.") % {"item": item},
                todo=_("Scegliere le voci della base."),
            )


def _stands_on(book: Rulebook, item: Item, code: str, seen: frozenset[str] = frozenset()) -> bool:
    """Tell whether the base of a flat rate reaches a leaf, through the bases of other flat rates too."""
    base = book.flat_rate_base(item)
    if code in base:
        return True
    further = (book.item(leaf) for leaf in base - seen if book.item(leaf).is_flat_rate)
    return any(_stands_on(book, leaf, code, seen | base) for leaf in further)


def _unknown_codes(book: Rulebook, section: Section, subject: str, codes: Iterable[str]) -> Iterator[Finding]:
    for code in codes:
        if book.find(code) is None:
            yield Finding(
                section,
                Severity.WRONG,
                _("%(subject)s richiama la voce %(code)s, che non c'è.") % {"subject": subject, "code": code},
                _("Una voce che non c'è vale zero: il conto sarebbe sbagliato senza che si veda."),
                _("Togliere il codice dalla base, o aggiungere la voce."),
            )


def check_period(book: Rulebook) -> Iterator[Finding]:
    """What may be dated may be paid."""
    if book.payment_days_after_end < book.document_days_after_end:
        yield Finding(
            Section.PERIOD,
            Severity.WRONG,
            _("I documenti sono ammessi fino a %(documents)s giorni dopo la fine, i pagamenti fino a %(payments)s.")
            % {"documents": book.document_days_after_end, "payments": book.payment_days_after_end},
            _("Gli ultimi documenti ammessi non si potrebbero più pagare in tempo."),
            _("Allungare il termine dei pagamenti o accorciare quello dei documenti."),
        )


def check_tranches(book: Rulebook) -> Iterator[Finding]:
    """Tranches are the whole grant; the advance comes first and asks for nothing, the balance last."""
    if not book.tranches:
        yield Finding(
            Section.TRANCHES,
            Severity.MISSING,
            _("Non c'è nessuna quota di pagamento."),
            _("Senza quote non si sa quando e quanto viene pagato."),
            _("Aggiungere le quote: di solito anticipo, pagamento intermedio, saldo."),
        )
        return
    total = sum((tranche.percent for tranche in book.tranches), Decimal(0))
    if total != HUNDRED:
        yield Finding(
            Section.TRANCHES,
            Severity.WRONG,
            _("Le quote sommano a %(total)s: devono fare 100%%.") % {"total": percentage(total)},
            _("Il finanziamento va pagato per intero, e non oltre."),
            _("Correggere le percentuali."),
        )
    kinds = [tranche.kind for tranche in book.tranches]
    if TrancheKind.ADVANCE in kinds[1:]:
        yield Finding(
            Section.TRANCHES,
            Severity.WRONG,
            _("L'anticipo deve essere uno solo e venire per primo."),
            todo=_("Cambiare il tipo o l'ordine delle quote."),
        )
    if TrancheKind.BALANCE in kinds[:-1]:
        yield Finding(
            Section.TRANCHES,
            Severity.WRONG,
            _("Il saldo deve essere uno solo e venire per ultimo."),
            todo=_("Cambiare il tipo o l'ordine delle quote."),
        )
    for tranche in book.tranches:
        if tranche.kind == TrancheKind.ADVANCE and tranche.spent_percent:
            yield Finding(
                Section.TRANCHES,
                Severity.WRONG,
                _("L'anticipo chiede una spesa già fatta."),
                _("Prima dell'anticipo non si è ricevuto nulla su cui misurarla."),
                _("Mettere zero nella spesa richiesta."),
            )


def check_cadence(book: Rulebook) -> Iterator[Finding]:
    """There is time to claim what may still be paid, and a claim falls due before the next one does."""
    if book.final_claim_days < book.payment_days_after_end:
        yield Finding(
            Section.CADENCE,
            Severity.DOUBT,
            _("L'ultima domanda va inviata entro %(claim)s giorni dalla fine, ma si può pagare fino a %(payment)s.")
            % {"claim": book.final_claim_days, "payment": book.payment_days_after_end},
            _("Ciò che si paga dopo l'ultima domanda non si può più chiedere."),
            _("Allungare il termine dell'ultima domanda, se la fonte lo consente."),
        )
    if book.claim_days > book.cadence_months * DAYS_A_MONTH:
        yield Finding(
            Section.CADENCE,
            Severity.DOUBT,
            _("Il termine per inviare una domanda supera la durata del periodo successivo."),
            todo=_("Controllare cadenza e termine sulla fonte."),
        )
    if book.cadence_months > MONTHS_A_YEAR:
        yield Finding(
            Section.CADENCE,
            Severity.DOUBT,
            _("Tra una domanda e l'altra passa più di un anno."),
            _("Il Comune anticipa a lungo le spese."),
            _("Controllare la cadenza sulla fonte."),
        )


def check_evidence(book: Rulebook) -> Iterator[Finding]:
    """Each item of real costs asks for at least one paper; a flat rate needs none."""
    for leaf in book.leaves:
        if not leaf.is_flat_rate and not any(paper.is_required for paper in book.evidence_for(leaf.code)):
            yield Finding(
                Section.EVIDENCE,
                Severity.MISSING,
                _("Per la voce %(item)s non è richiesto nessun documento.") % {"item": leaf},
                _("Una spesa a costi reali si prova con almeno un documento."),
                _("Scegliere i documenti obbligatori per la voce, o per quella che la contiene."),
            )
    for item in book.items:
        if item.is_flat_rate and any(paper.asked_by == item.code for paper in book.papers):
            yield Finding(
                Section.EVIDENCE,
                Severity.DOUBT,
                _("La voce %(item)s è a tasso forfettario e chiede dei documenti.") % {"item": item},
                _("Un tasso forfettario non si prova con documenti: non saranno chiesti."),
                _("Toglierli, oppure rendicontare la voce a costi reali."),
            )


def check_phases(book: Rulebook) -> Iterator[Finding]:
    """Every phase of the control is there, and nobody controls themselves."""
    for kind in PhaseKind:
        if book.phase(kind) is None:
            yield Finding(
                Section.PHASES,
                Severity.MISSING,
                _("Manca la fase «%(phase)s».") % {"phase": kind.label},
                _("Una domanda inviata deve poter arrivare fino al pagamento."),
                _("Dire chi la svolge e in quanti giorni."),
            )
    for phase in book.phases:
        if phase.role not in CONTROL_ROLES:
            yield Finding(
                Section.PHASES,
                Severity.WRONG,
                _("La fase «%(phase)s» è affidata a chi viene controllato.") % {"phase": phase.kind.label},
                todo=_("Affidarla al referente territoriale, al coordinamento o al Ministero."),
            )
        if phase.silence == Silence.ACCEPTED:
            yield Finding(
                Section.PHASES,
                Severity.DOUBT,
                _("Nella fase «%(phase)s» il silenzio vale come accoglimento.") % {"phase": phase.kind.label},
                _("Importi non guardati da nessuno diventerebbero ammessi."),
                _("Controllare che la fonte lo preveda."),
            )


CHECKS: tuple[Callable[[Rulebook], Iterator[Finding]], ...] = (
    check_source,
    check_items,
    check_ceilings,
    check_flat_rates,
    check_period,
    check_tranches,
    check_cadence,
    check_evidence,
    check_phases,
)
