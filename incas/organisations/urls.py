# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of bodies, of the people who belong to them, of the page about oneself."""

from django.urls import path

from incas.organisations.views import bodies, confirmations, invitations, memberships, profile, territories

app_name = "organisations"
urlpatterns = [
    path("profilo/", profile.profile, name="profile"),
    path("enti/cambia/", profile.switch_body, name="switch_body"),
    path("enti/", bodies.body_list, name="bodies"),
    path("enti/nuovo/", bodies.body_new, name="body_new"),
    path("enti/territori/", bodies.suggest_territories, name="suggest_territories"),
    path("territori/", territories.territory_list, name="territories"),
    path("territori/cerca/", territories.suggest_any_territory, name="suggest_any_territory"),
    path("territori/<int:pk>/", territories.territory, name="territory"),
    path("enti/<int:pk>/", bodies.body, name="body"),
    path("enti/<int:pk>/modifica/", bodies.body_change, name="body_change"),
    path("enti/<int:pk>/persone/", memberships.people, name="people"),
    path("enti/<int:pk>/persone/invita/", memberships.invite, name="invite"),
    path("persone/", memberships.own_people, name="own_people"),
    path("persone/conferma/", confirmations.confirm_people, name="confirm_people"),
    path("persone/conferma/scelte/", confirmations.confirm_selected, name="confirm_selected"),
    path("persone/<int:pk>/", memberships.membership, name="membership"),
    path("persone/<int:pk>/validita/", memberships.change_validity, name="membership_validity"),
    path("persone/<int:pk>/sospendi/", memberships.suspend, name="membership_suspend"),
    path("persone/<int:pk>/riattiva/", memberships.reactivate, name="membership_reactivate"),
    path("persone/<int:pk>/conferma/", memberships.confirm, name="membership_confirm"),
    path("persone/<int:pk>/cessa/", memberships.end, name="membership_end"),
    path("persone/<int:pk>/invita-di-nuovo/", memberships.invite_again, name="invite_again"),
    path("persone/<int:pk>/ritira-invito/", memberships.withdraw, name="withdraw_invitation"),
    path("invito/", invitations.accept, name="accept_invitation"),
    path("invito/<str:secret>/", invitations.accept, name="open_invitation"),
]
