# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import date

from django.db import migrations

SOURCE = "Configurazione del progetto: l'art. 18-ter c. 3 T.U.I. non dice entro quanti giorni"


def load(apps, _schema):
    apps.get_model("cases", "PilotRule").objects.create(
        rule="communication_days", values=[15], valid_from=date(2024, 1, 1), source=SOURCE, is_verified=False
    )


def unload(apps, _schema):
    apps.get_model("cases", "PilotRule").objects.filter(rule="communication_days").delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_permits_in_order")]

    operations = [migrations.RunPython(load, unload)]
