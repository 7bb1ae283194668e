# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_territories_by_folded_name")]

    operations = [
        migrations.RemoveIndex(model_name="territory", name="territory_by_name"),
        migrations.AddIndex(
            model_name="territory",
            index=models.Index(
                fields=["kind", "search_name", "id"], include=["valid_until"], name="territory_by_name"
            ),
        ),
    ]
