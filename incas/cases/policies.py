# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The tenancy rule in SQL, for migrations: row-level security forced on every table of the pilot, history by triggers.

Forced: the owner of the tables, who is the application, obeys too. A policy reads what `tenancy.scope` told the
transaction; where nothing was told it shows nothing. Each new table of the pilot calls `protect` in its migration (a
test looks). Written migrations call these functions: change what they give only by a new migration.
"""

from collections.abc import Sequence
from typing import Final

from django.db.migrations.operations import RunSQL

BODIES: Final = "(SELECT string_to_array(nullif(current_setting('incas.bodies', true), ''), ',')::bigint[])::bigint[]"
"""In a subquery, as all that is asked of the transaction, so that it is read once a statement, not once a row."""


def at_level(*levels: str) -> str:
    """Write the condition that the transaction was told one of these levels.

    It is compared inside the subquery: the planner, which cannot know the answer, then takes it for as likely as not.
    Compared outside it would be taken for true of one row in two hundred, and no index would seem worth following.
    """
    said = ", ".join(f"'{level}'" for level in levels)
    return f"(SELECT current_setting('incas.level', true) IN ({said}))"


IS_PLATFORM: Final = at_level("platform")
IS_COORDINATION: Final = at_level("coordination")
IS_SOMEBODY: Final = at_level("own", "coordination", "platform")


def own(column: str = "body_id") -> str:
    """Write the condition that a row is of one of the bodies at hand."""
    return f"({at_level('own')} AND {column} = ANY ({BODIES}))"


PRIVATE: Final = (f"{own()} OR {IS_PLATFORM}", f"{own()} OR {IS_PLATFORM}")
"""What only the service reads and writes: identities, diary, grants."""
PSEUDONYMOUS: Final = (f"{own()} OR {IS_COORDINATION} OR {IS_PLATFORM}", f"{own()} OR {IS_PLATFORM}")
"""What the specialists read too."""
SHARED: Final = (f"{own()} OR {IS_COORDINATION} OR {IS_PLATFORM}",) * 2
"""What the specialists write too: questions and answers."""
IS_READER: Final = "reader_id = (SELECT nullif(current_setting('incas.actor', true), '')::bigint)"
LEDGER: Final = (
    f"{own()} OR {IS_PLATFORM} OR ({IS_COORDINATION} AND {IS_READER})",
    f"{own()} OR {IS_COORDINATION} OR {IS_PLATFORM}",
)
"""What whoever reads a case adds to, and only the service reads; a specialist their own lines."""
PAST: Final = (f"{own()} OR {IS_PLATFORM}", IS_SOMEBODY)
"""What triggers write, whoever changed the row."""
HANDED_OVER: Final = (f"{own()} OR {own('to_body_id')} OR {IS_PLATFORM}",) * 2
"""What two bodies share: who sends and who receives."""
PACKAGE: Final = (f"{own()} OR {own('from_body_id')} OR {IS_PLATFORM}",) * 2
"""What is handed over: sealed for who receives, and withdrawn by who sent it."""

FUNCTIONS: Final = """
CREATE FUNCTION cases_keep_past() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    named text := '';
BEGIN
    IF TG_OP = 'UPDATE' AND was = to_jsonb(NEW) THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'cases_case' THEN
        named := OLD.code;
    ELSIF was ? 'case_id' THEN
        SELECT code INTO named FROM cases_case WHERE id = (was->>'case_id')::bigint;
    END IF;
    INSERT INTO cases_pastrow (body_id, "table", "row", case_code, operation, at, actor_id, before)
    VALUES (OLD.body_id, TG_TABLE_NAME, OLD.code, coalesce(named, ''), lower(TG_OP), clock_timestamp(),
            nullif(current_setting('incas.actor', true), '')::bigint, was);
    RETURN NULL;
