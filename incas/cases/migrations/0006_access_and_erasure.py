# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import django.contrib.postgres.fields
from django.db import migrations, models

from incas.cases.policies import ERASES


PARTS = [
    ("list", "Elenco dei casi"),
    ("summary", "Scheda del caso"),
    ("identity", "Identità"),
    ("assessment", "Segnalazione e valutazione"),
    ("family", "Famiglia"),
    ("permit", "Permesso e ammissione"),
    ("programme", "Programma e misure"),
    ("diary", "Diario e attività"),
    ("consents", "Consensi"),
    ("threads", "Domande al coordinamento"),
    ("export", "Esportazione"),
    ("search", "Ricerca per nome o codice fiscale"),
    ("access", "Accessi e registro delle letture"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_communication_rule"),
    ]

    operations = [
        migrations.RunSQL(ERASES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="reading",
            name="part",
            field=models.CharField(choices=PARTS, max_length=12, verbose_name="che cosa"),
        ),
        migrations.AlterField(
            model_name="transfer",
            name="parts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=PARTS, max_length=12), size=None, verbose_name="parti"
            ),
        ),
    ]
