"""How long a telephone rings, and whether its calls are recorded and for how long that is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_customers_who_are_here"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="door",
            name="a_door_gives_everybody_time",
        ),
        migrations.AddField(
            model_name="door",
            name="recording",
            field=models.CharField(
                choices=[
                    ("off", "Never"),
                    ("asked", "When the customer said yes: whoever is with them starts it"),
                    ("announced", "From the beginning, after a voice has said so"),
                ],
                default="off",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="door",
            name="recording_days",
            field=models.PositiveSmallIntegerField(default=90),
        ),
        migrations.AddField(
            model_name="door",
            name="ring_seconds",
            field=models.PositiveSmallIntegerField(default=20),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("callback_minutes__gt", 0),
                    ("hold_limit_seconds__gt", 0),
                    ("offer_minutes__gt", 0),
                    ("page_days__gt", 0),
                    ("question_days__gt", 0),
                    ("ring_minutes__gt", 0),
                    ("ring_seconds__gt", 0),
                ),
                name="a_door_gives_everybody_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "phone"), ("recording", "off"), _connector="OR"),
                name="only_a_telephone_records",
            ),
        ),
        migrations.AddConstraint(
            model_name="door",
            constraint=models.CheckConstraint(
                condition=models.Q(("recording_days__gte", 1), ("recording_days__lte", 3650)),
                name="a_recording_is_not_kept_for_ever",
            ),
        ),
    ]
