# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
import incas.cases.models.base
import incas.privacy.fields
from django.conf import settings
from django.db import migrations, models

from incas.cases.policies import OF_ITS_CASE, PRIVATE, protect


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0007_expiries"),
        ('organisations', '0005_territories_counted_from_their_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=incas.cases.models.base.new_code, editable=False, max_length=10, unique=True)),
                ('state', models.CharField(choices=[('asked', 'Da approvare'), ('approved', 'Approvata'), ('refused', 'Non approvata'), ('withdrawn', 'Ritirata')], default='asked', max_length=10)),
                ('outcome', models.CharField(choices=[('autonomy', 'Autonomia raggiunta'), ('contract', 'Uscita con un contratto di lavoro'), ('conversion', 'Conversione del permesso'), ('transfer', 'Trasferimento ad altro ente o servizio'), ('not_identified', 'Sfruttamento non riscontrato'), ('declined', 'La persona non ha voluto proseguire'), ('abandoned', 'Abbandono'), ('revoked', 'Ammissione revocata'), ('other', 'Altro')], max_length=16, verbose_name='esito')),
                ('closes_on', models.DateField(verbose_name='chiuso il')),
                ('note', incas.privacy.fields.SealedTextField(blank=True, verbose_name='perché')),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', incas.privacy.fields.SealedTextField(blank=True, verbose_name='risposta')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='cases.case')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'richiesta di chiusura',
                'verbose_name_plural': 'richieste di chiusura',
                'indexes': [models.Index(condition=models.Q(('state', 'asked')), fields=['body', 'asked_at', 'id'], name='closure_waiting'), models.Index(fields=['case', '-id'], name='closure_of_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('case',), name='one_closure_asked_a_case'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='closure_decided_by_somebody')],
            },
        ),
        protect("cases_closure", PRIVATE, OF_ITS_CASE),
    ]
