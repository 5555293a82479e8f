"""What was set aside and confirmed grows for ever, and whoever has a turn at its door read it all."""

from django.db import migrations, models
from django.db.models import Q

UNCONFIRMED = Q(stage="set aside") & ~Q(detail__endswith="✓")


class Migration(migrations.Migration):
    dependencies = [("problems", "0012_files_wait_for_their_words")]

    operations = [
        migrations.RemoveIndex(model_name="problem", name="at_the_door_still"),
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(
                fields=["door"],
                condition=Q(stage="ringing") | UNCONFIRMED,
                name="at_the_door_still",
            ),
        ),
    ]
