# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of funds, calls and rule sets."""

from django.urls import path

from incas.programmes.views import calls, files, funds, items, rule_sets, sections

app_name = "programmes"
urlpatterns = [
    path("avvisi/fondi/", funds.index, name="funds"),
    path("avvisi/fondi/nuovo/", funds.new, name="fund_new"),
    path("avvisi/fondi/<int:pk>/", funds.change, name="fund_change"),
    path("avvisi/", calls.index, name="calls"),
    path("avvisi/nuovo/", calls.new, name="call_new"),
    path("avvisi/<int:pk>/", calls.show, name="call"),
    path("avvisi/<int:pk>/modifica/", calls.change, name="call_change"),
    path("avvisi/<int:pk>/pubblica/", calls.publish, name="call_publish"),
    path("avvisi/<int:pk>/chiudi/", calls.close, name="call_close"),
    path("avvisi/<int:pk>/elimina/", calls.delete, name="call_delete"),
    path("avvisi/<int:pk>/storia/", calls.story, name="call_story"),
    path("avvisi/<int:pk>/regole/nuove/", rule_sets.begin, name="rules_begin"),
    path("avvisi/regole/<int:pk>/", rule_sets.show, name="rules"),
    path("avvisi/regole/<int:pk>/scrivi/", rule_sets.write, name="rules_write"),
    path("avvisi/regole/<int:pk>/controlla/", rule_sets.check, name="rules_check"),
    path("avvisi/regole/<int:pk>/pubblica/", rule_sets.publish, name="rules_publish"),
    path("avvisi/regole/<int:pk>/scarta/", rule_sets.discard, name="rules_discard"),
    path("avvisi/regole/<int:pk>/confronta/", rule_sets.compare, name="rules_compare"),
    path("avvisi/regole/<int:pk>/storia/", rule_sets.story, name="rules_story"),
    path("avvisi/regole/<int:pk>/regole.json", files.as_json, name="rules_json"),
    path("avvisi/regole/<int:pk>/regole.xlsx", files.as_xlsx, name="rules_xlsx"),
    path("avvisi/regole/<int:pk>/scrivi/voci/nuova/", items.new, name="item_new"),
    path("avvisi/regole/<int:pk>/scrivi/massimali/nuovo/", items.ceiling_new, name="ceiling_new"),
    path("avvisi/regole/<int:pk>/scrivi/tassi/nuovo/", items.flat_rate_new, name="flat_rate_new"),
    path("avvisi/regole/<int:pk>/scrivi/<slug:name>/", sections.write, name="rules_section"),
    path("avvisi/regole/<int:pk>/conferma/<slug:name>/", sections.confirm, name="rules_confirm"),
    path("avvisi/voci/<int:pk>/", items.change, name="item_change"),
    path("avvisi/voci/<int:pk>/sposta/", items.move, name="item_move"),
    path("avvisi/voci/<int:pk>/togli/", items.remove, name="item_remove"),
    path("avvisi/voci/<int:pk>/documenti/", items.evidence, name="item_evidence"),
    path("avvisi/voci/<int:pk>/tasso/", items.flat_rate_change, name="flat_rate_change"),
    path("avvisi/voci/<int:pk>/tasso/togli/", items.flat_rate_remove, name="flat_rate_remove"),
    path("avvisi/massimali/<int:pk>/", items.ceiling_change, name="ceiling_change"),
    path("avvisi/massimali/<int:pk>/togli/", items.ceiling_remove, name="ceiling_remove"),
]
