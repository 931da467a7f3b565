from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from kondusif.rulebase import rules, schema
from kondusif.rulebase.building import UNSURE_WINDOW, commas
from kondusif.rulebase.loader import load_rulebase


@pytest.mark.parametrize(
    ("shape", "rule"),
    [
        (schema.StageEntry, rules.StageRule),
        (schema.StandingEntry, rules.StandingRule),
        (schema.ProvisionEntry, rules.Provision),
        (schema.AuthorityEntry, rules.Authority),
        (schema.SubjectEntry, rules.SubjectRule),
        (schema.DeadlineEntry, rules.DeadlineRule),
        (schema.FigureEntry, rules.FigureRule),
        (schema.CheckEntry, rules.CheckKind),
        (schema.ClaimEntry, rules.SubjectClaim),
        (schema.ExampleEntry, rules.Example),
        (schema.NearMissEntry, rules.NearMiss),
    ],
)
def test_rules_hold_every_field_of_their_shape(shape: type[schema.Part], rule: type) -> None:
    assert {field.name for field in fields(rule)} == set(shape.model_fields)


def test_an_election_holds_every_field_of_its_shape_and_its_stages() -> None:
    assert {field.name for field in fields(rules.ElectionRule)} == {*schema.ElectionEntry.model_fields, "stages"}
    elections = load_rulebase().elections
    assert tuple(stage for election in elections.values() for stage in election.stages) == load_rulebase().stages


def test_commas_part_phrases_and_make_spaces_single() -> None:
    assert commas("serangan  fajar,\n  amplop, ") == ("serangan fajar", "amplop")


def test_a_phrase_seen_in_sources_needs_no_second_word() -> None:
    (rule,) = load_rulebase().phrases["bagi amplop"]
    assert (rule.term, rule.category, rule.needs) == ("PU03", "politik_uang", ())


def test_an_everyday_word_needs_one_of_the_words_of_its_term() -> None:
    (rule,) = load_rulebase().phrases["botoh"]
    assert rule.term == "JUD01"
    assert rule.needs == load_rulebase().terms["JUD01"].needs
    assert "pilkada" in rule.needs


def test_a_phrase_of_general_knowledge_needs_any_second_word_in_a_wide_window() -> None:
    (rule,) = load_rulebase().phrases["dum-duman duit"]
    assert (frozenset(rule.needs), rule.window) == (load_rulebase().second_words, UNSURE_WINDOW)
    assert rule.confidence == "U"


def test_a_phrase_of_general_knowledge_that_holds_a_second_word_needs_no_other() -> None:
    (rule,) = load_rulebase().phrases["kpps semaput"]
    assert (rule.needs, rule.confidence) == ((), "U")


def test_every_phrase_of_an_unsure_term_is_unsure() -> None:
    rulebase = load_rulebase()
    unsure = [term for term in rulebase.terms.values() if term.confidence == "U"]
    assert unsure
    for term in unsure:
        assert {
            rule.confidence for text in term.phrases for rule in rulebase.phrases[text] if rule.term == term.id
        } == {"U"}


def test_an_everyday_word_may_serve_several_terms() -> None:
    assert {rule.term for rule in load_rulebase().phrases["baliho"]} == {"KAM03", "KAM04", "KAM05"}


def test_terms_and_categories_know_each_other() -> None:
    rulebase = load_rulebase()
    assert {term.id for term in rulebase.terms.values()} == {
        found for category in rulebase.categories.values() for found in category.terms
    }
    assert all(found in rulebase.categories[term.category].terms for found, term in rulebase.terms.items())


def test_the_rulebase_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        load_rulebase().words["yg"] = "lain"  # type: ignore[index]


def test_dates_of_stages_are_dates() -> None:
    stages = {stage.id: stage for stage in load_rulebase().stages}
    assert (stages["V1"].start, stages["V1"].end) == (date(2024, 11, 27), date(2024, 11, 27))
    assert stages["P1"].start is None
