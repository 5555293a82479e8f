"""Links are told by the timelines: each problem's state names what it is linked to, and no link
leads one way.

Until now only what was split was linked; that is what its timeline has told all along.
"""

from django.db import migrations

SAID = """
UPDATE problems_problem AS problem
SET state = problem.state || jsonb_build_object('links', coalesce(
    (SELECT jsonb_agg(link.to_problem_id ORDER BY link.to_problem_id)
     FROM problems_problem_links AS link WHERE link.from_problem_id = problem.id), '[]'::jsonb))
WHERE NOT problem.state ? 'links';
"""

BOTH_WAYS = """
ALTER TABLE problems_problem_links
    ADD CONSTRAINT a_problem_is_linked_to_others CHECK (from_problem_id <> to_problem_id);

CREATE FUNCTION a_link_is_seen_on_both() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.from_problem_id ELSE NEW.from_problem_id END;
    other bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.to_problem_id ELSE NEW.to_problem_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM problems_problem_links
               WHERE from_problem_id = one AND to_problem_id = other)
       <> EXISTS (SELECT 1 FROM problems_problem_links
                  WHERE from_problem_id = other AND to_problem_id = one) THEN
        RAISE EXCEPTION 'problem % would be linked to % and not the other way', one, other
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER links_lead_both_ways
    AFTER INSERT OR UPDATE OR DELETE ON problems_problem_links
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION a_link_is_seen_on_both();
"""

NOT_ANY_MORE = """
DROP TRIGGER links_lead_both_ways ON problems_problem_links;
DROP FUNCTION a_link_is_seen_on_both();
ALTER TABLE problems_problem_links DROP CONSTRAINT a_problem_is_linked_to_others;
"""


class Migration(migrations.Migration):
    dependencies = [("problems", "0010_who_is_new_has_nothing_to_read_again")]

    operations = [
        migrations.RunSQL(SAID, migrations.RunSQL.noop),
        migrations.RunSQL(BOTH_WAYS, NOT_ANY_MORE),
    ]
