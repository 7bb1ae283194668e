# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the pilot. Only opaque codes are in them."""

from django.urls import path

from incas.cases.views import access, admissions, cases, diary, measures, permits, persons, programmes, progress

app_name = "cases"
urlpatterns = [
    path("casi/", cases.index, name="cases"),
    path("casi/accessi/da-confermare/", access.confirm, name="access_confirm"),
    path("casi/accessi/<str:code>/cessa/", access.end, name="access_end"),
    path("casi/apri/", cases.new, name="case_new"),
    path("casi/cerca/", persons.find, name="person_find"),
    path("casi/<str:code>/", cases.show, name="case"),
    path("casi/<str:code>/programma/", programmes.show, name="programme"),
    path("casi/<str:code>/programma/nuovo/", programmes.begin, name="programme_begin"),
    path("casi/programmi/<str:code>/scrivi/", programmes.write, name="programme_write"),
    path("casi/programmi/<str:code>/condividi/", programmes.share, name="programme_share"),
    path("casi/programmi/<str:code>/riporta-in-bozza/", programmes.rewrite, name="programme_rewrite"),
    path("casi/programmi/<str:code>/approva/", programmes.approve, name="programme_approve"),
    path("casi/programmi/<str:code>/verifica/", programmes.review, name="programme_review"),
    path("casi/programmi/<str:code>/chiudi/", programmes.close, name="programme_close"),
    path("casi/programmi/<str:code>/misure/nuova/", measures.add, name="measure_add"),
    path("casi/misure/<str:code>/modifica/", measures.change, name="measure_change"),
    path("casi/misure/<str:code>/inizia/", measures.start, name="measure_start"),
    path("casi/misure/<str:code>/concludi/", measures.end, name="measure_end"),
    path("casi/<str:code>/risultati/", programmes.progress, name="progress"),
    path("casi/<str:code>/risultati/italiano/", progress.italian, name="progress_italian"),
    path("casi/<str:code>/risultati/lavoro/", progress.work, name="progress_work"),
    path("casi/<str:code>/risultati/abitazione/", progress.dwelling, name="progress_dwelling"),
    path("casi/<str:code>/risultati/diritti/", progress.entitlement, name="progress_entitlement"),
    path("casi/lavoro/<str:code>/verifica/", progress.verify, name="progress_verify"),
    path("casi/<str:code>/dati/", cases.facts, name="facts"),
    path("casi/<str:code>/segnalazione/", cases.report_new, name="report_new"),
    path("casi/<str:code>/identita/", persons.identity, name="identity"),
    path("casi/<str:code>/identita/modifica/", persons.identity_edit, name="identity_edit"),
    path("casi/<str:code>/diario/", diary.index, name="diary"),
    path("casi/<str:code>/diario/scrivi/", diary.write, name="diary_write"),
    path("casi/<str:code>/diario/attivita/", diary.assign, name="task_new"),
    path("casi/attivita/<str:code>/fatta/", diary.finish, name="task_done"),
    path("casi/<str:code>/permesso/", permits.index, name="permits"),
    path("casi/<str:code>/permesso/nuovo/", permits.report, name="permit_new"),
    path("casi/permessi/<str:code>/<slug:slug>/", permits.step, name="permit_step"),
    path("casi/<str:code>/ammissione/", admissions.propose, name="admission_new"),
    path("casi/ammissioni/<str:code>/in-vigore/", admissions.put_in_force, name="admission_admit"),
    path("casi/ammissioni/<str:code>/sospensione/", admissions.suspend, name="admission_suspend"),
    path("casi/ammissioni/<str:code>/cessazione/", admissions.end, name="admission_end"),
    path("casi/verifiche/<str:code>/", admissions.settle, name="review_settle"),
    path("misure/", measures.index, name="taxonomy"),
    path("misure/tipi/nuovo/", measures.add_kind, name="kind_add"),
    path("misure/tipi/<slug:slug>/", measures.change_kind, name="kind_change"),
    path("misure/nomi/nuovo/", measures.add_local_name, name="local_name_add"),
    path("misure/nomi/<int:pk>/togli/", measures.remove_local_name, name="local_name_remove"),
    path("casi/<str:code>/accessi/", access.index, name="access"),
    path("casi/<str:code>/accessi/autorizza/", access.grant, name="access_new"),
    path("casi/<str:code>/accessi/emergenza/", access.emergency, name="emergency"),
]
