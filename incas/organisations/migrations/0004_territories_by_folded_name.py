# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_territories_units_aliases_codes")]

    operations = [
        migrations.RemoveIndex(model_name="territory", name="territory_by_name"),
        migrations.AddIndex(
            model_name="territory", index=models.Index(fields=["kind", "search_name", "id"], name="territory_by_name")
        ),
    ]
