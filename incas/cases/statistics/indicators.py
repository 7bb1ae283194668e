# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is counted of cases: each indicator has a name that stays, the categories a case may be in, and how it is read.

A case is in exactly one category of each. Where a case may be in several (measures, needs) each is an indicator of its
own, so that its complement is protected too. Source: indicators of the pilot agreed with the coordination.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.cases import AgeBand, Need, Sex, WorkSector
from incas.cases.choices.programmes import ServiceArea

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Section(models.TextChoices):
    """The pages of the figures."""

    PATH = "percorso", _("Percorso e permesso")
    MEASURES = "misure", _("Misure")
    RESULTS = "risultati", _("Risultati")
    NEEDS = "bisogni", _("Bisogni")
    TIMES = "tempi-e-costi", _("Tempi e costi")
    PROFILE = "persone", _("Persone")


class ValueKind(models.TextChoices):
    """What else is told of the cases of a category: never of fewer than the threshold."""

    MEDIAN_DAYS = "median_days", _("Mediana dei giorni")
    MEAN_BEFORE = "mean_before", _("Media all'ingresso")
    MEAN_AFTER = "mean_after", _("Media ultima")
    MEAN_EURO = "mean_euro", _("Costo medio a persona")


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something counted. `is_revealing`: a Comune all of whose cases are alike is protected.

    `by_comune` False: told for the whole pilot alone. `measured` names the category whose cases the `values` are of.
    """

    slug: str
    title: "StrOrPromise"
    about: "StrOrPromise"
    section: Section
    categories: "tuple[tuple[str, StrOrPromise], ...]"
    is_revealing: bool = True
    by_comune: bool = True
    measured: str = ""
    values: tuple[ValueKind, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Its categories, as they are stored."""
        return tuple(key for key, _label in self.categories)


YES_NO: Final = (("yes", _("Sì")), ("no", _("No")))
KNOWN: Final = (("known", _("Date note")), ("unknown", _("Non ancora o non note")))

