"""The API as one thing: its operations, its refusals, its document."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from ninja import NinjaAPI

from kondusif.api import areas, incidents, situation
from kondusif.api.access import ACCESS, Throttle
from kondusif.api.problems import teach

_DESCRIPTION = """Angka dan daftar halaman Kondusif sebagai JSON, hanya untuk dibaca. Saringan bernama sama dengan di alamat halaman; \
yang salah ketik ditolak, tidak diabaikan. Nama orang pribadi disamarkan kecuali diminta (`nama=lengkap`) oleh yang berwenang.

The figures and lists of the pages as JSON, read only. Filters are named as in the addresses of the pages; an unknown one is refused. \
Private persons are covered unless names are asked for (`nama=lengkap`) by somebody who may see them."""


THROTTLE = Throttle()


class Api(NinjaAPI):
    """Answers carry an ETag of what they say, so that asking again costs little."""

    def create_response(
        self,
        request: HttpRequest,
        data: Any,
        *,
        status: int | None = None,
        temporal_response: HttpResponse | None = None,
    ) -> HttpResponse:
        """The answer; 304 where the asker knows it already."""
        response = super().create_response(request, data, status=status, temporal_response=temporal_response)
        patch_vary_headers(response, ["Authorization", "Cookie"])
        response["Cache-Control"] = "private, no-cache"
        if response.status_code != 200:
            return response
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        known = get_conditional_response(request, etag=response["ETag"], response=response)
        assert isinstance(known, HttpResponse)
        return known


api = Api(
    title="Kondusif",
    version="1",
    description=_DESCRIPTION,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    auth=ACCESS,
    throttle=[THROTTLE],
)
teach(api)
for each in (situation.router, incidents.router, areas.router):
    api.add_router("", each)
