"""An address of somebody new makes no problem to be read again, and the question costs each first
mail 0.7 ms of the database's time."""

from django.db import migrations

ONLY_WHERE_THERE_ARE_ANY = """
CREATE OR REPLACE FUNCTION search_rebuild_for(customers bigint[]) RETURNS void LANGUAGE sql AS $$
    SELECT search_rebuild(array_agg(DISTINCT problem_id))
    FROM problems_party WHERE customer_id = ANY(customers) HAVING count(*) > 0
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("problems", "0009_whoever_is_mentioned_is_found_by_an_index")]

    operations = [migrations.RunSQL(ONLY_WHERE_THERE_ARE_ANY, migrations.RunSQL.noop)]
