"""A kept sitrep cannot be changed or deleted, whoever holds the connection."""

from django.db import migrations

FORWARD = {
    "sqlite": [
        """
        CREATE TRIGGER publishing_sitrep_no_update BEFORE UPDATE ON publishing_keptsitrep
        BEGIN SELECT RAISE(ABORT, 'publishing_keptsitrep is append-only'); END
        """,
        """
        CREATE TRIGGER publishing_sitrep_no_delete BEFORE DELETE ON publishing_keptsitrep
        BEGIN SELECT RAISE(ABORT, 'publishing_keptsitrep is append-only'); END
        """,
        # INSERT OR REPLACE deletes without asking the trigger above.
        """
        CREATE TRIGGER publishing_sitrep_once BEFORE INSERT ON publishing_keptsitrep
        WHEN EXISTS (
            SELECT 1 FROM publishing_keptsitrep
            WHERE id = NEW.id OR (area_code = NEW.area_code AND slot = NEW.slot)
        )
        BEGIN SELECT RAISE(ABORT, 'publishing_keptsitrep is append-only'); END
        """,
    ],
    "postgresql": [
        """
        CREATE FUNCTION publishing_sitrep_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'publishing_keptsitrep is append-only'; END $$
        """,
        """
        CREATE TRIGGER publishing_sitrep_no_change BEFORE UPDATE OR DELETE ON publishing_keptsitrep
        FOR EACH ROW EXECUTE FUNCTION publishing_sitrep_refuse()
        """,
        """
        CREATE TRIGGER publishing_sitrep_no_truncate BEFORE TRUNCATE ON publishing_keptsitrep
        FOR EACH STATEMENT EXECUTE FUNCTION publishing_sitrep_refuse()
        """,
    ],
}
BACKWARD = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS publishing_sitrep_no_update",
        "DROP TRIGGER IF EXISTS publishing_sitrep_no_delete",
        "DROP TRIGGER IF EXISTS publishing_sitrep_once",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS publishing_sitrep_no_change ON publishing_keptsitrep",
        "DROP TRIGGER IF EXISTS publishing_sitrep_no_truncate ON publishing_keptsitrep",
        "DROP FUNCTION IF EXISTS publishing_sitrep_refuse()",
    ],
}


def arm(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def disarm(apps, schema_editor):
    for statement in BACKWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_kept_sitreps")]
    operations = [migrations.RunPython(arm, disarm)]
