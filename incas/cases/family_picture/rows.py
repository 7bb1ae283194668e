# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""On which row of a family tree each person stands: a generation a row, who is united with whom on the same one."""

from collections import deque
from collections.abc import Iterator

from incas.cases.kinship import Family, PersonId


def rows_of(family: Family, holder: PersonId) -> dict[PersonId, int]:
    """Give the row of each person, the topmost 0, none empty; every parent stands above their children.

    The two of a union stand on one row unless one descends from the other.
    """
    groups = _Groups(family)
    order = groups.from_the_top()
    rows = groups.generations(holder)
    for group in order:  # what unions between generations left too high is moved below the parents
        rows[group] = max([rows[group], *(rows[above] + 1 for above in groups.above(group))])
    places = {row: place for place, row in enumerate(sorted(set(rows.values())))}  # no row is empty
    return {person: places[rows[groups.of(person)]] for person in family.persons}


class _Groups:
    """Persons who stand on one row because they are united, each group known by one of them."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.leader = {person: person for person in family.persons}
        self.members = {person: [person] for person in family.persons}
        for union in family.unions:
            one, other = self.of(union.a), self.of(union.b)
            if one != other and not self._descends(one, other) and not self._descends(other, one):
                for person in self.members.pop(other):
                    self.leader[person] = one
                    self.members[one].append(person)

    def of(self, person: PersonId) -> PersonId:
        return self.leader[person]

    def above(self, group: PersonId) -> Iterator[PersonId]:
        return (self.of(link.parent) for person in self.members[group] for link in self.family.parents_of(person))

    def below(self, group: PersonId) -> Iterator[PersonId]:
        return (self.of(link.child) for person in self.members[group] for link in self.family.children_of(person))

    def generations(self, holder: PersonId) -> dict[PersonId, int]:
        """Count generations from the holder, below them positive; who is not linked to them stands on their row."""
        rows: dict[PersonId, int] = {}
        for start in [holder, *self.family.persons]:
            if self.of(start) in rows:
                continue
            rows[self.of(start)] = 0
            waiting = deque([self.of(start)])
            while waiting:
                group = waiting.popleft()
                for step, others in ((-1, self.above(group)), (1, self.below(group))):
                    for other in others:
                        if other not in rows:
                            rows[other] = rows[group] + step
                            waiting.append(other)
        return rows

    def from_the_top(self) -> list[PersonId]:
        """Give the groups, each after those above it."""
        waiting = {group: len(list(self.above(group))) for group in self.members}
        order = [group for group, above in waiting.items() if not above]
        for group in order:
            for other in self.below(group):
                waiting[other] -= 1
                if not waiting[other]:
                    order.append(other)
        return order

    def _descends(self, group: PersonId, ancestor: PersonId) -> bool:
        climbed, waiting = {group}, [group]
        while waiting:
            for other in self.above(waiting.pop()):
                if other not in climbed:
                    climbed.add(other)
                    waiting.append(other)
        return ancestor in climbed
