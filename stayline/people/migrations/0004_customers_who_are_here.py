"""Customers who have their own page before them now."""

import django.db.models.deletion
from django.db import migrations, models

UNLOGGED = "ALTER TABLE people_presenceoutside SET UNLOGGED"


class Migration(migrations.Migration):
    dependencies = [("people", "0003_who_is_here")]

    operations = [
        migrations.CreateModel(
            name="PresenceOutside",
            fields=[
                ("page", models.UUIDField(primary_key=True, serialize=False)),
                ("problem", models.BigIntegerField(db_index=True)),
                ("seen_at", models.DateTimeField()),
                ("writes_until", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pages_open",
                        to="people.customer",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(UNLOGGED, migrations.RunSQL.noop),
    ]
