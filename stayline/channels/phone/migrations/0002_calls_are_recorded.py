"""Recordings of calls; and the database's own word on which there may be."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ONLY_ANNOUNCED = """
CREATE FUNCTION nobody_is_recorded_unannounced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1
        FROM phone_call AS call
        JOIN people_door AS door ON door.id = call.door_id AND door.recording <> 'off'
        JOIN problems_timelineevent AS told ON told.problem_id = call.problem_id
            AND told.kind = 'RecordingAnnounced'
            AND told.body ->> 'contact' = call.contact_id::text
        WHERE call.id = NEW.call_id
    ) THEN
        RAISE EXCEPTION 'call % was not announced to be recorded, or its door never records',
            NEW.call_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER nobody_is_recorded_unannounced BEFORE INSERT ON phone_recording
    FOR EACH ROW EXECUTE FUNCTION nobody_is_recorded_unannounced();
"""

NO_LONGER = """
DROP TRIGGER nobody_is_recorded_unannounced ON phone_recording;
DROP FUNCTION nobody_is_recorded_unannounced();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("phone", "0001_calls"),
        ("people", "0005_what_a_telephone_door_needs"),
        ("problems", "0012_files_wait_for_their_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Recording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                ("seconds", models.PositiveIntegerField(default=0)),
                ("keep_until", models.DateTimeField(null=True)),
                ("gone_at", models.DateTimeField(null=True)),
                (
                    "why_gone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("refused", "The customer did not want it"),
                            ("old", "Kept for as long as its door says"),
                            ("empty", "The exchange had no sound of it"),
                            ("by hand", "A colleague deleted it"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "attachment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="recording",
                        to="problems.attachment",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recordings",
                        to="phone.call",
                    ),
                ),
                (
                    "gone_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["call", "id"]},
        ),
        migrations.AddIndex(
            model_name="recording",
            index=models.Index(
                condition=models.Q(("attachment__isnull", False)),
                fields=["keep_until"],
                name="recordings_to_give_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("call",),
                name="a_call_is_recorded_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("attachment__isnull", True),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("fetched_at__isnull", False),
                        ("gone_at__isnull", True),
                        ("keep_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="what_is_kept_has_ended_and_has_a_last_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("gone_at__isnull", True), ("why_gone", "")),
                    models.Q(("gone_at__isnull", False), models.Q(("why_gone", ""), _negated=True)),
                    _connector="OR",
                ),
                name="what_is_gone_says_why",
            ),
        ),
        migrations.RunSQL(ONLY_ANNOUNCED, NO_LONGER),
    ]
