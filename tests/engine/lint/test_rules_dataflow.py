"""What an instance surely has when it comes to a gateway."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn.diagram import read_diagram
from engine.lint.check import check
from engine.lint.index import DiagramIndex
from engine.lint.rules.dataflow import condition_reads_unset

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p" isExecutable="true">'
)


def asks(name: str, *fields: str) -> str:
    form = "".join(f'<camunda:formField id="{field}" label="x" type="text"/>' for field in fields)
    return (
        f'<userTask id="{name}"><extensionElements><camunda:formData>{form}</camunda:formData>'
        "</extensionElements></userTask>"
    )


def flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    name = f"{source}_{target}"
    return f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def unset(*parts: str) -> set[tuple[str, str]]:
    """(flow, field) of every condition that reads what is not surely set."""
    index = DiagramIndex(read_diagram(f"{HEAD}{''.join(parts)}</process></definitions>"))
    return {
        (finding.element, str(finding.params["field"]))
        for finding in condition_reads_unset(index)
        if finding.rule == "condition_reads_unset"
    }


def timer(name: str, host: str, *, reminder: bool = False) -> str:
    kind = ' cancelActivity="false"' if reminder else ""
    return (
        f'<boundaryEvent id="{name}" attachedToRef="{host}"{kind}><timerEventDefinition>'
        "<timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>"
    )


EVENTS = '<startEvent id="s"/><endEvent id="e"/>'


def test_a_loop_back_does_not_make_the_first_round_safe() -> None:
    """The second time round the answer is there, but the first time it is not."""
    gateways = '<exclusiveGateway id="g" default="g_t"/><exclusiveGateway id="h" default="h_g"/>'
    ways = [flow("s", "g"), flow("g", "t"), flow("g", "e", "a == 1"), flow("t", "h")]
    ways += [flow("h", "e", "a == 2"), flow("h", "g")]
    assert unset(EVENTS, gateways, asks("t", "a"), *ways) == {("g_e", "a")}


def test_parallel_branches_add_up_where_they_meet_but_not_before() -> None:
    gateways = '<parallelGateway id="p"/><parallelGateway id="q"/><exclusiveGateway id="m"/>'
    gateways += '<exclusiveGateway id="g" default="g_b"/><exclusiveGateway id="h" default="h_s"/>'
    ways = [flow("s", "t"), flow("t", "p"), flow("p", "a"), flow("p", "g"), flow("g", "b"), flow("b", "m")]
    ways += [flow("a", "q"), flow("g", "c", "x == 1"), flow("c", "m"), flow("m", "q"), flow("q", "h")]
    ways += [flow("h", "e", "x == 1 and y == 1"), flow("h", "t", "z == 1")]
    tasks = asks("t", "w") + asks("a", "x") + asks("b", "y") + asks("c", "z")
    # b or c was done, not both; a surely was, once the branches have met.
    assert unset(EVENTS, gateways, tasks, *ways) == {("g_c", "x"), ("h_e", "y"), ("h_t", "z")}


def test_a_subprocess_sets_what_all_ways_through_it_set() -> None:
    inner = '<startEvent id="s2"/><endEvent id="e2"/><exclusiveGateway id="i" default="i_b"/>'
    inner += asks("a", "x") + asks("b", "y") + asks("first", "k")
    inner += flow("s2", "first") + flow("first", "i") + flow("i", "a", "k == 1") + flow("i", "b")
    inner += flow("a", "e2") + flow("b", "e2")
    outer = f'<subProcess id="sub">{inner}</subProcess><exclusiveGateway id="g" default="g_sub"/>'
    ways = [flow("s", "t"), flow("t", "sub"), flow("sub", "g")]
    ways += [flow("g", "e", "k == 1 and x == 1 and w == 1"), flow("g", "sub")]
    assert unset(EVENTS, asks("t", "w"), outer, *ways) == {("g_e", "x")}


def test_inside_a_subprocess_what_was_set_before_it_is_set() -> None:
    inner = '<startEvent id="s2"/><endEvent id="e2"/><exclusiveGateway id="i" default="i_a"/>'
    inner += asks("a", "x") + flow("s2", "i") + flow("i", "a") + flow("i", "e2", "w == 1") + flow("a", "e2")
    outer = f'<subProcess id="sub">{inner}</subProcess>'
    ways = [flow("s", "t"), flow("t", "sub"), flow("sub", "e")]
    assert unset(EVENTS, asks("t", "w"), outer, *ways) == set()


def test_a_script_sets_what_it_assigns() -> None:
    script = '<scriptTask id="c"><script>total = 3\nif total == 3:\n    other = 4\n</script></scriptTask>'
    gateway = '<exclusiveGateway id="g" default="g_t"/>'
    ways = [flow("s", "c"), flow("c", "g"), flow("g", "e", "total == 3"), flow("g", "t"), flow("t", "c")]
    assert unset(EVENTS, script, gateway, asks("t", "a"), *ways) == set()


def test_a_field_that_may_stay_empty_is_set_once_its_form_was_handed_in() -> None:
    ways = [flow("s", "t"), flow("t", "g"), flow("g", "e", "a == None"), flow("g", "t")]
    assert unset(EVENTS, asks("t", "a"), '<exclusiveGateway id="g" default="g_t"/>', *ways) == set()


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[int, set[str]], set[tuple[int, int]]]:
    """Up to seven gateways and tasks with random flows; node 0 is where the start leads."""
    count = draw(st.integers(2, 7))
    sets = {n: draw(st.sets(st.sampled_from("ab"))) for n in range(count)}
    ends = st.integers(0, count - 1)
    return sets, draw(st.sets(st.tuples(ends, ends), min_size=1, max_size=14))


@given(graph=graphs())
def test_a_name_is_surely_set_when_no_way_avoids_it(
    graph: tuple[dict[int, set[str]], set[tuple[int, int]]],
) -> None:
    """Against another way to say the same: take out the forms that ask for it, see who is still reached.

    Node n is a task `t…` that asks for its names, then a gateway `g…` whose conditions read both names.
    """
    sets, edges = graph
    parts = [EVENTS, flow("s", "t0"), asks("nobody_comes_here", "a", "b")]
    for n, names in sets.items():
        parts += [asks(f"t{n}", *names), f'<exclusiveGateway id="g{n}"/>', flow(f"t{n}", f"g{n}")]
    parts += [flow(f"g{item}", f"t{other}", "a == b") for item, other in edges]
    parts += [flow(f"g{n}", "e", "a == b") for n in sets]
    told = {(flow_id.split("_")[0], name) for flow_id, name in unset(*parts)}
    assert told == {(f"g{n}", name) for name in "ab" for n in reached_without(name, sets, edges)}


def reached_without(name: str, sets: dict[int, set[str]], edges: set[tuple[int, int]]) -> set[int]:
    reached: set[int] = set()
    pending = [0]
    while pending:
        node = pending.pop()
        if node not in reached and name not in sets[node]:
            reached.add(node)
            pending += [other for item, other in edges if item == node]
    return reached


def test_a_deadline_leaves_before_the_answers_of_its_step_are_there() -> None:
    gateway = '<exclusiveGateway id="g" default="g_e"/>'
    ways = [flow("s", "a"), flow("a", "t"), flow("t", "g"), flow("late", "g"), flow("g", "e")]
    ways += [flow("g", "a", "x == 1 and y == 1")]
    tasks = asks("a", "x") + asks("t", "y")
    assert unset(EVENTS, gateway, tasks, timer("late", "t"), *ways) == {("g_a", "y")}
    assert unset(EVENTS, gateway, tasks, *[way for way in ways if "late" not in way]) == set()


def test_a_reminder_takes_nothing_away_from_what_a_subprocess_sets() -> None:
    """Whatever is done beside the step, the subprocess ends only when the step is done, too."""
    inner = '<startEvent id="s2"/><endEvent id="e2"/><endEvent id="e3"/>' + asks("t", "x") + asks("u", "y")
    inner += timer("soon", "t", reminder=True) + timer("only", "t", reminder=True)
    inner += "".join([flow("s2", "t"), flow("t", "e2"), flow("soon", "u"), flow("u", "e3")])
    gateway = '<exclusiveGateway id="g" default="g_e"/>'
    ways = [flow("s", "b"), flow("b", "g"), flow("g", "e"), flow("g", "b", "x == 1 and y == 1")]
    found = unset(EVENTS, gateway, f'<subProcess id="b">{inner}</subProcess>', *ways)
    assert found == {("g_b", "y")}


def test_a_deadline_is_a_way_out_of_a_loop() -> None:
    gateway = '<exclusiveGateway id="g"/>'
    ways = [flow("s", "t"), flow("t", "g"), flow("g", "t")]
    looping = f"{HEAD}{EVENTS}{gateway}{asks('t', 'x')}{''.join(ways)}"
    for kind, stuck in (("reminder", {"s", "t", "g"}), ("deadline", set())):
        way = timer("late", "t", reminder=kind == "reminder") + flow("late", "e")
        findings = check(f"{looping}{way}</process></definitions>")
        assert {finding.element for finding in findings if finding.rule == "no_way_out"} == stuck, kind
