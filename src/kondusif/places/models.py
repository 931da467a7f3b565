"""The table of boundaries. Names and codes stand in the gazetteer; nothing here decides."""

# ruff: noqa: RUF012 -- Django reads Meta once and never shares it
from __future__ import annotations

from django.db import models


class Boundary(models.Model):
    """The outline of one area, from the file loaded last. Degrees; see `domain/outlines` for what each figure is."""

    code = models.CharField(max_length=13, unique=True)
    level = models.PositiveSmallIntegerField(help_text="1 provinsi … 4 kelurahan_desa")
    geometry = models.TextField(help_text="GeoJSON MultiPolygon")
    lng = models.FloatField()
    lat = models.FloatField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    source = models.CharField(max_length=300)
    loaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["level", "code"], name="places_boundary_level")]

    def __str__(self) -> str:
        return self.code