PATH: Final = (
    Indicator(
        "stage",
        _("Fin dove è arrivato il percorso"),
        _(
            "Ogni caso nel punto più avanzato raggiunto. Identificazione preliminare: almeno un indicatore osservato. "
            "Identificazione formale: proposta dell'autorità giudiziaria, parere dell'INL o permesso rilasciato."
        ),
        Section.PATH,
        (
            ("reported", _("Segnalati")),
            ("identified", _("Identificazione preliminare")),
            ("recognised", _("Identificazione formale")),
            ("admitted", _("Ammessi all'assistenza")),
        ),
    ),
    Indicator(
        "permit",
        _("Permesso dell'art. 18-ter"),
        _("Ogni caso secondo l'ultimo passo del suo permesso per casi speciali."),
        Section.PATH,
        (
            ("none", _("Nessuno")),
            ("pending", _("Segnalato o richiesto")),
            ("proposed", _("Proposto o con parere")),
            ("issued", _("Rilasciato")),
            ("renewed", _("Rinnovato")),
            ("converted", _("Convertito")),
            ("revoked", _("Revocato")),
            ("ended", _("Negato o scaduto")),
        ),
    ),
    Indicator(
        "kinship",
        _("Titolari e familiari"),
        _("I familiari secondo il grado calcolato dalla famiglia (artt. 74–78 c.c.)."),
        Section.PATH,
        (
            ("holder", _("Titolari")),
            ("spouse", _("Coniugi e uniti civilmente")),
            ("first", _("1° grado")),
            ("second", _("2° grado")),
            ("other", _("Da verificare o oltre")),
        ),
    ),
)
RESULTS: Final = (
    Indicator(
        "outcome",
        _("Esiti"),
        _("Come si sono chiusi i casi; gli altri sono aperti."),
        Section.RESULTS,
        (
            ("open", _("Aperti")),
            ("autonomy", _("Autonomia")),
            ("contract", _("Contratto")),
            ("conversion", _("Conversione")),
            ("transfer", _("Trasferimento")),
            ("abandoned", _("Abbandono")),
            ("revoked", _("Revoca")),
            ("other", _("Altro")),
        ),
    ),
    Indicator(
        "italian",
        _("Italiano"),
        _("Differenza fra il primo e l'ultimo livello accertato; servono almeno due accertamenti."),
        Section.RESULTS,
        (("unmeasured", _("Non misurato")), ("same", _("Nessun livello in più")), ("gained", _("Almeno un livello"))),
    ),
    Indicator(
        "exit_work",
        _("Contratti all'uscita"),
        _("Se alla chiusura del caso c'era un contratto di lavoro in corso."),
        Section.RESULTS,
        (("open", _("Caso aperto")), ("with", _("Con contratto")), ("without", _("Senza contratto"))),
    ),
    Indicator(
        "work",
        _("Contratti verificati dopo sei mesi"),
        _("Chi ha avuto un contratto, e che cosa ha detto la verifica a distanza di mesi."),
        Section.RESULTS,
        (
            ("none", _("Nessun contratto")),
            ("started", _("Contratto, non ancora verificato")),
            ("kept", _("Lavora ancora")),
            ("lost", _("Non lavora più")),
        ),
    ),
    Indicator(
        "housing",
        _("Abitazione"),
        _("L'ultima abitazione nota. Precaria: insediamento informale, alloggio del datore di lavoro, ospitalità."),
        Section.RESULTS,
        (
            ("unknown", _("Non nota")),
            ("precarious", _("Precaria")),
            ("reception", _("Accoglienza o struttura")),
            ("supported", _("Con sostegno")),
            ("autonomous", _("Autonoma")),
        ),
    ),
)
MEASURES: Final = tuple(
    Indicator(
        f"area_{area.value}",
        area.label,
        _("Persone con almeno una misura iniziata di quest'area."),
        Section.MEASURES,
        YES_NO,
        is_revealing=False,
    )
    for area in ServiceArea
)
NEEDS: Final = tuple(
    Indicator(
        f"need_{need.value}",
        need.label,
        _("Prima e ultima valutazione di questo ambito, da 1 (emergenza) a 5 (autonomia)."),
        Section.NEEDS,
        (("unmeasured", _("Una valutazione o nessuna")), ("measured", _("Valutato prima e dopo"))),
        is_revealing=False,
        measured="measured",
        values=(ValueKind.MEAN_BEFORE, ValueKind.MEAN_AFTER),
    )
    for need in Need
)
TIMES: Final = (
    *(
        Indicator(
            slug,
            title,
            about,
            Section.TIMES,
            KNOWN,
            is_revealing=False,
            measured="known",
            values=(ValueKind.MEDIAN_DAYS,),
        )
        for slug, title, about in (
            (
                "days_report_issue",
                _("Dalla segnalazione al permesso"),
                _("Giorni fra la segnalazione del permesso e il suo rilascio."),
            ),
            (
                "days_issue_admission",
                _("Dal permesso alla presa in carico"),
                _("Giorni fra il rilascio del permesso e l'ammissione all'assistenza."),
            ),
            (
                "days_report_admission",
                _("Dalla segnalazione alla presa in carico"),
                _("Giorni fra l'apertura del caso e l'ammissione, con o senza permesso."),
            ),
        )
    ),
    Indicator(
        "cost",
        _("Costo delle misure a persona"),
        _("Somma dei costi scritti nelle misure iniziate, fra le persone che ne hanno."),
        Section.TIMES,
        (("with", _("Con costi")), ("without", _("Senza costi"))),
        is_revealing=False,
        measured="with",
        values=(ValueKind.MEAN_EURO,),
    ),
)
PROFILE: Final = (
    Indicator(
        "sector",
        _("Settore dello sfruttamento"),
        _("Per l'intero progetto pilota: mai insieme al Comune o alla cittadinanza."),
        Section.PROFILE,
        tuple(WorkSector.choices),
        by_comune=False,
    ),
    Indicator("age", _("Età"), _("All'apertura del caso."), Section.PROFILE, tuple(AgeBand.choices), by_comune=False),
    Indicator("sex", _("Sesso"), _("Secondo i documenti."), Section.PROFILE, tuple(Sex.choices), by_comune=False),
)
INDICATORS: Final = {each.slug: each for each in (*PATH, *MEASURES, *RESULTS, *NEEDS, *TIMES, *PROFILE)}

COMPARED: Final = (
    ("stage", "admitted", _("Ammessi all'assistenza")),
    ("permit", "issued", _("Permesso rilasciato")),
    ("area_italian", "yes", _("Insegnamento dell'italiano")),
    ("italian", "gained", _("Italiano: almeno un livello in più")),
    ("area_work", "yes", _("Misure di inserimento lavorativo")),
    ("work", "kept", _("Lavora ancora alla verifica")),
    ("area_housing", "yes", _("Misure di inserimento abitativo")),
    ("housing", "autonomous", _("Abitazione autonoma")),
    ("outcome", "autonomy", _("Chiusi con autonomia raggiunta")),
)
"""What the comparison of Comuni puts side by side, each time per hundred cases: indicator, category, words."""

HEADLINES: Final = (
    ("stage", "admitted", _("Ammessi all'assistenza")),
    ("permit", "issued", _("Con permesso rilasciato")),
    ("work", "kept", _("Lavorano ancora alla verifica")),
    ("housing", "autonomous", _("In abitazione autonoma")),
    ("outcome", "autonomy", _("Chiusi con autonomia raggiunta")),
)
"""What stands on top of the figures: indicator, category, words."""
