"""Kept editions, sightings, steps and back-tests cannot be changed or deleted, whoever holds the connection."""

from django.db import migrations

TABLES = ("keptedition", "alarmsighting", "alarmstep", "keptbacktest")


def _forward(vendor, table):
    name = f"kerawanan_{table}"
    refusal = f"{name} is append-only"
    if vendor == "sqlite":
        body = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        return [
            f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} {body}",
            f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} {body}",
            # INSERT OR REPLACE deletes without asking the trigger above.
            f"CREATE TRIGGER {name}_once BEFORE INSERT ON {name} "
            f"WHEN EXISTS (SELECT 1 FROM {name} WHERE id = NEW.id) {body}",
        ]
    return [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$",
        f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {name} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_refuse()",
    ]


def _backward(vendor, table):
    name = f"kerawanan_{table}"
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}_{what}" for what in ("no_update", "no_delete", "once")]
    return [
        f"DROP TRIGGER IF EXISTS {name}_no_change ON {name}",
        f"DROP TRIGGER IF EXISTS {name}_no_truncate ON {name}",
        f"DROP FUNCTION IF EXISTS {name}_refuse()",
    ]


VENDORS = ("sqlite", "postgresql")
FORWARD = {vendor: [each for table in TABLES for each in _forward(vendor, table)] for vendor in VENDORS}
BACKWARD = {vendor: [each for table in TABLES for each in _backward(vendor, table)] for vendor in VENDORS}


def arm(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def disarm(apps, schema_editor):
    for statement in BACKWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("kerawanan", "0001_editions_and_alarms")]
    operations = [migrations.RunPython(arm, disarm)]
