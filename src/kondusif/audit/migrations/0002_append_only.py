"""Facts cannot be changed, deleted or inserted out of turn, whoever holds the connection."""

from django.db import migrations

FORWARD = {
    "sqlite": [
        """
        CREATE TRIGGER audit_fact_no_update BEFORE UPDATE ON audit_fact
        BEGIN SELECT RAISE(ABORT, 'audit_fact is append-only'); END
        """,
        """
        CREATE TRIGGER audit_fact_no_delete BEFORE DELETE ON audit_fact
        BEGIN SELECT RAISE(ABORT, 'audit_fact is append-only'); END
        """,
        # INSERT OR REPLACE deletes without asking the trigger above: the turn refuses it.
        """
        CREATE TRIGGER audit_fact_in_turn BEFORE INSERT ON audit_fact
        WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_fact)
        BEGIN SELECT RAISE(ABORT, 'audit_fact is append-only'); END
        """,
    ],
    "postgresql": [
        """
        CREATE FUNCTION audit_fact_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'audit_fact is append-only'; END $$
        """,
        """
        CREATE FUNCTION audit_fact_turn() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_fact) THEN
                RAISE EXCEPTION 'audit_fact is append-only';
            END IF;
            RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER audit_fact_no_change BEFORE UPDATE OR DELETE ON audit_fact
        FOR EACH ROW EXECUTE FUNCTION audit_fact_refuse()
        """,
        """
        CREATE TRIGGER audit_fact_no_truncate BEFORE TRUNCATE ON audit_fact
        FOR EACH STATEMENT EXECUTE FUNCTION audit_fact_refuse()
        """,
        """
        CREATE TRIGGER audit_fact_in_turn BEFORE INSERT ON audit_fact
        FOR EACH ROW EXECUTE FUNCTION audit_fact_turn()
        """,
    ],
}
BACKWARD = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS audit_fact_no_update",
        "DROP TRIGGER IF EXISTS audit_fact_no_delete",
        "DROP TRIGGER IF EXISTS audit_fact_in_turn",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS audit_fact_no_change ON audit_fact",
        "DROP TRIGGER IF EXISTS audit_fact_no_truncate ON audit_fact",
        "DROP TRIGGER IF EXISTS audit_fact_in_turn ON audit_fact",
        "DROP FUNCTION IF EXISTS audit_fact_refuse()",
        "DROP FUNCTION IF EXISTS audit_fact_turn()",
    ],
}


def arm(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def disarm(apps, schema_editor):
    for statement in BACKWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(arm, disarm)]
