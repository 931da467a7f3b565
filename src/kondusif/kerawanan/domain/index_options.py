"""How an index is computed: every choice in one place, and all of them in the manifest of a run."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kondusif.kerawanan.domain.frameworks import Cutoffs
from kondusif.kerawanan.domain.index_plan import Form
from kondusif.kerawanan.domain.treatment import Scale, Treatment


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """How the index is computed; the defaults are those of methods.md §2.

    `form` None takes the framework's power; `drawn_forms` and `drawn_scales` are those that draws choose among, () only the form
    itself and the goalposts. `drawn_treatment`: half of the draws treat outliers the other way; `drop_one`: each leaves out one
    indicator or none; `miscount`: the chance that a count or level is one off. Other forms and scales move the level of all scores:
    read the ranks of such draws, not their categories.
    `treatments` and `cutoffs` frozen by an earlier edition are used as they are; `draws` 0 leaves the uncertainty out.
    """

    form: Form | None = None
    drawn_forms: tuple[Form, ...] = ()
    drawn_scales: tuple[Scale, ...] = ()
    drawn_treatment: bool = False
    drop_one: bool = False
    miscount: float = 0.0
    treatment: bool = True
    treatments: tuple[Treatment, ...] | None = None
    cutoffs: Cutoffs | None = None
    renormalise_from: float = 0.65
    score_from: float = 0.40
    imputations: int = 20
    draws: int = 1000
    concentration: float = 50.0
    level: float = 0.90
    certain_from: float = 0.70
    seed: int = 20241127
    partitions: int = 1


DEFAULTS = IndexOptions()


def widened(options: IndexOptions = DEFAULTS) -> IndexOptions:
    """The same with every choice of methods.md §2.9 varied: forms, scales, treatment, an indicator left out, counts one off."""
    return replace(
        options,
        drawn_forms=(1.0, 2.0, "complement"),
        drawn_scales=("goalposts", "normal", "percentile"),
        drawn_treatment=True,
        drop_one=True,
        miscount=0.5,
    )
