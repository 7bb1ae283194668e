# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pilot: ten services chosen as examples, sixty invented people at every point of the way, many whose way ended.

They say so.
"""

from django.utils import timezone

from incas.cases.doors import scope_of
from incas.cases.models import MeasureKind, PilotService
from incas.cases.operations.expiries import send_alerts
from incas.cases.operations.figures import publish_figures
from incas.cases.operations.ledger import review_ledger
from incas.cases.statistics.periods import last_settled_quarter
from incas.demo.cast import Cast
from incas.demo.scenes.pilot.access import renew_access
from incas.demo.scenes.pilot.coordination import coordinate
from incas.demo.scenes.pilot.lives import lives_of
from incas.demo.scenes.pilot.past import write_past
from incas.demo.scenes.pilot.scene import Days, Scene
from incas.demo.scenes.pilot.services import crew_of, open_services
from incas.demo.scenes.pilot.telling import tell

REVIEWED = 20
"""How many days ago the supervisors reviewed the ledgers."""


def stage(cast: Cast) -> None:
    """Stage the services and their cases, unless they were: then who works in them is confirmed, and what they open."""
    if PilotService.objects.filter(body=cast.comune).exists():
        renew_access(crew_of(cast), at=cast.at)
        return
    kinds = {kind.slug: kind for kind in MeasureKind.objects.all()}
    teams = open_services(cast)
    for position, team in enumerate(teams):
        neighbour = teams[0] if position else teams[1]
        scene = Scene(team, neighbour, cast.specialist, Days(cast.at), kinds)
        for life in lives_of(position):
            tell(life, scene)
        write_past(position, scene)
        _review_ledger(scene)
    coordinate(cast, teams, Days(cast.at))
    publish_figures(until=last_settled_quarter(timezone.localdate(cast.at)), by=None, at=cast.at)
    send_alerts(at=cast.at)


def _review_ledger(scene: Scene) -> None:
    """Leave the supervisor's review of who read what, up to some weeks ago."""
    supervisor, days = scene.team.supervisor, scene.days
    with scope_of(supervisor):
        review_ledger(
            service=scene.team.service,
            until=days.on(REVIEWED + 1),
            note="Letture inventate: ciascuna ha il suo perché.",
            by=supervisor,
            at=days.at(REVIEWED, 15),
        )
