# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_difference_notes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='criticality',
            name='rule',
            field=models.CharField(blank=True, choices=[('permit_months', 'Durata del permesso, in mesi'), ('communication_days', 'Giorni entro cui comunicare il rilascio al Ministero'), ('renewal_months', 'Durata del rinnovo, in mesi'), ('kinship_limit', 'Grado massimo di parentela e affinità'), ('spouse_counts', 'Il coniuge è ammesso, senza altra verifica'), ('relative_needs_holder', 'Il familiare è ammesso solo se lo è il titolare'), ('alert_days', 'Giorni prima di una scadenza in cui avvisare'), ('work_check_months', 'Verifica del contratto dopo quanti mesi'), ('grant_days', "Durata di un'autorizzazione ad aprire un caso, in giorni"), ('emergency_hours', 'Durata di un accesso di emergenza, in ore'), ('cell_threshold', 'Soglia sotto la quale un dato non si mostra'), ('retention_months', 'Conservazione dopo la chiusura, in mesi'), ('hide_minutes', 'Minuti senza attività dopo i quali lo schermo si copre')], max_length=24, verbose_name='regola'),
        ),
        migrations.AlterField(
            model_name='pilotrule',
            name='rule',
            field=models.CharField(choices=[('permit_months', 'Durata del permesso, in mesi'), ('communication_days', 'Giorni entro cui comunicare il rilascio al Ministero'), ('renewal_months', 'Durata del rinnovo, in mesi'), ('kinship_limit', 'Grado massimo di parentela e affinità'), ('spouse_counts', 'Il coniuge è ammesso, senza altra verifica'), ('relative_needs_holder', 'Il familiare è ammesso solo se lo è il titolare'), ('alert_days', 'Giorni prima di una scadenza in cui avvisare'), ('work_check_months', 'Verifica del contratto dopo quanti mesi'), ('grant_days', "Durata di un'autorizzazione ad aprire un caso, in giorni"), ('emergency_hours', 'Durata di un accesso di emergenza, in ore'), ('cell_threshold', 'Soglia sotto la quale un dato non si mostra'), ('retention_months', 'Conservazione dopo la chiusura, in mesi'), ('hide_minutes', 'Minuti senza attività dopo i quali lo schermo si copre')], max_length=24, verbose_name='regola'),
        ),
    ]
