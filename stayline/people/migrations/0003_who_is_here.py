"""Who is here now, and the switch for keys of one letter."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

UNLOGGED = "ALTER TABLE people_presence SET UNLOGGED"


class Migration(migrations.Migration):
    dependencies = [("people", "0002_what_one_reads_in")]

    operations = [
        migrations.AddField(
            model_name="colleague",
            name="single_keys",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.CreateModel(
            name="OwnWord",
            fields=[
                (
                    "colleague",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="own_word",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "where",
                    models.CharField(
                        choices=[
                            ("here", "Here"),
                            ("call", "In a call"),
                            ("away", "Away"),
                            ("off", "Not at work"),
                        ],
                        max_length=10,
                    ),
                ),
                ("until", models.DateTimeField(null=True)),
                ("words", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(where__in=["here", "call", "away", "off"]),
                        name="an_own_word_says_where",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("page", models.UUIDField(primary_key=True, serialize=False)),
                ("problem", models.BigIntegerField(null=True)),
                ("seen_at", models.DateTimeField()),
                ("active_at", models.DateTimeField()),
                ("writes_until", models.DateTimeField(null=True)),
                ("writes", models.CharField(blank=True, max_length=10)),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pages_open",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(problem__isnull=False),
                        fields=["problem"],
                        name="pages_on_a_problem",
                    )
                ]
            },
        ),
        migrations.RunSQL(UNLOGGED, migrations.RunSQL.noop),
    ]
