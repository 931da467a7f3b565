"""Refusals as `application/problem+json` (RFC 9457), in Indonesian and English side by side: programs have no language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError
from pydantic import Field

MEDIA_TYPE = "application/problem+json"
_SAID = {
    401: ("Siapa Anda?", "Who are you?",
          "Sertakan token yang berlaku di kepala Authorization: Bearer …", "Send a valid token in the header Authorization: Bearer …"),
    403: ("Tidak boleh", "Not allowed",
          "Akun atau token ini tidak boleh membaca yang diminta.", "This account or token may not read what was asked for."),
    404: ("Tidak ada", "Not found", "Tidak ada yang beralamat atau beridentitas seperti itu.", "There is nothing at this address or with this id."),
    405: ("Hanya membaca", "Read only", "Alamat ini hanya melayani GET.", "This address answers to GET alone."),
    422: ("Pertanyaan tidak sah", "Invalid question", "Ada saringan yang tidak dikenal atau bernilai salah; lihat errors.", "A filter is unknown or has a wrong value; see errors."),
    429: ("Terlalu sering", "Too many requests", "Tunggu sebentar; Retry-After menyebut berapa detik.", "Wait a while; Retry-After says how many seconds."),
}  # fmt: skip


class FieldProblem(Schema):
    """What is wrong with one part of the question."""

    field: str
    detail: str
    detail_en: str


class Problem(Schema):
    """A refusal."""

    type: str
    title: str
    title_en: str
    status: int
    detail: str
    detail_en: str
    errors: list[FieldProblem] = Field([])


REFUSALS = dict.fromkeys((401, 403, 404, 422, 429), Problem)


class Unknown(Exception):
    """Parts of a question that mean nothing here: their names."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


def refuse(status: int, *, errors: Sequence[FieldProblem] = ()) -> HttpResponse:
    """The answer of a refusal."""
    title, title_en, detail, detail_en = _SAID[status]
    problem = Problem(
        type="about:blank", title=title, title_en=title_en, status=status, detail=detail, detail_en=detail_en, errors=list(errors)
    )  # fmt: skip
    response = JsonResponse(
        problem.model_dump(), status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "no-store"
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="kondusif"'
    return response


def teach(api: NinjaAPI) -> None:
    """Let an API refuse like this."""

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
        response = refuse(error.status_code)
        if isinstance(error, Throttled) and error.wait is not None:
            response["Retry-After"] = str(max(1, int(error.wait)))
        return response

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001
        return refuse(404)

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
        return refuse(422, errors=[_field(each) for each in error.errors])

    @api.exception_handler(Unknown)
    def _unknown(request: HttpRequest, error: Unknown) -> HttpResponse:  # noqa: ARG001
        return refuse(
            422,
            errors=[
                FieldProblem(field=name, detail="Saringan ini tidak dikenal.", detail_en="This filter is not known.")
                for name in error.names
            ],
        )


def _field(error: dict[str, Any]) -> FieldProblem:
    where = [str(part) for part in error["loc"] if part not in ("query", "path", "asked", "filters")]
    allowed = error.get("ctx", {}).get("expected")
    said = f"Nilai tidak sah; yang dikenal: {allowed}." if allowed else "Nilai tidak sah."
    return FieldProblem(field=".".join(where), detail=said, detail_en=str(error["msg"]))
