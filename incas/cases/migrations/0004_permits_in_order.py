# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_rules_and_taxonomy'),
        ('organisations', '0005_territories_counted_from_their_index'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='admission',
            name='admission_days_in_order',
        ),
        migrations.RemoveConstraint(
            model_name='permit',
            name='permit_communicated_after_issue',
        ),
        migrations.RemoveConstraint(
            model_name='permit',
            name='permits_of_a_case_never_overlap',
        ),
        migrations.AddField(
            model_name='admission',
            name='suspended_on',
            field=models.DateField(null=True, verbose_name='sospesa dal'),
        ),
        migrations.AlterField(
            model_name='criticality',
            name='rule',
            field=models.CharField(blank=True, choices=[('permit_months', 'Durata del permesso, in mesi'), ('communication_days', 'Giorni entro cui comunicare il rilascio al Ministero'), ('renewal_months', 'Durata del rinnovo, in mesi'), ('kinship_limit', 'Grado massimo di parentela e affinità'), ('spouse_counts', 'Il coniuge è ammesso (1) o da verificare (0)'), ('relative_needs_holder', 'Il familiare è ammesso solo con il titolare (1) o da solo (0)'), ('alert_days', 'Giorni prima di una scadenza in cui avvisare'), ('work_check_months', 'Verifica del contratto dopo quanti mesi'), ('grant_days', "Durata di un'autorizzazione ad aprire un caso, in giorni"), ('emergency_hours', 'Durata di un accesso di emergenza, in ore'), ('cell_threshold', 'Soglia sotto la quale un dato non si mostra'), ('retention_months', 'Conservazione dopo la chiusura, in mesi'), ('hide_minutes', 'Minuti senza attività dopo i quali lo schermo si copre')], max_length=24, verbose_name='regola'),
        ),
        migrations.AlterField(
            model_name='permitevent',
            name='step',
            field=models.CharField(choices=[('reported', 'Segnalazione'), ('proposal', "Proposta dell'autorità giudiziaria"), ('opinion', "Parere dell'Ispettorato nazionale del lavoro"), ('request', 'Richiesta, con ricevuta'), ('issue', 'Rilascio'), ('communication', 'Comunicazione al Ministero del Lavoro'), ('renewal_request', 'Richiesta di rinnovo, con ricevuta'), ('renewal', 'Rinnovo'), ('conversion', 'Conversione'), ('expiry', 'Scadenza'), ('revocation', 'Revoca'), ('denial', 'Diniego'), ('renewal_denial', 'Diniego del rinnovo'), ('restoration', 'Annullamento della revoca o del diniego')], max_length=16, verbose_name='passo'),
        ),
        migrations.AlterField(
            model_name='pilotrule',
            name='rule',
            field=models.CharField(choices=[('permit_months', 'Durata del permesso, in mesi'), ('communication_days', 'Giorni entro cui comunicare il rilascio al Ministero'), ('renewal_months', 'Durata del rinnovo, in mesi'), ('kinship_limit', 'Grado massimo di parentela e affinità'), ('spouse_counts', 'Il coniuge è ammesso (1) o da verificare (0)'), ('relative_needs_holder', 'Il familiare è ammesso solo con il titolare (1) o da solo (0)'), ('alert_days', 'Giorni prima di una scadenza in cui avvisare'), ('work_check_months', 'Verifica del contratto dopo quanti mesi'), ('grant_days', "Durata di un'autorizzazione ad aprire un caso, in giorni"), ('emergency_hours', 'Durata di un accesso di emergenza, in ore'), ('cell_threshold', 'Soglia sotto la quale un dato non si mostra'), ('retention_months', 'Conservazione dopo la chiusura, in mesi'), ('hide_minutes', 'Minuti senza attività dopo i quali lo schermo si copre')], max_length=24, verbose_name='regola'),
        ),
        migrations.AddConstraint(
            model_name='admission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'suspended'), _negated=True), ('suspended_on__isnull', False), _connector='OR'), name='admission_suspended_has_day'),
        ),
        migrations.AddConstraint(
            model_name='admission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposed_on__isnull', True), ('admitted_on__isnull', True), ('admitted_on__gte', models.F('proposed_on')), _connector='OR'), models.Q(('admitted_on__isnull', True), ('suspended_on__isnull', True), ('suspended_on__gte', models.F('admitted_on')), _connector='OR'), models.Q(('proposed_on__isnull', True), ('ended_on__isnull', True), ('ended_on__gte', models.F('proposed_on')), _connector='OR'), models.Q(('admitted_on__isnull', True), ('ended_on__isnull', True), ('ended_on__gte', models.F('admitted_on')), _connector='OR'), models.Q(('suspended_on__isnull', True), ('ended_on__isnull', True), ('ended_on__gte', models.F('suspended_on')), _connector='OR')), name='admission_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='permit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reported_on__isnull', True), ('proposed_on__isnull', True), ('proposed_on__gte', models.F('reported_on')), _connector='OR'), models.Q(('reported_on__isnull', True), ('opinion_on__isnull', True), ('opinion_on__gte', models.F('reported_on')), _connector='OR'), models.Q(('reported_on__isnull', True), ('requested_on__isnull', True), ('requested_on__gte', models.F('reported_on')), _connector='OR'), models.Q(('proposed_on__isnull', True), ('issued_on__isnull', True), ('issued_on__gte', models.F('proposed_on')), _connector='OR'), models.Q(('opinion_on__isnull', True), ('issued_on__isnull', True), ('issued_on__gte', models.F('opinion_on')), _connector='OR'), models.Q(('requested_on__isnull', True), ('issued_on__isnull', True), ('issued_on__gte', models.F('requested_on')), _connector='OR'), models.Q(('reported_on__isnull', True), ('issued_on__isnull', True), ('issued_on__gte', models.F('reported_on')), _connector='OR'), models.Q(('issued_on__isnull', True), ('communicated_on__isnull', True), ('communicated_on__gte', models.F('issued_on')), _connector='OR'), models.Q(('issued_on__isnull', True), ('renewal_requested_on__isnull', True), ('renewal_requested_on__gte', models.F('issued_on')), _connector='OR'), models.Q(('issued_on__isnull', True), ('ended_on__isnull', True), ('ended_on__gte', models.F('issued_on')), _connector='OR'), models.Q(('requested_on__isnull', True), ('ended_on__isnull', True), ('ended_on__gte', models.F('requested_on')), _connector='OR'), models.Q(('reported_on__isnull', True), ('ended_on__isnull', True), ('ended_on__gte', models.F('reported_on')), _connector='OR')), name='permit_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='permit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('communicated_on__isnull', True), ('communication_reference', '')), models.Q(('communicated_on__isnull', False), ('issued_on__isnull', False), models.Q(('communication_reference', ''), _negated=True)), _connector='OR'), name='permit_communicated_after_issue_with_reference'),
        ),
        migrations.AddConstraint(
            model_name='permit',
            constraint=models.CheckConstraint(condition=models.Q(('has_receipt', False), ('requested_on__isnull', False), _connector='OR'), name='permit_receipt_is_of_a_request'),
        ),
        migrations.AddConstraint(
            model_name='permit',
            constraint=models.CheckConstraint(condition=models.Q(('renewal_requested_on__isnull', True), ('issued_on__isnull', False), _connector='OR'), name='permit_renewal_requested_once_issued'),
        ),
        migrations.AddConstraint(
            model_name='permit',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('expires_on__isnull', False), ('issued_on__isnull', False)), expressions=[('case', '='), (models.Func('issued_on', django.db.models.functions.comparison.Least(models.Func('expires_on', output_field=models.DateField(), template='(%(expressions)s + 1)'), 'ended_on'), django.contrib.postgres.fields.ranges.RangeBoundary(), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='permits_of_a_case_never_overlap'),
        ),
    ]
