# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The rules in plain Italian say what the rules say."""

from dataclasses import replace
from decimal import Decimal

import pytest

from incas.programmes.choices import EvidenceKind, Requirement, Section, Silence, VatRule
from incas.programmes.rulebook import CeilingRule, Paper
from incas.programmes.wording import listed, plain_rules, share_of, the_share
from tests.programmes.rulebooks import ITEMS, item, rulebook


def told(section: Section, **changes: object) -> tuple[str, ...]:
    return next(chapter.sentences for chapter in plain_rules(rulebook(**changes)) if chapter.section == section)


def test_every_section_but_the_source_is_told():
    assert [chapter.section for chapter in plain_rules(rulebook())] == [
        section for section in Section if section != Section.SOURCE
    ]
    assert plain_rules(rulebook())[0].title == "Voci di costo"


@pytest.mark.parametrize(
    ("before", "after", "documents"),
    [
        (
            0,
            0,
            "Un documento è ammesso se datato dal giorno di inizio del progetto al giorno in cui finisce.",
        ),
        (
            1,
            30,
            "Un documento è ammesso se datato da 1 giorno prima dell'inizio del progetto a 30 giorni dopo la sua fine.",
        ),
    ],
)
def test_window_of_documents(before, after, documents):
    assert told(Section.PERIOD, document_days_before_start=before, document_days_after_end=after)[0] == documents


def test_window_of_payments():
    assert told(Section.PERIOD)[1] == (
        "Una spesa è ammessa se pagata dal giorno di inizio del progetto a 60 giorni dopo la sua fine."
    )


def test_ceilings_name_their_base_and_source():
    assert told(Section.CEILINGS) == ("La voce «A Voce A» non può superare il 50% del totale (art. 7).",)
    rule = CeilingRule("B", Decimal("12.5"), ("A", "C"), "")
    assert told(Section.CEILINGS, ceilings=(rule,)) == (
        "La voce «B Voce B» non può superare il 12,5% di «A Voce A» e «C Voce C».",
    )
    assert told(Section.CEILINGS, ceilings=())[0].startswith("Non ci sono massimali")


def test_flat_rates_name_their_base():
    assert told(Section.FLAT_RATES) == ("La voce «D Voce D» è il 7% di «A Voce A», «B Voce B» e «C Voce C».",)
    assert told(Section.FLAT_RATES, items=(*ITEMS[:5], item("D", percent=7))) == (
        "La voce «D Voce D» è il 7% di tutti i costi reali.",
    )
    assert told(Section.FLAT_RATES, items=ITEMS[:5])[0].startswith("Non ci sono tassi forfettari")


def test_tranches_tell_the_spending_they_ask():
    assert told(Section.TRANCHES)[:2] == (
        "Anticipo: il 50% del finanziamento.",
        "Pagamento intermedio: il 30% del finanziamento, quando è speso l'80% di quanto già ricevuto.",
    )


def test_cadence_tells_the_terms():
    assert told(Section.CADENCE) == (
        "Si invia una domanda di rimborso ogni 3 mesi, contando dall'inizio del progetto.",
        "Ogni domanda va inviata entro 30 giorni dalla fine del suo periodo.",
        "L'ultima domanda va inviata entro 90 giorni dalla fine del progetto.",
    )
    assert told(Section.CADENCE, cadence_months=1)[0] == (
        "Si invia una domanda di rimborso ogni mese, contando dall'inizio del progetto."
    )


def test_evidence_tells_what_is_needed_and_what_where_due():
    papers = (
        Paper(EvidenceKind.INVOICE, is_required=True, note="", asked_by="B"),
        Paper(EvidenceKind.PAYMENT_ORDER, is_required=True, note="quietanzato", asked_by="B"),
        Paper(EvidenceKind.DURC, is_required=False, note="", asked_by="B"),
        Paper(EvidenceKind.REGISTER, is_required=False, note="", asked_by="C"),
    )
    assert told(Section.EVIDENCE, papers=papers) == (
        (
            "B Voce B: Fattura o documento di spesa e Mandato di pagamento (quietanzato); "
            "se dovuti: DURC (regolarità contributiva)."
        ),
        "C Voce C; se dovuti: Registro firmato dai destinatari.",
    )


def test_codes_and_vat():
    assert told(Section.CODES) == (
        "La fattura deve riportare il CUP (codice unico di progetto): senza, la spesa non è ammessa.",
        "La fattura deve riportare il CIG (codice identificativo di gara); se manca, si può integrare.",
        "L'IVA è ammessa solo se l'ente non può recuperarla.",
    )
    assert told(Section.CODES, cup_rule=Requirement.NOT_ASKED, vat_rule=VatRule.NEVER)[::2] == (
        "Il CUP (codice unico di progetto) non è richiesto sulla fattura.",
        "L'IVA non è mai ammessa.",
    )


def test_moves():
    assert told(Section.MOVES)[0] == "Fino al 10% di una voce si può spostare su un'altra senza autorizzazione."
    assert told(Section.MOVES, move_tolerance_percent=Decimal(0)) == (
        "Ogni spostamento tra voci di costo va autorizzato.",
    )


def test_phases_tell_who_when_and_what_silence_means():
    first = replace(rulebook().phases[0], silence=Silence.REFUSED, days=1)
    assert told(Section.PHASES, phases=(first,))[0] == (
        "Controllo di primo livello: a cura di «Referente territoriale», entro 1 giorno. "
        "Se il termine passa senza risposta, la domanda si considera respinta."
    )


def test_words_are_joined_as_one_reads_them():
    assert listed([]) == ""
    assert listed(["uno"]) == "uno"
    assert listed(["uno", "due", "tre"]) == "uno, due e tre"
    assert listed(["uno", "due"], "o") == "uno o due"


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        ("0.5", "lo 0,5%"),
        ("1", "l'1%"),
        ("7", "il 7%"),
        ("8.5", "l'8,5%"),
        ("11", "l'11%"),
        ("80", "l'80%"),
        ("100", "il 100%"),
    ],
)
def test_percentage_has_the_article_it_is_read_with(percent, said):
    assert the_share(Decimal(percent)) == said


def test_share_of_nothing_is_zero():
    assert share_of(Decimal(1), Decimal(3)) == "33,3%"
    assert share_of(Decimal(1), Decimal(0)) == "0,0%"
