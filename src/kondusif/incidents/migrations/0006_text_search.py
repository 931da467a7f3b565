"""The search over texts: their words, what they are counted by, and the full-text index that follows the words.

A database that has texts already is filled afterwards, by `kondusif migrate` or the first command that finds it behind.
"""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = {
    "sqlite": [
        # The words are cut already and consist of a-z and 0-9 alone; ranking is our own, so no sizes are kept.
        """
        CREATE VIRTUAL TABLE incidents_textsearch USING fts5(
            title, source, body, content='incidents_textwords', content_rowid='text_id',
            tokenize='ascii', prefix='3 5', columnsize=0
        )
        """,
        """
        CREATE TRIGGER incidents_textsearch_insert AFTER INSERT ON incidents_textwords BEGIN
            INSERT INTO incidents_textsearch(rowid, title, source, body)
            VALUES (NEW.text_id, NEW.title, NEW.source, NEW.body);
        END
        """,
        """
        CREATE TRIGGER incidents_textsearch_delete AFTER DELETE ON incidents_textwords BEGIN
            INSERT INTO incidents_textsearch(incidents_textsearch, rowid, title, source, body)
            VALUES ('delete', OLD.text_id, OLD.title, OLD.source, OLD.body);
        END
        """,
        """
        CREATE TRIGGER incidents_textsearch_update AFTER UPDATE ON incidents_textwords BEGIN
            INSERT INTO incidents_textsearch(incidents_textsearch, rowid, title, source, body)
            VALUES ('delete', OLD.text_id, OLD.title, OLD.source, OLD.body);
            INSERT INTO incidents_textsearch(rowid, title, source, body)
            VALUES (NEW.text_id, NEW.title, NEW.source, NEW.body);
        END
        """,
    ],
    "postgresql": [
        # Indexes on expressions, not on columns: every hit visits its row, so rows are kept short.
        "CREATE INDEX incidents_textwords_title ON incidents_textwords "
        "USING gin (to_tsvector('simple', title)) WITH (fastupdate = off)",
        "CREATE INDEX incidents_textwords_source ON incidents_textwords "
        "USING gin (to_tsvector('simple', source)) WITH (fastupdate = off)",
        "CREATE INDEX incidents_textwords_body ON incidents_textwords "
        "USING gin (to_tsvector('simple', body)) WITH (fastupdate = off)",
        # Words side by side: an index of words knows no places, and to look into every text that has both is slow.
        """
        CREATE FUNCTION incidents_pairs(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT coalesce(array_to_tsvector(array_agg(DISTINCT one || ' ' || other)), ''::tsvector)
            FROM (
                SELECT word AS one, lead(word) OVER (ORDER BY place) AS other
                FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS each(word, place)
            ) AS pairs
            WHERE other IS NOT NULL
        $$
        """,
        "CREATE INDEX incidents_textwords_pairs ON incidents_textwords "
        "USING gin (incidents_pairs(body)) WITH (gin_pending_list_limit = 1024)",
        "CREATE INDEX incidents_textwords_title_pairs ON incidents_textwords "
        "USING gin (incidents_pairs(title)) WITH (gin_pending_list_limit = 1024)",
    ],
}
BACKWARD = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS incidents_textsearch_insert",
        "DROP TRIGGER IF EXISTS incidents_textsearch_delete",
        "DROP TRIGGER IF EXISTS incidents_textsearch_update",
        "DROP TABLE IF EXISTS incidents_textsearch",
    ],
    "postgresql": [
        "DROP INDEX IF EXISTS incidents_textwords_pairs",
        "DROP INDEX IF EXISTS incidents_textwords_title_pairs",
        "DROP FUNCTION IF EXISTS incidents_pairs(text)",
    ],
}


def build(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in BACKWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def _text(related_name):
    return models.OneToOneField(
        on_delete=django.db.models.deletion.CASCADE,
        primary_key=True,
        related_name=related_name,
        serialize=False,
        to="intake.text",
    )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0005_claims"), ("intake", "0002_clock")]

    operations = [
        migrations.CreateModel(
            name="KnownWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("texts", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="TextFacets",
            fields=[
                ("text", _text("facets")),
                ("live", models.BooleanField(help_text="whether this revision counts")),
                ("category", models.CharField(max_length=30)),
                ("kind", models.CharField(blank=True, max_length=10)),
                ("source_class", models.CharField(max_length=10)),
                ("places", models.TextField(blank=True, help_text="codes where it happened, with blanks between")),
                ("seen_at", models.DateTimeField()),
                ("day", models.DateField()),
                ("copy_group", models.BigIntegerField()),
                ("stamp", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="TextWords",
            fields=[
                ("text", _text("words")),
                ("title", models.TextField()),
                ("source", models.TextField()),
                ("body", models.TextField(help_text="title, source and text")),
            ],
        ),
        migrations.RunPython(build, drop),
    ]
