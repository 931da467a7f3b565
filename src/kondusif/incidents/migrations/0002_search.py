"""The full-text index of each database follows the table of search documents by itself."""

from django.db import migrations

FORWARD = {
    "sqlite": [
        """
        CREATE VIRTUAL TABLE incidents_search USING fts5(
            body, content='incidents_searchdocument', content_rowid='number',
            tokenize='unicode61 remove_diacritics 2', prefix='3'
        )
        """,
        """
        CREATE TRIGGER incidents_search_insert AFTER INSERT ON incidents_searchdocument BEGIN
            INSERT INTO incidents_search(rowid, body) VALUES (NEW.number, NEW.body);
        END
        """,
        """
        CREATE TRIGGER incidents_search_delete AFTER DELETE ON incidents_searchdocument BEGIN
            INSERT INTO incidents_search(incidents_search, rowid, body) VALUES ('delete', OLD.number, OLD.body);
        END
        """,
        """
        CREATE TRIGGER incidents_search_update AFTER UPDATE ON incidents_searchdocument BEGIN
            INSERT INTO incidents_search(incidents_search, rowid, body) VALUES ('delete', OLD.number, OLD.body);
            INSERT INTO incidents_search(rowid, body) VALUES (NEW.number, NEW.body);
        END
        """,
    ],
    "postgresql": [
        """
        ALTER TABLE incidents_searchdocument
        ADD COLUMN tokens tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED
        """,
        "CREATE INDEX incidents_search_tokens ON incidents_searchdocument USING gin (tokens)",
    ],
}
BACKWARD = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS incidents_search_insert",
        "DROP TRIGGER IF EXISTS incidents_search_delete",
        "DROP TRIGGER IF EXISTS incidents_search_update",
        "DROP TABLE IF EXISTS incidents_search",
    ],
    "postgresql": ["ALTER TABLE incidents_searchdocument DROP COLUMN IF EXISTS tokens"],
}


def build(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in BACKWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
