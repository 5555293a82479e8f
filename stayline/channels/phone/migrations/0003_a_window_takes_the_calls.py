from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("phone", "0002_calls_are_recorded")]

    operations = [
        migrations.AddField(
            model_name="line",
            name="window",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "browser"), ("window", ""), _connector="OR"),
                name="only_a_browser_has_a_window",
            ),
        ),
    ]
