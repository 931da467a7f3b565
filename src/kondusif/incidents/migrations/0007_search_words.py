"""Words of incidents are kept as search compares them, so that every database cuts and folds them alike."""

from django.db import migrations

from kondusif.incidents.domain.searching.words import indexed


def cut(apps, schema_editor):
    documents = apps.get_model("incidents", "SearchDocument").objects
    for number in list(documents.values_list("number", flat=True)):
        document = documents.get(number=number)
        document.body = indexed(document.body)
        document.save(update_fields=["body"])


class Migration(migrations.Migration):
    dependencies = [("incidents", "0006_text_search")]
    operations = [migrations.RunPython(cut, migrations.RunPython.noop)]
