"""Claims on incidents that somebody is judging, and what was judged in one go."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_first_seen_on")]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="claim",
                        serialize=False,
                        to="incidents.incident",
                    ),
                ),
                ("by", models.CharField(db_index=True, max_length=150)),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="judgement",
            name="batch",
            field=models.UUIDField(
                db_index=True, help_text="the same for all that were judged in one go", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="judgement",
            index=models.Index(fields=["by", "-at"], name="incidents_judged_by"),
        ),
    ]
