"""Search: one row a problem with all that is said about it, kept by the database itself.

What it replaces is the index on each word's text, which refused any word too long for it, and
with it the mail. Nothing here refuses: of what is too long, the beginning can be found.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

READ = r"""
-- A text as search reads it: small letters without accents, and nothing between words but spaces.
-- stayline.problems.search.folding says the same in Python; a test holds them together.
CREATE FUNCTION search_plain(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(
        CASE WHEN octet_length(said) = char_length(said) THEN lower(said)
        ELSE translate(replace(replace(replace(replace(
            regexp_replace(lower(normalize(said, NFKD)), E'[\u0300-\u036f]', '', 'g'),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
            'øłđðı’‘“”„«»‹›–—·•¿¡、。', 'olddi                 ') END,
        '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~',
        '                                ')
$$;

-- The rules by which PostgreSQL finds a word's stem in a language; none where it knows none.
CREATE FUNCTION search_language(code text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE split_part(lower(code), '-', 1)
        WHEN 'da' THEN 'danish' WHEN 'de' THEN 'german' WHEN 'en' THEN 'english'
        WHEN 'es' THEN 'spanish' WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french'
        WHEN 'hu' THEN 'hungarian' WHEN 'it' THEN 'italian' WHEN 'nb' THEN 'norwegian'
        WHEN 'nl' THEN 'dutch' WHEN 'nn' THEN 'norwegian' WHEN 'no' THEN 'norwegian'
        WHEN 'pt' THEN 'portuguese' WHEN 'ro' THEN 'romanian' WHEN 'ru' THEN 'russian'
        WHEN 'sv' THEN 'swedish' WHEN 'tr' THEN 'turkish' END::regconfig
$$;

-- Words with their places, and their stems without. A vector has a largest size (1 MB): of a text
-- beyond it the beginning is taken, and a text without any spaces is left out.
CREATE FUNCTION search_vector(said text, part "char", language regconfig) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    plain text;
    most int;
BEGIN
    FOREACH most IN ARRAY ARRAY[100000, 10000, 1000] LOOP
        plain := search_plain(left(said, most));
        BEGIN
            RETURN setweight(to_tsvector('simple', plain), part)
                || CASE WHEN language IS NULL THEN ''::tsvector
                        ELSE strip(to_tsvector(language, plain)) END;
        EXCEPTION WHEN program_limit_exceeded THEN
            NULL;
        END;
    END LOOP;
    RETURN ''::tsvector;
END $$;

CREATE FUNCTION search_joined(one tsvector, other tsvector) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN one || other;
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN one;
END $$;

-- A number is found by its end too: people leave out what is in front of it.
CREATE FUNCTION search_address(kind text, place text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN kind <> 'phone' THEN place ELSE (
        SELECT string_agg(right(digits, n), ' ')
        FROM (SELECT regexp_replace(place, '\D', '', 'g') AS digits) AS number,
             generate_series(5, least(length(digits), 20)) AS n) END
$$;

-- Who is on the customer's side of a problem: their names, addresses and organisations.
CREATE FUNCTION search_people(problem bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(concat_ws(' ', customer.name, organisation.name, (
        SELECT string_agg(search_address(address.kind, address.value), ' ')
        FROM people_address AS address WHERE address.customer_id = customer.id)), ' ')
    FROM problems_party AS party
    JOIN people_customer AS customer ON customer.id = party.customer_id
    LEFT JOIN people_organisation AS organisation ON organisation.id = customer.organisation_id
    WHERE party.problem_id = problem
$$;

-- All of it, from the start; some problems at a time, in order, so that nobody waits in a circle.
CREATE FUNCTION search_rebuild(problems bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO problems_findable AS known (problem_id, said, latest)
    SELECT problem.id,
        search_joined(search_joined(search_joined(
            search_vector(problem.subject, 'A', search_language(customer.language)),
            search_vector(coalesce(search_people(problem.id), ''), 'B', NULL)),
            search_vector(coalesce(words.said, ''), 'C', search_language(customer.language))),
            search_vector(coalesce(files.names, ''), 'D', NULL)),
        greatest(problem.opened_at, words.latest)
    FROM problems_problem AS problem
    LEFT JOIN people_customer AS customer ON customer.id = problem.principal_id
    LEFT JOIN LATERAL (
        SELECT max(word.at) AS latest, string_agg(
            concat_ws(' ', word.subject, word.sender, left(word.text, 20000)), ' '
            ORDER BY word.at DESC) FILTER (WHERE word.erased_at IS NULL) AS said
        FROM problems_word AS word WHERE word.problem_id = problem.id) AS words ON true
    LEFT JOIN LATERAL (
        SELECT string_agg(file.name, ' ') AS names
        FROM problems_attachment AS file JOIN problems_word AS word ON word.id = file.word_id
        WHERE word.problem_id = problem.id AND word.erased_at IS NULL) AS files ON true
    WHERE problem.id = ANY(problems)
    ORDER BY problem.id
    ON CONFLICT (problem_id) DO UPDATE SET said = excluded.said, latest = excluded.latest
$$;
"""

KEPT = """
CREATE FUNCTION problems_become_findable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO problems_findable AS known (problem_id, said, latest)
    SELECT added.id, search_vector(added.subject, 'A', search_language(customer.language)),
           added.opened_at
    FROM added LEFT JOIN people_customer AS customer ON customer.id = added.principal_id
    ON CONFLICT (problem_id) DO UPDATE SET said = search_joined(known.said, excluded.said);
    RETURN NULL;
END $$;
CREATE TRIGGER a_problem_can_be_found AFTER INSERT ON problems_problem
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION problems_become_findable();

CREATE FUNCTION words_become_findable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO problems_findable AS known (problem_id, said, latest)
    SELECT fresh.problem_id, search_vector(coalesce(fresh.said, ''), 'C', (
            SELECT search_language(customer.language)
            FROM problems_problem AS problem
            JOIN people_customer AS customer ON customer.id = problem.principal_id
            WHERE problem.id = fresh.problem_id)), fresh.latest
    FROM (SELECT problem_id, max(at) AS latest, string_agg(
              concat_ws(' ', subject, sender, left(text, 20000)), ' ' ORDER BY at)
              FILTER (WHERE erased_at IS NULL) AS said
          FROM added GROUP BY problem_id ORDER BY problem_id) AS fresh
    ON CONFLICT (problem_id) DO UPDATE SET said = search_joined(known.said, excluded.said),
        latest = greatest(known.latest, excluded.latest);
    RETURN NULL;
END $$;
CREATE TRIGGER a_word_can_be_found AFTER INSERT ON problems_word
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION words_become_findable();

CREATE FUNCTION files_become_findable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE problems_findable AS known
    SET said = search_joined(known.said, search_vector(fresh.names, 'D', NULL))
    FROM (SELECT word.problem_id, string_agg(added.name, ' ') AS names
          FROM added JOIN problems_word AS word ON word.id = added.word_id
          WHERE word.erased_at IS NULL GROUP BY word.problem_id) AS fresh
    WHERE known.problem_id = fresh.problem_id;
    RETURN NULL;
END $$;
CREATE TRIGGER a_file_can_be_found AFTER INSERT ON problems_attachment
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION files_become_findable();

CREATE FUNCTION parties_become_findable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE problems_findable AS known
    SET said = search_joined(known.said,
        search_vector(coalesce(search_people(known.problem_id), ''), 'B', NULL))
    WHERE known.problem_id IN (SELECT problem_id FROM added);
    RETURN NULL;
END $$;
CREATE TRIGGER a_party_can_be_found AFTER INSERT ON problems_party
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION parties_become_findable();

-- What is corrected, erased or taken away is read again: what was there is no longer found.
CREATE FUNCTION a_problem_is_read_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_rebuild(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE TRIGGER a_corrected_subject_is_read_again AFTER UPDATE OF subject ON problems_problem
    FOR EACH ROW WHEN (OLD.subject <> NEW.subject) EXECUTE FUNCTION a_problem_is_read_again();

CREATE FUNCTION its_problem_is_read_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_rebuild(ARRAY[OLD.problem_id] || CASE TG_OP WHEN 'UPDATE' THEN NEW.problem_id END);
    RETURN NULL;
END $$;
CREATE TRIGGER a_corrected_word_is_read_again
    AFTER UPDATE OF text, subject, sender, erased_at, problem_id ON problems_word
    FOR EACH ROW EXECUTE FUNCTION its_problem_is_read_again();
CREATE TRIGGER a_deleted_word_is_not_found AFTER DELETE ON problems_word
    FOR EACH ROW EXECUTE FUNCTION its_problem_is_read_again();
CREATE TRIGGER a_changed_party_is_read_again AFTER UPDATE OF customer_id, problem_id ON problems_party
    FOR EACH ROW WHEN (OLD.customer_id <> NEW.customer_id OR OLD.problem_id <> NEW.problem_id)
    EXECUTE FUNCTION its_problem_is_read_again();
CREATE TRIGGER a_party_that_is_gone_is_not_found AFTER DELETE ON problems_party
    FOR EACH ROW EXECUTE FUNCTION its_problem_is_read_again();

CREATE FUNCTION its_words_problem_is_read_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_rebuild((SELECT array_agg(problem_id) FROM problems_word WHERE id = OLD.word_id));
    RETURN NULL;
END $$;
CREATE TRIGGER a_renamed_file_is_read_again AFTER UPDATE OF name ON problems_attachment
    FOR EACH ROW EXECUTE FUNCTION its_words_problem_is_read_again();
CREATE TRIGGER a_file_that_is_gone_is_not_found AFTER DELETE ON problems_attachment
    FOR EACH ROW EXECUTE FUNCTION its_words_problem_is_read_again();

CREATE FUNCTION search_rebuild_for(customers bigint[]) RETURNS void LANGUAGE sql AS $$
    SELECT search_rebuild(array_agg(DISTINCT problem_id))
    FROM problems_party WHERE customer_id = ANY(customers)
$$;
CREATE FUNCTION their_problems_are_read_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'people_customer' THEN PERFORM search_rebuild_for(ARRAY[NEW.id]);
        WHEN 'people_organisation' THEN PERFORM search_rebuild_for(
            (SELECT array_agg(id) FROM people_customer WHERE organisation_id = NEW.id));
        ELSE PERFORM search_rebuild_for(CASE TG_OP
            WHEN 'INSERT' THEN ARRAY[NEW.customer_id] WHEN 'DELETE' THEN ARRAY[OLD.customer_id]
            ELSE ARRAY[OLD.customer_id, NEW.customer_id] END);
    END CASE;
    RETURN NULL;
END $$;
CREATE TRIGGER a_customer_is_found_by_their_name AFTER UPDATE OF name, organisation_id ON people_customer
    FOR EACH ROW WHEN (OLD.name <> NEW.name OR OLD.organisation_id IS DISTINCT FROM NEW.organisation_id)
    EXECUTE FUNCTION their_problems_are_read_again();
CREATE TRIGGER an_organisation_is_found_by_its_name AFTER UPDATE OF name ON people_organisation
    FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION their_problems_are_read_again();
CREATE TRIGGER a_customer_is_found_by_their_addresses AFTER INSERT OR DELETE ON people_address
    FOR EACH ROW EXECUTE FUNCTION their_problems_are_read_again();
CREATE TRIGGER a_changed_address_is_read_again AFTER UPDATE OF value, customer_id ON people_address
    FOR EACH ROW WHEN (OLD.value <> NEW.value OR OLD.customer_id <> NEW.customer_id)
    EXECUTE FUNCTION their_problems_are_read_again();
"""

ON_THE_LINE = """
CREATE INDEX in_a_live_contact ON problems_problem (id) WHERE state -> 'live' <> '[]'
"""

WHAT_IS_THERE = """
SELECT search_rebuild(array_agg(id)) FROM problems_problem;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_what_one_reads_in"),
        ("problems", "0005_what_is_unconfirmed_is_found_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Findable",
            fields=[
                (
                    "problem",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="findable",
                        serialize=False,
                        to="problems.problem",
                    ),
                ),
                ("said", django.contrib.postgres.search.SearchVectorField()),
                ("latest", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("asked", models.CharField(max_length=200)),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["name", "id"]},
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(
                models.F("colleague"),
                django.db.models.functions.text.Lower("name"),
                name="a_saved_search_has_a_name_of_its_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(asked=""),
                name="a_saved_search_asks_something",
            ),
        ),
        migrations.RemoveIndex(model_name="word", name="words_by_what_they_say"),
        migrations.AddIndex(
            model_name="problem",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["need_to_know"], name="by_those_in_the_circle"
            ),
        ),
        migrations.RunSQL(ON_THE_LINE, "DROP INDEX in_a_live_contact", elidable=False),
        migrations.RunSQL(READ, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
        migrations.RunSQL(WHAT_IS_THERE, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="findable",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["said"], gin_pending_list_limit=512, name="problems_by_what_is_said"
            ),
        ),
        migrations.AddIndex(
            model_name="findable",
            index=models.Index(fields=["-latest", "-problem"], name="problems_latest_first"),
        ),
    ]
