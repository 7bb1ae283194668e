# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Codes of electronic invoices in plain Italian.

A code of a later version has no label yet: it is told as it is. Source: Agenzia delle Entrate, technical
specifications of electronic invoicing 1.9 and earlier (codes no longer valid are still found in old invoices).
"""

from collections.abc import Mapping
from typing import Final

DOCUMENT_TYPES: Final[Mapping[str, str]] = {
    "TD01": "Fattura",
    "TD02": "Acconto o anticipo su fattura",
    "TD03": "Acconto o anticipo su parcella",
    "TD04": "Nota di credito",
    "TD05": "Nota di debito",
    "TD06": "Parcella",
    "TD07": "Fattura semplificata",
    "TD08": "Nota di credito semplificata",
    "TD09": "Nota di debito semplificata",
    "TD10": "Fattura per acquisto intracomunitario di beni",
    "TD11": "Fattura per acquisto intracomunitario di servizi",
    "TD12": "Documento riepilogativo",
    "TD16": "Integrazione per inversione contabile interna",
    "TD17": "Integrazione o autofattura per acquisto di servizi dall'estero",
    "TD18": "Integrazione per acquisto di beni intracomunitari",
    "TD19": "Integrazione o autofattura per acquisto di beni (art. 17, c. 2, DPR 633/1972)",
    "TD20": "Autofattura per regolarizzazione e integrazione",
    "TD21": "Autofattura per superamento del plafond",
    "TD22": "Estrazione di beni da deposito IVA",
    "TD23": "Estrazione di beni da deposito IVA con versamento dell'IVA",
    "TD24": "Fattura differita (beni)",
    "TD25": "Fattura differita (cessioni interne per tramite)",
    "TD26": "Cessione di beni ammortizzabili e passaggi interni",
    "TD27": "Fattura per autoconsumo o cessioni gratuite senza rivalsa",
    "TD28": "Acquisti da San Marino con IVA",
    "TD29": "Comunicazione di omessa o irregolare fatturazione",
}
NATURES: Final[Mapping[str, str]] = {
    "N1": "Escluse (art. 15 DPR 633/1972)",
    "N2": "Non soggette",
    "N2.1": "Non soggette (artt. da 7 a 7-septies DPR 633/1972)",
    "N2.2": "Non soggette, altri casi",
    "N3": "Non imponibili",
    "N3.1": "Non imponibili, esportazioni",
    "N3.2": "Non imponibili, cessioni intracomunitarie",
    "N3.3": "Non imponibili, cessioni verso San Marino",
    "N3.4": "Non imponibili, operazioni assimilate alle esportazioni",
    "N3.5": "Non imponibili, con dichiarazione d'intento",
    "N3.6": "Non imponibili, altre operazioni fuori dal plafond",
    "N4": "Esenti",
    "N5": "Regime del margine, IVA non esposta",
    "N6": "Inversione contabile",
    "N6.1": "Inversione contabile, rottami e materiali di recupero",
    "N6.2": "Inversione contabile, oro e argento",
    "N6.3": "Inversione contabile, subappalto edile",
    "N6.4": "Inversione contabile, fabbricati",
    "N6.5": "Inversione contabile, telefoni cellulari",
    "N6.6": "Inversione contabile, prodotti elettronici",
    "N6.7": "Inversione contabile, comparto edile e settori connessi",
    "N6.8": "Inversione contabile, settore energetico",
    "N6.9": "Inversione contabile, altri casi",
    "N7": "IVA assolta in altro Stato dell'Unione europea",
}
WITHHOLDING_KINDS: Final[Mapping[str, str]] = {
    "RT01": "Ritenuta d'acconto, persone fisiche",
    "RT02": "Ritenuta d'acconto, persone giuridiche",
    "RT03": "Contributo INPS",
    "RT04": "Contributo ENASARCO",
    "RT05": "Contributo ENPAM",
    "RT06": "Altro contributo previdenziale",
}
PAYMENT_METHODS: Final[Mapping[str, str]] = {
    "MP01": "Contanti",
    "MP02": "Assegno",
    "MP03": "Assegno circolare",
    "MP04": "Contanti presso la tesoreria",
    "MP05": "Bonifico",
    "MP06": "Vaglia cambiario",
    "MP07": "Bollettino bancario",
    "MP08": "Carta di pagamento",
    "MP09": "RID",
    "MP10": "RID utenze",
    "MP11": "RID veloce",
    "MP12": "Ricevuta bancaria (RIBA)",
    "MP13": "MAV",
    "MP14": "Quietanza dell'erario",
    "MP15": "Giroconto su conti di contabilità speciale",
    "MP16": "Domiciliazione bancaria",
    "MP17": "Domiciliazione postale",
    "MP18": "Bollettino di conto corrente postale",
    "MP19": "Addebito diretto SEPA",
    "MP20": "Addebito diretto SEPA CORE",
    "MP21": "Addebito diretto SEPA B2B",
    "MP22": "Trattenuta su somme già riscosse",
    "MP23": "PagoPA",
}
PAYMENT_CONDITIONS: Final[Mapping[str, str]] = {
    "TP01": "Pagamento a rate",
    "TP02": "Pagamento completo",
    "TP03": "Anticipo",
}
TAX_REGIMES: Final[Mapping[str, str]] = {
    "RF01": "Ordinario",
    "RF02": "Contribuenti minimi",
    "RF03": "Nuove iniziative produttive",
    "RF04": "Agricoltura e attività connesse, pesca",
    "RF05": "Vendita di sali e tabacchi",
    "RF06": "Commercio di fiammiferi",
    "RF07": "Editoria",
    "RF08": "Gestione di servizi di telefonia pubblica",
    "RF09": "Rivendita di documenti di trasporto pubblico e di sosta",
    "RF10": "Intrattenimenti e giochi",
    "RF11": "Agenzie di viaggi e turismo",
    "RF12": "Agriturismo",
    "RF13": "Vendite a domicilio",
    "RF14": "Beni usati, oggetti d'arte, d'antiquariato o da collezione",
    "RF15": "Agenzie di vendite all'asta di oggetti d'arte",
    "RF16": "IVA per cassa, pubblica amministrazione",
    "RF17": "IVA per cassa",
    "RF18": "Altro",
    "RF19": "Forfettario",
    "RF20": "Franchigia IVA transfrontaliera",
}
VAT_DUE: Final[Mapping[str, str]] = {
    "I": "Esigibilità immediata",
    "D": "Esigibilità differita",
    "S": "Scissione dei pagamenti",
}
WELFARE_FUNDS: Final[Mapping[str, str]] = {
    "TC01": "Cassa forense",
    "TC02": "Cassa dottori commercialisti",
    "TC03": "Cassa geometri",
    "TC04": "Inarcassa, ingegneri e architetti",
    "TC05": "Cassa del notariato",
    "TC06": "Cassa ragionieri e periti commerciali",
    "TC07": "ENASARCO, agenti e rappresentanti di commercio",
    "TC08": "ENPACL, consulenti del lavoro",
    "TC09": "ENPAM, medici",
    "TC10": "ENPAF, farmacisti",
    "TC11": "ENPAV, veterinari",
    "TC12": "ENPAIA, impiegati dell'agricoltura",
    "TC13": "Fondo imprese di spedizione e agenzie marittime",
    "TC14": "INPGI, giornalisti",
    "TC15": "ONAOSI, orfani dei sanitari",
    "TC16": "CASAGIT, giornalisti",
    "TC17": "EPPI, periti industriali",
    "TC18": "EPAP, ente pluricategoriale",
    "TC19": "ENPAB, biologi",
    "TC20": "ENPAPI, professione infermieristica",
    "TC21": "ENPAP, psicologi",
    "TC22": "INPS",
}
REFERENCE_KINDS: Final[Mapping[str, str]] = {
    "DatiOrdineAcquisto": "Ordine di acquisto",
    "DatiContratto": "Contratto",
    "DatiConvenzione": "Convenzione",
    "DatiRicezione": "Ricezione",
    "DatiFattureCollegate": "Fattura collegata",
    "DatiFatturaRettificata": "Fattura rettificata",
    "FatturaPrincipale": "Fattura principale",
    "DatiDDT": "Documento di trasporto",
    "CodiceArticolo": "Codice dell'articolo",
    "AltriDatiGestionali": "Altri dati della riga",
}


def label(table: Mapping[str, str], code: str | None) -> str:
    """Name a code; a code that is not in the table is told as it is, none as nothing."""
    return table.get(code, code) if code else ""
