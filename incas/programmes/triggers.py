# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses about rule sets: writing what is published, parts of one rule set in another."""

import pgtrigger


def frozen_with_its_rule_set() -> pgtrigger.Trigger:
    """Refuse every write on a part of a rule set that is published, and keep a part in the rule set it was made for.

    The row of the rule set is locked against publication while a part is written: nothing slips in beside it.
    """
    return pgtrigger.Trigger(
        name="frozen_once_published",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("parent_state", "text")],
        func="""
            SELECT state INTO parent_state FROM programmes_ruleset
            WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.rule_set_id ELSE OLD.rule_set_id END FOR SHARE;
            IF parent_state = 'published' THEN
                RAISE EXCEPTION 'a published rule set never changes' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            IF TG_OP = 'UPDATE' AND NEW.rule_set_id <> OLD.rule_set_id THEN
                RAISE EXCEPTION 'a part stays in its rule set' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def names_an_item_of_its_rule_set(field: str = "item_id") -> pgtrigger.Trigger:
    """Refuse a part that names a cost item of another rule set: it would change rules that are published."""
    return pgtrigger.Trigger(
        name="item_of_its_rule_set",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NEW.{field} IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM programmes_costitem WHERE id = NEW.{field} AND rule_set_id = NEW.rule_set_id
            ) THEN
                RAISE EXCEPTION 'the item belongs to another rule set' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (the name of a column, written below in this module)
    )


def stays_a_tree() -> pgtrigger.Trigger:
    """Refuse to hang a cost item under itself or under what is under it."""
    return pgtrigger.Trigger(
        name="stays_a_tree",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__parent_id__df=pgtrigger.F("new__parent_id")),
        func="""
            IF EXISTS (
                WITH RECURSIVE above AS (
                    SELECT id, parent_id FROM programmes_costitem WHERE id = NEW.parent_id
                    UNION
                    SELECT item.id, item.parent_id FROM programmes_costitem item JOIN above ON item.id = above.parent_id
                )
                SELECT 1 FROM above WHERE id = NEW.id
            ) THEN
                RAISE EXCEPTION 'a cost item does not stand under itself' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
