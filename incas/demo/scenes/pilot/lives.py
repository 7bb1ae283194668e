# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The lives staged in the pilot: sixty invented people, whose surname says so, at every point of the way.

Those of the first service are told one by one; the others follow the same turns, each service with its own mixture.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import cycle, islice
from typing import Final

from incas.cases.choices.cases import Language, Outcome, Phase, Sex, Source, WorkSector
from incas.cases.choices.programmes import WorkKind

WOMAN, MAN = Sex.FEMALE, Sex.MALE


class Passing(StrEnum):
    """How a case passes to another service: not at all, taken by another Comune, proposed to it, referred elsewhere."""

    NOT = ""
    TAKEN = "taken"
    PROPOSED = "proposed"
    REFERRED = "referred"


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person: how they are called, where they come from (ISO 3166), what they speak, born when."""

    first_name: str
    surname: str
    country: str
    language: Language
    sex: Sex = MAN
    born: int = 1992

    @property
    def last_name(self) -> str:
        """The surname, which says that nobody bears it."""
        return f"Demo-{self.surname}"


@dataclass(frozen=True, slots=True)
class Life:
    """What happens to a person in a service. Days are counted back from today: `opened` 200 means 200 days ago.

    `reached`: how far the case got. `permit`: the last step of the permit (empty: there is none); `left`: days until it
    expires (None: by the rules, from the day of issue). `worked`: since how many days a contract runs. `programme`:
    what the programme came to, where it is not what the phase says. `outcome`: of a case that closed. `is_brief`: told
    with fewer measures, contacts and rights. `is_old`: of a register kept before the platform.
    """

    who: Somebody
    opened: int
    reached: Phase
    permit: str = ""
    left: int | None = None
    source: Source = Source.INL
    sector: WorkSector = WorkSector.AGRICULTURE
    is_urgent: bool = False
    programme: str = ""
    worked: int | None = None
    contract: WorkKind = WorkKind.SEASONAL
    outcome: Outcome | None = None
    has_family: bool = False
    asks: bool = False
    in_emergency: bool = False
    passes: Passing = Passing.NOT
    asks_for_data: bool = False
    is_brief: bool = False
    is_old: bool = False

    @property
    def furthest(self) -> Phase:
        """How far the case got before it closed; one that closes without a permit was only assessed."""
        if self.reached != Phase.CLOSED:
            return self.reached
        return Phase.IN_PROGRAMME if self.permit else Phase.ASSESSED

    @property
    def is_followed(self) -> bool:
        """The service still follows the person: the case did not close, nobody else took it."""
        return self.outcome is None and self.passes != Passing.TAKEN

    @property
    def is_admitted(self) -> bool:
        """The person came as far as the admission to assistance."""
        return self.furthest in {Phase.ADMITTED, Phase.IN_PROGRAMME, Phase.FOLLOW_UP}


SINGH = Somebody("Gurpreet", "Sandhu", "IN", Language.PUNJABI, born=1984)
RELATIVES: Final = (
    Life(Somebody("Manpreet", "Grewal", "IN", Language.PUNJABI, WOMAN, 1987), 172, Phase.IN_PROGRAMME),
    Life(Somebody("Arjan", "Sandhu", "IN", Language.ITALIAN, MAN, 2012), 172, Phase.ADMITTED, programme="draft"),
)
"""The wife and the child of the first, taken charge of as relatives."""
FIRST: Final = (
    Life(SINGH, 232, Phase.IN_PROGRAMME, "renewal", 20, has_family=True, asks=True),
    Life(
        Somebody("Amadou", "Baldé", "SN", Language.WOLOF, born=1998),
        214,
        Phase.IN_PROGRAMME,
        "communication",
        22,
        Source.POLICE,
        WorkSector.LOGISTICS,
        worked=188,
    ),
    Life(
        Somebody("Rehana", "Begum", "BD", Language.BENGALI, WOMAN, 1990),
        203,
        Phase.IN_PROGRAMME,
        "communication",
        50,
        Source.UNION,
        WorkSector.MANUFACTURING,
        asks=True,
        in_emergency=True,
        passes=Passing.REFERRED,
    ),
    Life(
        Somebody("Youssef", "Haddad", "MA", Language.ARABIC, born=1979),
        196,
        Phase.IN_PROGRAMME,
        "renewal",
        80,
        Source.PROSECUTOR,
        worked=120,
        contract=WorkKind.FIXED_TERM,
        asks_for_data=True,
    ),
    Life(
        Somebody("Ousmane", "Koné", "ML", Language.BAMBARA, born=2001),
        184,
        Phase.IN_PROGRAMME,
        "revocation",
        source=Source.SAI,
    ),
    Life(
        Somebody("Olena", "Bondar", "UA", Language.UKRAINIAN, WOMAN, 1975),
        240,
        Phase.CLOSED,
        "conversion",
        120,
        Source.THIRD_SECTOR,
        WorkSector.CARE,
        worked=200,
        contract=WorkKind.PERMANENT,
        outcome=Outcome.CONTRACT,
    ),
    Life(
        Somebody("Imran", "Chaudhry", "PK", Language.URDU, born=1988),
        150,
        Phase.FOLLOW_UP,
        "communication",
        source=Source.INL,
        sector=WorkSector.CONSTRUCTION,
        worked=70,
        contract=WorkKind.FIXED_TERM,
        programme="closing",
    ),
    Life(
        Somebody("Fatou", "Ceesay", "GM", Language.ENGLISH, WOMAN, 1995),
        96,
        Phase.IN_PROGRAMME,
        source=Source.HELPLINE,
        sector=WorkSector.HOSPITALITY,
    ),
    Life(
        Somebody("Emeka", "Obi", "NG", Language.ENGLISH, born=1986),
        70,
        Phase.ADMITTED,
        "issue",
        source=Source.QUESTURA,
        programme="shared",
    ),
    Life(
        Somebody("Sokol", "Hoxha", "AL", Language.ALBANIAN, born=1993),
        58,
        Phase.ADMITTED,
        "request",
        source=Source.UNION,
        sector=WorkSector.CONSTRUCTION,
        programme="draft",
    ),
    Life(
        Somebody("Wei", "Lin", "CN", Language.CHINESE, WOMAN, 1981),
        41,
        Phase.ASSESSED,
        "proposal",
        source=Source.PROSECUTOR,
        sector=WorkSector.MANUFACTURING,
    ),
    Life(
        Somebody("Tesfay", "Gebru", "ER", Language.TIGRINYA, born=2003),
        24,
        Phase.ASSESSED,
        source=Source.SOCIAL,
        sector=WorkSector.RETAIL,
        passes=Passing.TAKEN,
    ),
    Life(
        Somebody("Marius", "Popa", "MD", Language.ROMANIAN, born=1970),
        12,
        Phase.IDENTIFIED,
        "report",
        sector=WorkSector.CARE,
    ),
    Life(
        Somebody("Karim", "Trabelsi", "TN", Language.ARABIC, born=1999),
        2,
        Phase.REPORTED,
        source=Source.POLICE,
        is_urgent=True,
    ),
    Life(
        Somebody("Joy", "Amadi", "NG", Language.ENGLISH, WOMAN, 2005),
        118,
        Phase.CLOSED,
        source=Source.HEALTH,
        sector=WorkSector.UNKNOWN,
        outcome=Outcome.DECLINED,
    ),
    Life(
        Somebody("Adama", "Diop", "SN", Language.WOLOF, born=1964),
        16,
        Phase.CLOSED,
        source=Source.SOCIAL,
        outcome=Outcome.DECLINED,
        is_old=True,
    ),
)
"""The first service: every state and every alert is there to be seen."""

OTHERS: Final = tuple(
    Somebody(first, surname, country, language, sex)
    for first, surname, country, language, sex in (
        ("Lamin", "Jallow", "GM", Language.ENGLISH, MAN),
        ("Harjit", "Gill", "IN", Language.PUNJABI, MAN),
        ("Mamadou", "Traoré", "ML", Language.BAMBARA, MAN),
        ("Nasreen", "Akter", "BD", Language.BENGALI, WOMAN),
        ("Abdelkader", "Mansouri", "DZ", Language.ARABIC, MAN),
        ("Blessing", "Eze", "NG", Language.ENGLISH, WOMAN),
        ("Bilal", "Qureshi", "PK", Language.URDU, MAN),
        ("Moussa", "Sow", "SN", Language.WOLOF, MAN),
        ("Viktor", "Shevchuk", "UA", Language.UKRAINIAN, MAN),
        ("Shirin", "Molla", "BD", Language.BENGALI, WOMAN),
        ("Kofi", "Antwi", "GH", Language.ENGLISH, MAN),
        ("Rachid", "Benali", "MA", Language.ARABIC, MAN),
        ("Balwinder", "Dhillon", "IN", Language.PUNJABI, MAN),
        ("Ibrahima", "Camara", "GN", Language.FRENCH, MAN),
        ("Lucia", "Quispe", "PE", Language.SPANISH, WOMAN),
    )
)
TURNS: Final = (
    Life(SINGH, 205, Phase.IN_PROGRAMME, "communication", 75, Source.UNION),
    Life(SINGH, 44, Phase.ASSESSED, "proposal", None, Source.INL, WorkSector.CONSTRUCTION),
    Life(SINGH, 160, Phase.IN_PROGRAMME, "issue", None, Source.THIRD_SECTOR, worked=40),
    Life(SINGH, 228, Phase.CLOSED, "conversion", 150, Source.SAI, worked=120, outcome=Outcome.AUTONOMY),
    Life(SINGH, 90, Phase.ADMITTED, "request", None, Source.POLICE, WorkSector.LOGISTICS, programme="draft"),
    Life(SINGH, 9, Phase.REPORTED, source=Source.HELPLINE, sector=WorkSector.CARE),
    Life(SINGH, 187, Phase.IN_PROGRAMME, "renewal", 35, Source.PROSECUTOR),
    Life(SINGH, 130, Phase.CLOSED, source=Source.SOCIAL, outcome=Outcome.ABANDONED),
    Life(SINGH, 175, Phase.FOLLOW_UP, "communication", 140, Source.INL, worked=95),
    Life(SINGH, 64, Phase.IDENTIFIED, "report", None, Source.QUESTURA, WorkSector.RETAIL),
    Life(SINGH, 112, Phase.IN_PROGRAMME, source=Source.UNION, sector=WorkSector.HOSPITALITY),
)
"""What happens in the other services, in turn; who it happens to is put in by `lives_of`."""
SIZES: Final = (15, 9, 6, 6, 5, 5, 4, 4, 3, 3)
"""How many cases each of the ten services has, some few: sixty, besides that of the old register."""
PROPOSED: Final = (1, 3)
"""Which case is proposed to the first service: of which service, and which of its lives."""


def lives_of(position: int) -> Iterator[Life]:
    """Give the lives of a service by its place among the ten. Within a service no first name or year comes twice."""
    if position == 0:
        yield from FIRST
        return
    people = islice(cycle(OTHERS), position * 4, None)
    turns = islice(cycle(TURNS), position * 3, None)
    for number, (who, turn) in enumerate(zip(people, turns, strict=False)):
        if number == SIZES[position]:
            return
        born = 1968 + (number * 7 + position) % 37
        passes = Passing.PROPOSED if (position, number) == PROPOSED else Passing.NOT
        somebody = replace(who, born=born)
        yield replace(turn, who=somebody, opened=turn.opened - position, passes=passes, is_brief=True)
