# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pilot: ten services chosen as examples, sixty invented people at every point of the way. They say so."""

from incas.cases.models import MeasureKind, PilotService
from incas.demo.cast import Cast
from incas.demo.scenes.pilot.coordination import coordinate
from incas.demo.scenes.pilot.lives import lives_of
from incas.demo.scenes.pilot.scene import Days, Scene
from incas.demo.scenes.pilot.services import open_services, renew_staff
from incas.demo.scenes.pilot.telling import tell


def stage(cast: Cast) -> None:
    """Stage the services and their cases, unless they were; who works in them is confirmed again, as the cast is."""
    if PilotService.objects.filter(body=cast.comune).exists():
        renew_staff(cast)
        return
    kinds = {kind.slug: kind for kind in MeasureKind.objects.all()}
    teams = open_services(cast)
    for position, team in enumerate(teams):
        scene = Scene(team, cast.specialist, Days(cast.at), kinds)
        for life in lives_of(position):
            tell(life, scene)
    coordinate(cast, teams, Days(cast.at))
