from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0005_old_mails_may_be_given_up"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoing",
            name="provider_id",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddIndex(
            model_name="outgoing",
            index=models.Index(
                condition=~models.Q(provider_id=""),
                fields=["provider_id"],
                name="outgoing_by_providers_id",
            ),
        ),
    ]
