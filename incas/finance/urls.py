# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of documents, expenses and claims."""

from django.urls import path

from incas.finance.views import claims, control, documents, expenses, imports, outputs, overview, totals

app_name = "finance"
urlpatterns = [
    path("documenti-di-spesa/", documents.index, name="documents"),
    path("documenti-di-spesa/carica/", imports.upload, name="upload"),
    path("documenti-di-spesa/nuovo/", expenses.paper, name="paper_create"),
    path("documenti-di-spesa/caricamenti/<int:pk>/", imports.batch, name="batch"),
    path("documenti-di-spesa/totali/", totals.index, name="totals"),
    path("documenti-di-spesa/totali/<int:pk>/", totals.correct, name="total_correct"),
    path("documenti-di-spesa/<int:pk>/", documents.show, name="document"),
    path("documenti-di-spesa/<int:pk>/originale/", documents.original, name="document_original"),
    path("documenti-di-spesa/<int:pk>/allegati/<int:number>/", documents.attachment, name="document_attachment"),
    path("documenti-di-spesa/<int:pk>/totale-in-euro/", totals.tell, name="euro_total"),
    path("documenti-di-spesa/<int:pk>/imputa/", expenses.create, name="expense_create"),
    path("documenti-di-spesa/<int:pk>/imputa/resto/", expenses.remainder, name="expense_remainder"),
    path("spese/", expenses.index, name="expenses"),
    path("spese/alla-domanda/", claims.fill, name="claim_fill"),
    path("spese/<int:pk>/", expenses.show, name="expense"),
    path("spese/<int:pk>/modifica/", expenses.change, name="expense_change"),
    path("spese/<int:pk>/elimina/", expenses.delete, name="expense_delete"),
    path("spese/<int:pk>/allega/", expenses.attach, name="expense_attach"),
    path("spese/documenti/<int:pk>/", expenses.evidence, name="evidence"),
    path("spese/documenti/<int:pk>/togli/", expenses.detach, name="evidence_delete"),
    path("progetti/<int:pk>/avanzamento-finanziario/", overview.show, name="overview"),
    path("progetti/<int:pk>/avanzamento-finanziario/tabella/", overview.spreadsheet, name="overview_spreadsheet"),
    path("progetti/<int:pk>/nuova-domanda/", claims.create, name="claim_create"),
    path("domande-di-rimborso/", claims.index, name="claims"),
    path("domande-di-rimborso/<int:pk>/", claims.show, name="claim"),
    path("domande-di-rimborso/<int:pk>/spese/", claims.lines, name="claim_lines"),
    path("domande-di-rimborso/<int:pk>/spese/scegli/", claims.choose, name="claim_choose"),
    path("domande-di-rimborso/<int:pk>/spese/aggiungi/", claims.add, name="claim_add"),
    path("domande-di-rimborso/<int:pk>/spese/togli/", claims.empty, name="claim_empty"),
    path("domande-di-rimborso/<int:pk>/invia/", claims.submit, name="claim_submit"),
    path("domande-di-rimborso/<int:pk>/elimina/", claims.discard, name="claim_discard"),
    path("domande-di-rimborso/<int:pk>/ricevute/", claims.receipt, name="claim_receipt"),
    path("domande-di-rimborso/<int:pk>/ricevute/<int:number>/", claims.receipt_sheet, name="claim_receipt_sheet"),
    path("domande-di-rimborso/<int:pk>/ricevute/<int:number>/dati/", claims.receipt_data, name="claim_receipt_data"),
    path("domande-di-rimborso/<int:pk>/decisioni/", claims.decisions, name="claim_decisions"),
    path("domande-di-rimborso/<int:pk>/pdf/", outputs.pdf, name="claim_pdf"),
    path("domande-di-rimborso/<int:pk>/tabella/", outputs.spreadsheet, name="claim_spreadsheet"),
    path("domande-di-rimborso/<int:pk>/documenti/", outputs.papers, name="claim_papers"),
    path("domande-di-rimborso/<int:pk>/documenti/archivio/", outputs.made_archive, name="claim_archives"),
    path("domande-di-rimborso/<int:pk>/controllo/", control.index, name="control"),
    path("domande-di-rimborso/<int:pk>/controllo/prendi/", control.take, name="control_take"),
    path("domande-di-rimborso/<int:pk>/controllo/ammetti/", control.admit, name="control_admit"),
    path("domande-di-rimborso/<int:pk>/controllo/concludi/", control.close, name="control_close"),
    path("domande-di-rimborso/<int:pk>/controllo/restituisci/", control.give_back, name="control_return"),
    path("domande-di-rimborso/<int:pk>/controllo/riapri/", control.reopen, name="control_reopen"),
    path("domande-di-rimborso/<int:pk>/certifica/", control.certify, name="control_certify"),
    path("domande-di-rimborso/spese/<int:pk>/controllo/", control.line, name="control_line"),
]
