# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import date

from django.db import migrations

ALWAYS = date(2024, 1, 1)
CHANGED = date(2025, 10, 4)
T_U_I = "Art. 18-ter d.lgs. 286/1998 (T.U.I.), c. 3"
CONFIGURATION = "Configurazione del progetto: da confermare con il Ministero"

RULES = [
    ("permit_months", [6], ALWAYS, CHANGED, f"{T_U_I}, testo originario (D.L. 145/2024)", True),
    ("permit_months", [12], CHANGED, None, f"{T_U_I}, modificato dal D.L. 146/2025, in vigore dal 4 ottobre 2025", True),
    ("renewal_months", [12], ALWAYS, None, f"{T_U_I}: un anno, o il tempo che serve a finire le misure", True),
    ("kinship_limit", [2], ALWAYS, None, "D.L. 145/2024, art. 6: parenti e affini entro il secondo grado", False),
    ("spouse_counts", [1], ALWAYS, None, f"{CONFIGURATION} (art. 18-ter: «nucleo familiare»)", False),
    ("relative_needs_holder", [1], ALWAYS, None, CONFIGURATION, False),
    ("alert_days", [90, 60, 30], ALWAYS, None, CONFIGURATION, False),
    ("work_check_months", [6], ALWAYS, None, CONFIGURATION, False),
    ("grant_days", [180], ALWAYS, None, CONFIGURATION, False),
    ("emergency_hours", [24], ALWAYS, None, CONFIGURATION, False),
    ("cell_threshold", [5], ALWAYS, None, "Regole deontologiche Sistan, art. 5 (almeno tre), rafforzata", False),
    ("retention_months", [60], ALWAYS, None, CONFIGURATION, False),
    ("hide_minutes", [3], ALWAYS, None, CONFIGURATION, False),
]

KINDS = {
    "mediation": ["Mediazione nei colloqui", "Mediazione presso altri servizi", "Traduzione di documenti"],
    "material": ["Vitto e alloggio protetto", "Contributo per le spese personali", "Vestiario e igiene", "Trasporti"],
    "local_services": ["Iscrizione anagrafica", "Iscrizione al servizio sanitario", "Codice fiscale e SPID",
                       "Iscrizione scolastica dei figli", "Accesso a prestazioni economiche"],
    "training": ["Bilancio delle competenze", "Corso professionale", "Riconoscimento di titoli e competenze",
                 "Formazione su sicurezza e diritti del lavoro"],
    "work": ["Orientamento al lavoro", "Tirocinio di inserimento", "Incrocio con le imprese", "Lavoro autonomo",
             "Iscrizione al SIISL"],
    "housing": ["Ricerca di alloggio", "Contributo per affitto e caparra", "Garanzia e mediazione con i proprietari"],
    "social": ["Attività di socializzazione", "Sostegno alla genitorialità", "Accesso a sport e cultura"],
    "legal": ["Informazione legale", "Assistenza per il permesso", "Patrocinio a spese dello Stato",
              "Vertenza per il recupero di retribuzioni", "Ricongiungimento familiare"],
    "health": ["Visite e cure", "Sostegno psicologico", "Presa in carico socio-sanitaria",
               "Certificazione degli esiti di violenza"],
    "italian": ["Corso di italiano", "Alfabetizzazione", "Esame e certificazione", "Italiano per il lavoro"],
}


def slug(area, number):
    return f"{area.replace('_', '-')}-{number}"


def load(apps, _schema):
    rules, kinds = apps.get_model("cases", "PilotRule"), apps.get_model("cases", "MeasureKind")
    rules.objects.bulk_create(
        rules(rule=rule, values=values, valid_from=first, valid_until=last, source=source, is_verified=verified)
        for rule, values, first, last, source, verified in RULES
    )
    kinds.objects.bulk_create(
        kinds(area=area, slug=slug(area, number), name=name, position=number)
        for area, names in KINDS.items()
        for number, name in enumerate(names, start=1)
    )


def unload(apps, _schema):
    apps.get_model("cases", "PilotRule").objects.all().delete()
    apps.get_model("cases", "MeasureKind").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_row_level_security")]

    operations = [migrations.RunPython(load, unload)]
