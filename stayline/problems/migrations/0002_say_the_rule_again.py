"""The rule a second time, by the database itself, which trusts no program.

Timelines only grow, without gaps; a problem is as old as its last event; its owner is the one
whose tenure is open, is active, and follows the one before without a gap.

And it counts what changes about doors, shifts and hours (see stayline.problems.arrangements).
"""

from django.db import migrations

GROWS_ONLY = """
CREATE FUNCTION a_timeline_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a timeline only grows: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER events_are_never_changed BEFORE UPDATE OR DELETE ON problems_timelineevent
    FOR EACH ROW EXECUTE FUNCTION a_timeline_only_grows();
CREATE TRIGGER events_are_never_emptied BEFORE TRUNCATE ON problems_timelineevent
    FOR EACH STATEMENT EXECUTE FUNCTION a_timeline_only_grows();
CREATE TRIGGER company_events_are_never_changed BEFORE UPDATE OR DELETE ON problems_companyevent
    FOR EACH ROW EXECUTE FUNCTION a_timeline_only_grows();
CREATE TRIGGER company_events_are_never_emptied BEFORE TRUNCATE ON problems_companyevent
    FOR EACH STATEMENT EXECUTE FUNCTION a_timeline_only_grows();
CREATE TRIGGER problems_are_never_deleted BEFORE DELETE ON problems_problem
    FOR EACH ROW EXECUTE FUNCTION a_timeline_only_grows();
CREATE TRIGGER problems_are_never_emptied BEFORE TRUNCATE ON problems_problem
    FOR EACH STATEMENT EXECUTE FUNCTION a_timeline_only_grows();
CREATE TRIGGER outside_acts_are_never_forgotten BEFORE DELETE ON problems_outsideact
    FOR EACH ROW EXECUTE FUNCTION a_timeline_only_grows();
"""

GAPLESS = """
CREATE FUNCTION a_timeline_has_no_gaps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    broken bigint;
BEGIN
    SELECT grown.problem_id INTO broken
    FROM (SELECT problem_id, min(number) AS first, max(number) AS last, count(*) AS many
          FROM added GROUP BY problem_id) AS grown
    WHERE grown.many <> grown.last - grown.first + 1
       OR (grown.first > 1 AND NOT EXISTS (
            SELECT 1 FROM problems_timelineevent AS before
            WHERE before.problem_id = grown.problem_id AND before.number = grown.first - 1))
    LIMIT 1;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'the timeline of problem % would have a gap', broken
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    -- The problem's row is written first: what happened without changing it did not happen.
    SELECT grown.problem_id INTO broken
    FROM (SELECT problem_id, max(number) AS last FROM added GROUP BY problem_id) AS grown
    LEFT JOIN problems_problem ON problems_problem.id = grown.problem_id
    WHERE problems_problem.version IS DISTINCT FROM grown.last
    LIMIT 1;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'problem % is not as old as its timeline', broken
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER events_leave_no_gap AFTER INSERT ON problems_timelineevent
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION a_timeline_has_no_gaps();

CREATE FUNCTION the_company_timeline_has_no_gaps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version > 1 AND NOT EXISTS (
        SELECT 1 FROM problems_companyevent WHERE version = NEW.version - 1) THEN
        RAISE EXCEPTION 'the company timeline would have a gap before %', NEW.version
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER company_events_leave_no_gap AFTER INSERT ON problems_companyevent
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION the_company_timeline_has_no_gaps();
"""

FOLDS = """
CREATE FUNCTION a_problem_is_its_timeline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT max(number) FROM problems_timelineevent WHERE problem_id = NEW.id)
       IS DISTINCT FROM (SELECT version FROM problems_problem WHERE id = NEW.id) THEN
        RAISE EXCEPTION 'problem % is not as old as its timeline', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_problem_is_as_old_as_its_timeline
    AFTER INSERT OR UPDATE OF version ON problems_problem
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION a_problem_is_its_timeline();
"""

