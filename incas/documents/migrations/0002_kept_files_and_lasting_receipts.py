# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.RenameField(model_name="storedfile", old_name="created_at", new_name="stored_at"),
        migrations.AlterField(model_name="storedfile", name="stored_at", field=models.DateTimeField()),
        migrations.AddField(
            model_name="receipt", name="sender_id", field=models.BigIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField(
            model_name="receipt",
            name="sender_name",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="receipt",
            trigger=pgtrigger.compiler.Trigger(
                name="receipt_for_good",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d8364146e62cfd2d89c8d2cfd99753cf2c7b20a3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_receipt_for_good_3ae30",
                    table="documents_receipt",
                    when="BEFORE",
                ),
            ),
        ),
    ]
