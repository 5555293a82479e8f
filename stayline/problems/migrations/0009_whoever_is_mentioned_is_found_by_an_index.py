"""Search finds what a colleague may see by its indexes together; this one was missing."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("problems", "0008_a_live_contact_is_seldom")]

    operations = [
        migrations.AddIndex(
            model_name="problem",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["mentioned"], name="by_those_mentioned"
            ),
        ),
    ]
