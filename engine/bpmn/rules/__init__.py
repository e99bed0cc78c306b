"""What lint looks for: each rule is one function with one docstring, tested by two small diagrams."""

from collections.abc import Callable, Iterator

from engine.bpmn.findings import Finding
from engine.bpmn.look import Look
from engine.bpmn.rules import conditions, dataflow, fields, gateways, lanes, quality, references, structure

Rule = Callable[[Look], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    structure.process_not_executable,
    structure.several_processes,
    structure.process_without_id,
    structure.process_without_name,
    structure.process_beside,
    structure.unsupported_element,
    structure.reserved_id,
    structure.repeated_id,
    structure.not_one_start,
    structure.no_end,
    structure.unreachable_step,
    structure.dead_end,
    structure.no_way_out,
    lanes.task_without_lane,
    lanes.lane_without_role,
    lanes.lane_of_nobody,
    gateways.branch_without_condition,
    gateways.default_with_condition,
    gateways.default_astray,
    gateways.condition_astray,
    gateways.several_outgoing,
    gateways.flow_astray,
    conditions.gateway_condition_unreadable,
    conditions.script_unreadable,
    conditions.form_condition_unreadable,
    conditions.form_condition_reads_unknown,
    dataflow.condition_reads_unset,
    fields.odd_field,
    fields.field_name,
    fields.field_without_options,
    fields.repeated_option,
    fields.limits_crossed,
    fields.field_in_two_forms,
    references.unknown_step_reference,
    references.unknown_field_reference,
    references.hash_of_nothing,
    references.items_of_nothing,
    references.per_what,
    references.unknown_step_property,
    quality.quality_missing,
    quality.norm_unreadable,
    quality.output_unlike_next_input,
)