END $$;
CREATE FUNCTION cases_past_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('incas.erasing', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what was stays as it was' USING ERRCODE = 'check_violation';
END $$;
CREATE FUNCTION cases_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'TRUNCATE would pass over policies and history' USING ERRCODE = 'check_violation';
END $$;
CREATE FUNCTION cases_of_the_body_of_their_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.case_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM cases_case WHERE id = NEW.case_id AND body_id = NEW.body_id) THEN
        RAISE EXCEPTION 'the case is of another body' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION cases_of_the_body_of_their_family() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM cases_family WHERE id = NEW.family_id AND body_id = NEW.body_id) THEN
        RAISE EXCEPTION 'the family is of another body' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION cases_within_one_family() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ends jsonb := to_jsonb(NEW);
BEGIN
    IF 2 <> (SELECT count(*) FROM cases_person WHERE family_id = NEW.family_id AND id IN (
        coalesce(ends->>'parent_id', ends->>'one_id')::bigint, coalesce(ends->>'child_id', ends->>'other_id')::bigint
    )) THEN
        RAISE EXCEPTION 'the two persons are not of this family' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
NO_FUNCTIONS: Final = """
DROP FUNCTION cases_keep_past();
DROP FUNCTION cases_past_stays();
DROP FUNCTION cases_never_emptied();
DROP FUNCTION cases_of_the_body_of_their_case();
DROP FUNCTION cases_of_the_body_of_their_family();
DROP FUNCTION cases_within_one_family();
"""

KEEPS_PAST: Final = ("keeps_past", "AFTER UPDATE OR DELETE", "cases_keep_past")
OF_ITS_CASE: Final = ("of_its_case", "BEFORE INSERT OR UPDATE", "cases_of_the_body_of_their_case")
OF_ITS_FAMILY: Final = ("of_its_family", "BEFORE INSERT OR UPDATE", "cases_of_the_body_of_their_family")
WITHIN_FAMILY: Final = ("within_family", "BEFORE INSERT OR UPDATE", "cases_within_one_family")
STAYS: Final = ("stays", "BEFORE UPDATE OR DELETE", "cases_past_stays")


def protect(table: str, rule: tuple[str, str], *triggers: tuple[str, str, str], keeps_past: bool = True) -> RunSQL:
    """Force row-level security on a table and give it its triggers; undone when the migration is."""
    seen, written = rule
    forward = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY tenancy ON {table} USING ({seen}) WITH CHECK ({written})",
        f"CREATE TRIGGER filled BEFORE TRUNCATE ON {table} EXECUTE FUNCTION cases_never_emptied()",
    ]
    backward = [
        f"DROP TRIGGER filled ON {table}",
        f"DROP POLICY tenancy ON {table}",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]
    for name, when, function in (*triggers, *([KEEPS_PAST] if keeps_past else [])):
        forward.append(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")
        backward.append(f"DROP TRIGGER {name} ON {table}")
    return RunSQL(_statements(forward), _statements(backward))


def restate(table: str, rule: tuple[str, str]) -> RunSQL:
    """Write again the policy of a table that `protect` made, where how a rule is written has changed but not what."""
    seen, written = rule
    return RunSQL(f"ALTER POLICY tenancy ON {table} USING ({seen}) WITH CHECK ({written})", RunSQL.noop)


def _statements(lines: Sequence[str]) -> str:
    return ";\n".join(lines) + ";"


ERASES: Final = """
CREATE OR REPLACE FUNCTION cases_keep_past() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    named text := '';
BEGIN
    IF current_setting('incas.erasing', true) = 'on' OR (TG_OP = 'UPDATE' AND was = to_jsonb(NEW)) THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'cases_case' THEN
        named := OLD.code;
    ELSIF was ? 'case_id' THEN
        SELECT code INTO named FROM cases_case WHERE id = (was->>'case_id')::bigint;
    END IF;
    INSERT INTO cases_pastrow (body_id, "table", "row", case_code, operation, at, actor_id, before)
    VALUES (OLD.body_id, TG_TABLE_NAME, OLD.code, coalesce(named, ''), lower(TG_OP), clock_timestamp(),
            nullif(current_setting('incas.actor', true), '')::bigint, was);
    RETURN NULL;
END $$;
"""
"""What is erased for good (`tenancy.erasing`) is not kept as it was."""
