"""The day of the first report, to count by. Filled from the moment that is already there."""

from django.db import migrations, models

from kondusif.places.domain.zones import WIB


def fill(apps, schema_editor):
    incidents = apps.get_model("incidents", "Incident")
    rows = []
    for incident in incidents.objects.only("pk", "first_seen_at").iterator(chunk_size=2000):
        incident.first_seen_on = incident.first_seen_at.astimezone(WIB).date()
        rows.append(incident)
    incidents.objects.bulk_update(rows, ["first_seen_on"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_figures")]
    # PostgreSQL refuses to change a table with pending row triggers in the same transaction: three steps, three commits.
    atomic = False

    operations = [
        migrations.AddField(
            model_name="incident",
            name="first_seen_on",
            field=models.DateField(null=True, help_text="the day of first_seen_at, by WIB"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="incident",
            name="first_seen_on",
            field=models.DateField(help_text="the day of first_seen_at, by WIB"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["state", "first_seen_at"], name="incidents_by_first_seen"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["state", "first_seen_on", "kind", "category"], name="incidents_by_day"),
        ),
    ]