ONE_OWNER = """
CREATE FUNCTION an_owner_is_active_and_has_the_tenure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    theirs bigint;
BEGIN
    SELECT owner_id INTO theirs FROM problems_problem WHERE id = NEW.id;
    IF NOT EXISTS (SELECT 1 FROM people_colleague WHERE id = theirs AND is_active) THEN
        RAISE EXCEPTION 'problem % would be owned by somebody who does not work here', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM problems_tenure
                   WHERE problem_id = NEW.id AND role = 'owner' AND upper_inf(events)
                     AND colleague_id = theirs) THEN
        RAISE EXCEPTION 'the owner of problem % has no tenure', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER every_problem_has_an_active_owner
    AFTER INSERT ON problems_problem DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION an_owner_is_active_and_has_the_tenure();
CREATE CONSTRAINT TRIGGER every_problem_keeps_an_active_owner
    AFTER UPDATE OF owner_id ON problems_problem DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id)
    EXECUTE FUNCTION an_owner_is_active_and_has_the_tenure();

CREATE FUNCTION owners_follow_one_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF lower(NEW.events) > 1 AND NOT EXISTS (
        SELECT 1 FROM problems_tenure AS before
        WHERE before.problem_id = NEW.problem_id AND before.role = 'owner'
          AND upper(before.events) = lower(NEW.events)) THEN
        RAISE EXCEPTION 'problem % would have been without an owner', NEW.problem_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM problems_tenure AS now JOIN problems_problem ON problems_problem.id = now.problem_id
        WHERE now.problem_id = NEW.problem_id AND now.role = 'owner' AND upper_inf(now.events)
          AND now.colleague_id = problems_problem.owner_id) THEN
        RAISE EXCEPTION 'problem % would be without an owner', NEW.problem_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER owners_meet_without_a_gap
    AFTER INSERT OR UPDATE ON problems_tenure DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.role = 'owner') EXECUTE FUNCTION owners_follow_one_another();

CREATE FUNCTION a_tenure_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT upper_inf(OLD.events) OR upper_inf(NEW.events)
       OR lower(OLD.events) <> lower(NEW.events)
       OR (OLD.problem_id, OLD.colleague_id, OLD.role)
          IS DISTINCT FROM (NEW.problem_id, NEW.colleague_id, NEW.role) THEN
        RAISE EXCEPTION 'a tenure ends once, and is not changed otherwise'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tenures_are_only_ended BEFORE UPDATE ON problems_tenure
    FOR EACH ROW EXECUTE FUNCTION a_tenure_only_ends();
CREATE TRIGGER tenures_are_never_deleted BEFORE DELETE ON problems_tenure
    FOR EACH ROW EXECUTE FUNCTION a_timeline_only_grows();
CREATE TRIGGER tenures_are_never_emptied BEFORE TRUNCATE ON problems_tenure
    FOR EACH STATEMENT EXECUTE FUNCTION a_timeline_only_grows();

CREATE FUNCTION a_leaver_owns_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM problems_problem WHERE owner_id = NEW.id)
       AND NOT EXISTS (SELECT 1 FROM people_colleague WHERE id = NEW.id AND is_active) THEN
        RAISE EXCEPTION 'colleague % still owns problems', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER nobody_leaves_a_customer_behind
    AFTER UPDATE OF is_active ON people_colleague DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active)
    EXECUTE FUNCTION a_leaver_owns_nothing();
"""


ARRANGED = """
CREATE TABLE problems_arrangements (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    changes bigint NOT NULL
);
INSERT INTO problems_arrangements (changes) VALUES (1);

CREATE FUNCTION arrangements_have_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE problems_arrangements SET changes = changes + 1;
    RETURN NULL;
END $$;

CREATE TRIGGER a_changed_door_is_read_again AFTER INSERT OR UPDATE OR DELETE ON people_door
    FOR EACH STATEMENT EXECUTE FUNCTION arrangements_have_changed();
CREATE TRIGGER a_changed_shift_is_read_again AFTER INSERT OR UPDATE OR DELETE ON people_dutylist
    FOR EACH STATEMENT EXECUTE FUNCTION arrangements_have_changed();
CREATE TRIGGER a_changed_turn_is_read_again AFTER INSERT OR UPDATE OR DELETE ON people_dutyturn
    FOR EACH STATEMENT EXECUTE FUNCTION arrangements_have_changed();
CREATE TRIGGER a_changed_colleague_is_read_again
    AFTER UPDATE OF is_active, working_pattern, time_zone, languages, cap, manager_id, deputy_id,
        successor_id ON people_colleague
    FOR EACH STATEMENT EXECUTE FUNCTION arrangements_have_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("problems", "0001_initial")]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (GROWS_ONLY, GAPLESS, FOLDS, ONE_OWNER, ARRANGED)
    ]
